import { buffer } from "node:stream/consumers";
import { styleText } from "node:util";
import { type FoldedLine, folded } from "../compose/folded.ts";
import { cleanText } from "../mail/clean.ts";
import { parsed, UsageError } from "./usage.ts";

const colours = ["auto", "always", "never"] as const;

/**
 * `fold [--color auto|always|never]`: a mail on standard input, the same on standard output with its quotes folded to the
 * lines that are answered. For mutt's `display_filter`, aerc, notmuch and `less`.
 *
 * A mail as it lies in a mailbox is decoded first; a head that is decoded already goes through as it is, and so does what
 * cannot be read: a filter that fails would hide the mail.
 */
export async function fold(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, { color: { type: "string", default: "auto" } });
  const color = colours.find((word) => word === values.color);
  if (color === undefined) throw new UsageError(`--color is one of ${colours.join(", ")}`);
  const octets = await buffer(process.stdin);
  const { head, body } = await parted(octets);
  const lines = [...head.map((text): FoldedLine => ({ text, label: "new", depth: 0 })), ...foldedBody(body)];
  process.stdout.write(lines.map((line) => `${color === "never" ? line.text : painted(line, color)}\n`).join(""));
  return 0;
}

/** A blank line at the end is that of the last line's end. */
function foldedBody(body: string): readonly FoldedLine[] {
  const text = body.replace(/\n$/, "");
  return text === "" ? [] : folded(text);
}

interface Parts {
  /** Lines of the head and the blank one below; none where the text is a body alone. */
  readonly head: readonly string[];
  readonly body: string;
}

const field = /^[A-Za-z][A-Za-z0-9-]{0,40}:(?:\s|$)/;
const named = /^(?:date|from|subject|to):/im;
/** Only what lies in a mailbox has these: programs that show a mail leave them out. */
const undecoded = /^(?:content-transfer-encoding|mime-version|received|return-path):/im;

async function parted(octets: Buffer): Promise<Parts> {
  const text = textOf(octets);
  const [first = ""] = text.split("\n", 1);
  const start = first.startsWith("From ") ? first.length + 1 : 0;
  const end = text.indexOf("\n\n", start);
  const head = text.slice(start, end === -1 ? text.length : end);
  if (!isHead(head)) return { head: [], body: text };
  if (!undecoded.test(head)) return { head: [...head.split("\n"), ""], body: end === -1 ? "" : text.slice(end + 2) };
  const { readMail } = await import("../mail/read-mail.ts");
  const mail = readMail(octets);
  const shown = [
    ["Date", mail.date?.toUTCString().replace("GMT", "+0000")],
    ["From", `${mail.author.name} <${mail.author.address}>`],
    ["Subject", mail.subject.text],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return { head: [...shown, ""], body: mail.text };
}

function isHead(head: string): boolean {
  return named.test(head) && head.split("\n").every((line, at) => field.test(line) || (at > 0 && /^[ \t]/.test(line)));
}

/** Mail that is not UTF-8 is shown as far as it can be read. */
function textOf(octets: Buffer): string {
  const text = octets.toString("utf8");
  return cleanText(text.includes("\ufffd") ? octets.toString("latin1") : text);
}

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
