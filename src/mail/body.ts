import { decodeCharset } from "./charset.ts";
import { cleanLine, cleanText } from "./clean.ts";
import { unflowed } from "./flowed.ts";
import { field } from "./headers.ts";
import { htmlText } from "./html.ts";
import type { Attachment, Mail } from "./mail.ts";
import type { Part, Tree } from "./mime.ts";
import { decodeTransfer } from "./transfer-encoding.ts";

/** What a MIME tree says to a person. */
export type Body = Pick<Mail, "text" | "textFrom" | "attachments" | "signed" | "problems">;

/** A stretch of text. */
interface Piece {
  readonly text: string;
  readonly from: "plain" | "html" | "raw";
}

/** The tree's root, and what is noted while it is read. */
interface Context {
  readonly root: Part;
  readonly problems: Set<string>;
}

/** A patch is read so far; a longer one is a file, not a mail. */
const maxPatchChars = 1024 * 1024;

/**
 * The text of a mail, one part after the other, and what is attached to it.
 *
 * Of alternatives the plain one is taken unless it is blank. A multipart that could not be taken apart is shown as it
 * stands. A signature is no attachment; a message inside the message is one.
 */
export function body(tree: Tree): Body {
  const { root } = tree;
  const context: Context = { root, problems: new Set(tree.problems) };
  const pieces = piecesOf(root, context);
  const visible = pieces.filter(({ text }) => text.trim() !== "");
  const signed = signature(root);
  return {
    text: cleanText(joined(pieces)),
    textFrom: visible[0]?.from ?? "none",
    attachments: leaves(root)
      .filter((part) => !isText(part, context) && !signatureTypes.has(part.type))
      .map((part) => attachment(part, context)),
    ...(signed !== undefined && { signed }),
    problems: [...context.problems],
  };
}

function piecesOf(part: Part, context: Context): Piece[] {
  if (part.parts.length > 0) {
    if (part.type === "multipart/alternative") return alternative(part, context);
    return part.parts.flatMap((inner) => piecesOf(inner, context));
  }
  if (part.type.startsWith("multipart/")) return [{ text: decodedText(part, context), from: "raw" }];
  if (!isText(part, context)) return [];
  const text = decodedText(part, context);
  if (part.type === "text/html") return [{ text: htmlText(text), from: "html" }];
  const flows = part.params.get("format")?.toLowerCase() === "flowed";
  return [{ text: flows ? unflowed(text, part.params.get("delsp")?.toLowerCase() === "yes") : text, from: "plain" }];
}

/** The first plain one that says something, else the last of those that do: senders put their best one last. */
function alternative(part: Part, context: Context): Piece[] {
  let best: Piece[] = [];
  for (const inner of part.parts) {
    const pieces = piecesOf(inner, context);
    const first = pieces.find(({ text }) => text.trim() !== "");
    if (first?.from === "plain") return pieces;
    if (first !== undefined) best = pieces;
  }
  return best;
}

/** Parts below each other, no blank lines at the end. */
function joined(pieces: readonly Piece[]): string {
  const text = pieces.map((piece) => piece.text).join("\n");
  let end = text.length;
  while (text[end - 1] === "\n") end--;
  return end === 0 ? "" : `${text.slice(0, end)}\n`;
}

/** Is shown as text: plain or HTML without a file name that is not attached; a mail that is nothing but text always. */
function isText(part: Part, { root }: Context): boolean {
  if (part.isAttachment || part.parts.length > 0) return false;
  if (part === root) return /^text\/(?!calendar)/.test(part.type);
  return part.fileName === "" && /^text\/(?:plain|html|markdown)$/.test(part.type);
}

function leaves(part: Part): Part[] {
  if (part.parts.length > 0) return part.parts.flatMap(leaves);
  return part.type.startsWith("multipart/") ? [] : [part];
}

/** Text with LF line ends. */
function decodedText(part: Part, { problems }: Context): string {
  const transfer = decodeTransfer(part.body, field(part.headers, "content-transfer-encoding"));
  const { text, known } = decodeCharset(transfer.octets, part.params.get("charset") ?? "");
  if (!transfer.known) problems.add("unknown transfer encoding");
  if (!known) problems.add(`unknown charset ${cleanLine(part.params.get("charset") ?? "", 40)}`);
  return text.includes("\r") ? text.replace(/\r{0,2}\n|\r/g, "\n") : text; // CR CR LF was made twice
}

const signatureTypes: ReadonlySet<string> = new Set([
  "application/pgp-signature",
  "application/pgp-encrypted", // only a version number; what is encrypted stands beside it
  "application/pkcs7-signature",
  "application/x-pkcs7-signature",
]);

/** OpenPGP: RFC 3156; S/MIME: RFC 8551. A list may have wrapped the signed part. */
function signature(part: Part): "pgp" | "smime" | undefined {
  if (part.type === "application/pkcs7-mime" || part.type === "application/x-pkcs7-mime") return "smime";
  if (part.type === "multipart/encrypted") return "pgp";
  if (part.type === "multipart/signed") return part.parts.some(({ type }) => type.includes("pkcs7")) ? "smime" : "pgp";
  return part.parts.map(signature).find((found) => found !== undefined);
}

const patchTypes: ReadonlySet<string> = new Set(["text/x-patch", "text/x-diff", "text/patch", "application/x-patch"]);

/** How a patch begins: `git format-patch`, `git diff`, `git show`, `diff -u`, `svn diff`. */
const patchStart =
  /^(?:From [0-9a-f]{40} Mon Sep 17 00:00:00 2001|diff --git |commit [0-9a-f]{40}\n(?:Author|Merge): |Index: |diff -|--- \S[^\n]*\n\+\+\+ \S)/;

function attachment(part: Part, context: Context): Attachment {
  const transfer = decodeTransfer(part.body, field(part.headers, "content-transfer-encoding"));
  const name = cleanLine(part.fileName, 200);
  const patch = patchText(part, name, transfer.octets, context);
  return { name, type: part.type, size: transfer.octets.length, ...(patch !== undefined && { patch }) };
}

function patchText(part: Part, name: string, octets: Buffer, { problems }: Context): string | undefined {
  const isNamed = patchTypes.has(part.type) || /\.(?:patch|diff)(?:\.txt)?$/i.test(name);
  const mayBe = part.type.startsWith("text/") || part.type === "application/octet-stream";
  if (!isNamed && !(mayBe && patchStart.test(octets.toString("latin1", 0, 1000).replaceAll("\r\n", "\n"))))
    return undefined;
  if (octets.length > maxPatchChars) problems.add("a patch is longer than 1 MiB and was cut");
  return cleanText(decodeCharset(octets.subarray(0, maxPatchChars), part.params.get("charset") ?? "").text);
}
