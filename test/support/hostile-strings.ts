import fc from "fast-check";

/** Picture letters and letters with marks of which no part stands for itself anywhere else: half of one shows a cut. */
export const wholeLetters: readonly string[] = ["👩‍👩‍👧‍👦", "🇩🇪", "क्षि", "한", "👍🏽", "ɣ\u0323\u0307"];

/** Parts of such letters that stand where no whole one does. */
export function halves(text: string): string[] {
  const rest = wholeLetters.reduce((left, letter) => left.replaceAll(letter, " "), text);
  return Array.from(rest).filter((char) => parts.has(char));
}

const parts = new Set(wholeLetters.flatMap((letter) => Array.from(letter)));

const markdown = [
  ..."*_~`|<>#-\\[]()@:.+!".split(""),
  "**",
  "__",
  "~~",
  "||",
  "``",
  "```",
  "```diff",
  "> ",
  ">>> ",
  "# ",
  "-# ",
  "- ",
  "1. ",
  "x_y",
  "__init__",
  "wbus_fill_ring()",
  "[a](https://evil.example.org)",
  "[https://a.example.org](<https://evil.example.org/x>)",
];

const mentions = [
  "@everyone",
  "@here",
  "<@42>",
  "<@!42>",
  "<@&42>",
  "<#42>",
  "<:smile:42>",
  "<a:wave:42>",
  "<t:1700000000:R>",
  "</full:42>",
  "<id:browse>",
];

const addresses = [
  "https://a.example.org/x_y",
  "https://a.example.org/x*y*z).",
  "<https://a.example.org/>",
  "http://kit:pw@evil.example.org/",
  "https://exämple.org/x",
  "https://аpple.example.org/",
  "HTTPS://A.EXAMPLE.ORG/~x~~y~~",
  "https://a.example.org/`x`|y",
  "javascript:alert(1)",
  "discord://x",
  "steam://run/1",
  "tel:123",
  "mailto:kit.walsh@example.org",
  "kit.walsh@example.org",
];

const hidden = [
  "\u202e",
  "\u2066",
  "\u2069",
  "\u200b",
  "\u200d\u200d",
  "\u2800",
  "\u3164",
  "\u{e0041}",
  "\u0000",
  "\u001b[31m",
  "\u0085",
  "\u2028",
  "\u007f",
  "\ufeff",
  `w${"\u0301".repeat(30)}`,
  "\ud83d",
];

const words = [" ", " ", "word", "the ring is full", "1", "é"];

/** One line that tries to be more than text: marks, mentions, fences, addresses, hidden letters, piles of marks. */
export const hostileLine: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(
        fc.oneof(
          ...[markdown, mentions, addresses, hidden, words, wholeLetters].map((pieces) => fc.constantFrom(...pieces)),
        ),
        { maxLength: 16 },
      )
      .map((pieces) => pieces.join("")),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: "grapheme", maxLength: 40 })
      .map((text) => text.replace(/[\r\n]/g, " "))
      .filter((text) => halves(text).length === 0),
  },
);
