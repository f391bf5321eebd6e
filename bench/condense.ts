import { performance } from "node:perf_hooks";
import { condense } from "../src/condense/condense.ts";

/** Prints what condensing costs on inputs made to be slow, per 100 KB and against half the size, and mails a second on a plain reply. */
const bytes = 400_000;

const repeat = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));

// biome-ignore format: a table
const inputs: readonly (readonly [name: string, text: (size: number) => string])[] = [
  ["lines of >",              (size) => repeat(">\n", size)],
  ["lines of > text",         (size) => repeat("> a b c\n", size)],
  ["> in one line",           (size) => repeat(">", size)],
  ["> > in one line",         (size) => repeat("> ", size)],
  ["spaces",                  (size) => repeat(" ", size)],
  ["spaces, then a letter",   (size) => `${repeat(" ", size)}a`],
  ["empty lines",             (size) => repeat("\n", size)],
  ["lines of a space",        (size) => repeat(" \n", size)],
  ["_ in one line",           (size) => repeat("_", size)],
  ["rules of _",              (size) => repeat(`${"_".repeat(40)}\n`, size)],
  ["dashes in one line",      (size) => repeat("-", size)],
  ["lines of --",             (size) => repeat("--\n", size)],
  ["lines of -- and a space", (size) => repeat("-- \n", size)],
  ["lines of ---",            (size) => repeat("---\n", size)],
  ["one line of letters",     (size) => repeat("a", size)],
  ["one line of words",       (size) => repeat("ab ", size)],
  ["On Mon wrote:",           (size) => repeat("On Mon wrote:\n", size)],
  ["dated attributions",      (size) => repeat("On Mon, 1 Jan 2024 at 10:00, A wrote:\n", size)],
  ["attributions unfinished", (size) => repeat("On Mon, 1 Jan 2024 at 10:00, A ", size)],
  ["unfinished, in lines",    (size) => repeat("On Mon, 1 Jan 2024 at 10:00, A\n", size)],
  ["On <<<",                  (size) => `On ${repeat("<", size)}`],
  ["On <<< in lines",         (size) => repeat(`On 1 ${"<".repeat(300)} wrote:\n> a\n`, size)],
  ["heads",                   (size) => repeat("From: A <a@example.org>\nSent: 1\nTo: B\nSubject: C\n\n", size)],
  ["heads above quotes",      (size) => repeat("From: A <a@example.org>\nDate: 1\n\n> a\nb\n", size)],
  ["From: only",              (size) => repeat("From: a\n", size)],
  ["quotes 200 deep",         (size) => repeat(`${">".repeat(200)} a\n`, size)],
  ["depth up and down",       (size) => repeat("> a\n>> b\nOn Mon, A wrote:\n> > c\nd\n", size)],
  ["trailers",                (size) => repeat("Acked-by: A <a@example.org>\n", size)],
  ["hunks",                   (size) => repeat("@@ -1,3 +1,3 @@\n a\n-b\n+c\n d\n", size)],
  ["hunk heads",              (size) => repeat("@@ -1,99999 +1,99999 @@\n", size)],
  ["diff heads",              (size) => repeat("diff --git a/a b/a\n--- a/a\n+++ b/a\n", size)],
  ["armour begun",            (size) => repeat("-----BEGIN PGP SIGNATURE-----\n\nabc\n", size)],
  ["footers",                 (size) => repeat("--\nTo unsubscribe\n\n", size)],
  ["mailman footers",         (size) => repeat("____________________\nx mailing list\n\n", size)],
  ["Supercite",               (size) => repeat("Ada> a\nb\n", size)],
  ["bars",                    (size) => repeat("| a\nb\n", size)],
  ["greetings",               (size) => `From: A <a@example.org>\nTo: b\n\n${repeat("\n\nDear A,\n", size)}`],
  ["sent from",               (size) => repeat("\nSent from my phone\n\n", size)],
  ["wrapped tails",           (size) => repeat(`> ${"word ".repeat(14)}\ntail\n`, size)],
  ["closings",                (size) => repeat("Thanks,\nAda\n\n", size)],
  ["quote and a sentence",    (size) => repeat("> A b c. D e f.\ng\n", size)],
  ["words before wrote:",     (size) => repeat(`${"a ".repeat(190)}wrote:\n> a\n`, size)],
  ["spaces before wrote:",    (size) => repeat(`a${" ".repeat(380)}wrote:\n> a\n`, size)],
  ["dashes before On",        (size) => repeat(`a${"-".repeat(340)} On Mon, 4 Nov 2024, A wrote:\n> a\n`, size)],
  ["at, at, at",              (size) => repeat(`On Mon 10:00 < ${"a at ".repeat(70)}wrote:\n> a\n`, size)],
  ["Cc: long",                (size) => repeat(`Cc: ${"a".repeat(390)}\n`, size)],
  ["-a-a-a",                  (size) => repeat(`A${"-a".repeat(195)}\n`, size)],
  ["dots",                    (size) => repeat(`a at ${"a.".repeat(190)} wrote:\n> b\n`, size)],
  ["capitals",                (size) => repeat(`${"A. ".repeat(130)}\n`, size)],
  ["quoted sentences",        (size) => repeat(`> ${"A. ".repeat(130)}\na\n`, size)],
  ["separator unfinished",    (size) => repeat(`---- original ${"-".repeat(300)}a\n`, size)],
  ["NUL",                     (size) => repeat("\0", size)],
];

function msOf(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    condense(text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

console.log("input                      ms per 100 KB   doubling");
for (const [name, text] of inputs) {
  const [half, whole] = [msOf(text(bytes / 2)), msOf(text(bytes))];
  console.log(
    `${name.padEnd(26)} ${((whole * 100_000) / bytes).toFixed(2).padStart(12)} ${(whole / half).toFixed(1).padStart(9)} ×`,
  );
}

const reply = [
  "On Mon, 4 Nov 2024 at 10:00, Ada Lark <ada@example.org> wrote:",
  ...Array.from({ length: 40 }, (_, line) => `> +\tcount[${line}] = next(ring, ${line});`),
  "",
  "This overflows on 32 bit. With that fixed:",
  "",
  "Reviewed-by: Tom Reed <tom@example.org>",
  "-- ",
  "Tom",
].join("\n");
const mails = 5000;
const start = performance.now();
for (let mail = 0; mail < mails; mail++) condense(reply);
const seconds = (performance.now() - start) / 1000;
console.log(`\n${Math.round(mails / seconds)} replies of ${reply.length} characters a second`);
