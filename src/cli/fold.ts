import { buffer } from "node:stream/consumers";
import { styleText } from "node:util";
import { type FoldedLine, folded } from "../compose/folded.ts";
import { cleanText } from "../mail/clean.ts";
import { type Piece, type ShownMailOptions, shownMail } from "./shown-mail.ts";
import { parsed, UsageError } from "./usage.ts";

const colours = ["auto", "always", "never"] as const;

/**
 * `fold [--color auto|always|never] [--raw | --decoded]`: a mail on standard input, the same on standard output with its
 * quotes folded to the lines that are answered. For mutt's `display_filter`, aerc, notmuch and `less`.
 *
 * What cannot be read goes through as it stands: a filter that fails would hide the mail.
 */
export async function fold(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, {
    color: { type: "string", default: "auto" },
    raw: { type: "boolean", default: false },
    decoded: { type: "boolean", default: false },
  });
  const color = colours.find((word) => word === values.color);
  if (color === undefined) throw new UsageError(`--color is one of ${colours.join(", ")}`);
  if (values.raw && values.decoded) throw new UsageError("fold: a mail is --raw or --decoded, not both");
  const octets = await buffer(process.stdin);
  const lines = await foldedMail(octets, {
    ...((values.raw || values.decoded) && { as: values.raw ? "raw" : "decoded" }),
    ...(process.stdout.isTTY !== true && { marks: "kept" }),
  }).catch((error: unknown) => {
    console.error(error); // a defect of ours; the mail comes first
    return cleanText(octets.toString()).split("\n").map(asItStands);
  });
  process.stdout.write(lines.map((line) => `${color === "never" ? line.text : painted(line, color)}\n`).join(""));
  return 0;
}

/** What is shown of the octets that a mail program hands over. Its own lines are there as they stand. */
export async function foldedMail(octets: Buffer, options: ShownMailOptions = {}): Promise<readonly FoldedLine[]> {
  const pieces = await shownMail(octets, options);
  return pieces.flatMap((piece: Piece) => (piece.kind === "text" ? folded(piece.text) : piece.lines.map(asItStands)));
}

const asItStands = (text: string): FoldedLine => ({ text, label: "new", depth: 0 });

type Colour = Parameters<typeof styleText>[0];

const depths: readonly Colour[] = ["cyan", "magenta", "blue", "yellow"];

const paints: Readonly<Partial<Record<FoldedLine["label"], Colour>>> = {
  fold: "dim",
  attribution: "dim",
  trailer: "green",
  scissors: "dim",
  signature: "dim",
  log: "yellow",
};

/** First match wins; as git shows a diff. */
const diffPaints: readonly (readonly [start: string, colour: Colour])[] = [
  ["diff ", "bold"],
  ["index ", "bold"],
  ["--- ", "bold"],
  ["+++ ", "bold"],
  ["@@", "cyan"],
  ["+", "green"],
  ["-", "red"],
];

/** `auto`: as the terminal and its user want it (`NO_COLOR`). */
function painted({ text, label, depth }: FoldedLine, color: "auto" | "always"): string {
  if (text === "") return "";
  const colour =
    label === "quote"
      ? depths[(Math.max(1, depth) - 1) % depths.length]
      : label === "diff"
        ? diffPaints.find(([start]) => text.startsWith(start))?.[1]
        : paints[label];
  return colour === undefined
    ? text
    : styleText(colour, text, { validateStream: color === "auto", stream: process.stdout });
}
