import fc from "fast-check";

/** Lines that rules look for, so that they meet in every order. */
const telling = [
  "",
  " ",
  "> quoted",
  ">> quoted twice",
  "> > nested",
  ">",
  "   > indented",
  "| barred",
  "AL> by initials",
  ">From here",
  "On Mon, 4 Nov 2024 at 10:00, Ada Lark <ada@example.org> wrote:",
  "Ada Lark wrote:",
  "Am 04.11.24 um 09:12 schrieb Ada Lark:",
  "yes On Mon, 4 Nov 2024, Ada Lark wrote:",
  "* Ada Lark",
  "> On Mon, 4 Nov 2024, Tom wrote:",
  "...",
  "[snip]",
  "-- ",
  "--",
  "---",
  "--------------",
  "_______________________________________________",
  "wbus mailing list",
  "To unsubscribe send a mail to wbus@example.org",
  "-----Original Message-----",
  "---------- Forwarded message ---------",
  "From: Ada <ada@example.org>",
  "Sent: Monday",
  "To: Tom",
  "Subject: Re: wbus",
  "Dear Tom,",
  "diff --git a/a b/a",
  "--- a/a",
  "+++ b/a",
  "@@ -1,2 +1,2 @@",
  " context",
  "-removed",
  "+added",
  "2.47.0",
  "Acked-by: Ada <ada@example.org>",
  "Thanks,",
  "Thanks!",
  "Ada",
  "A",
  "-ada",
  "Sent from my phone",
  "-----BEGIN PGP SIGNED MESSAGE-----",
  "Hash: SHA512",
  "-----BEGIN PGP SIGNATURE-----",
  "aGVsbG8=",
  "-----END PGP SIGNATURE-----",
  ">> ring.c:1:1: error: no",
  "errors (new ones prefixed by >>):",
  " > 238\tcode",
  "-- >8 --",
  "A sentence of the author, long enough to look like one.",
  "> A quoted line that runs to the full width of what a mail program takes for",
  "tail",
  "Three lines of plain words,",
  "each of four or more,",
  "are copied from the parent.",
];

/** A mail of such lines and of any others. */
export const mails: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...telling) }, fc.string(), fc.string({ unit: "binary" })), {
    maxLength: 30,
  })
  .chain((lines) => fc.constantFrom("\n", "\r\n").map((end) => lines.join(end)));

/** What such a mail may answer: some of its lines without marks, two at times in one, and others; or nothing that is known. */
const answering = (text: string): fc.Arbitrary<{ readonly parent?: string }> => {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^[> ]+/, ""));
  const parent = fc
    .array(fc.tuple(fc.constantFrom(...lines, "Another line."), fc.constantFrom("\n", " ")), { maxLength: 12 })
    .map((pieces) => pieces.flat().join(""));
  const tail = fc
    .tuple(fc.nat({ max: lines.length }), fc.constantFrom("\n", " "))
    .map(([from, end]) => lines.slice(from).join(end));
  return fc.oneof(
    fc.constant({}),
    parent.map((parent) => ({ parent })),
    tail.map((parent) => ({ parent })),
  );
};

/** Mails, each with what it answers. */
export const answers: fc.Arbitrary<readonly [text: string, answered: { readonly parent?: string }]> = mails.chain(
  (text) => fc.tuple(fc.constant(text), answering(text)),
);
