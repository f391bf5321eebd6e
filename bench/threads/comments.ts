import type { Mail } from "../../src/mail/mail.ts";
import { readMail } from "../../src/mail/read-mail.ts";
import { readPatch } from "../../src/patch/read-patch.ts";
import type { Place } from "./corpus.ts";
import { type ById, rowsOf } from "./inspected.ts";
import { type Score, score } from "./score.ts";

interface Spot {
  readonly path: string;
  /** Undefined where only the quoted header tells the file. */
  readonly line: number | undefined;
}

interface Corpus {
  readonly mails: readonly Uint8Array[];
  readonly places: readonly Place[];
  readonly rows: ById;
}

/** Words of a reviewer below quoted lines of a diff. */
interface Comment {
  readonly mail: string;
  /** The last line quoted above them, marks taken off. */
  readonly quoted: string;
  /** Where it stands; more than one where the quoted lines stand in the patch twice. */
  readonly spots: readonly Spot[];
}

/**
 * Where in the code a comment stands. The corpus does not say, so the truth is made here, from the mails' text and without
 * the program's condenser or hunk reader: a remark is what stands right below lines that are quoted once, up to the next
 * quote or the signature, if some line of it is more than a greeting, a farewell, the sender's name or a trailer
 * (`CIVILITIES`). Its place is that of the last quoted line in the diff of the mail that it answers; of several such places
 * those where most of the quoted lines above agree too. Where that mail is not here, or is no patch, the file alone is
 * known: by the `+++` header that is quoted above the hunk. Lines of fewer than eight letters stand anywhere and are left out.
 */
export function scoreComments({ mails: octets, places, rows }: Corpus): Score[] {
  const mails = new Map(octets.map((each) => readMail(each)).map((mail) => [mail.id as string, mail]));
  const comments = places.flatMap(({ messageId, parent }) => {
    const mail = mails.get(messageId.trim());
    const above = mails.get(parent?.trim() ?? "");
    const diff = diffLines((above && readPatch(above)?.diff) ?? "");
    return mail === undefined ? [] : commentsIn(mail, diff);
  });
  const said = ({ mail, quoted }: Comment) =>
    rowsOf(rows, mail)[0]?.comments.filter((one) => squeezed(one.quoted) === squeezed(quoted)) ?? [];
  const wrong = (
    comment: Comment,
    isRight: (ours: { path: string | null; line: number | null }, spot: Spot) => boolean,
  ) =>
    said(comment).some((ours) => comment.spots.some((spot) => isRight(ours, spot)))
      ? undefined
      : `<${comment.mail}> ${JSON.stringify(comment.quoted)}: ${told(said(comment))} is ${told(comment.spots)}`;
  return [
    score("comments under quoted hunks: file", comments, (one) => wrong(one, (ours, spot) => ours.path === spot.path), {
      share: 0.99,
    }),
    score(
      "comments under quoted hunks: line",
      comments.filter(({ spots }) => spots[0]?.line !== undefined),
      (one) => wrong(one, (ours, spot) => ours.path === spot.path && ours.line === spot.line),
      { share: 0.95 },
    ),
  ];
}

/** The comments of a mail whose last quoted line is one of the diff that it answers, or stands below a quoted header. */
function commentsIn(mail: Mail, diff: readonly (Spot & { readonly text: string })[]): Comment[] {
  const lines = mail.text.split("\n");
  return lines.flatMap((line, at) => {
    const above = lastAbove(lines, at);
    if (above < 0 || !/^\s*[^\s>]/.test(line) || !isRemark(ownFrom(lines, at), mail)) return [];
    const block = quotedUpTo(lines, above);
    const quoted = block.at(-1) ?? "";
    // A brace or an `else` stands anywhere.
    if (quoted.replace(/[^\p{L}\p{N}]/gu, "").length < 8) return [];
    const spots = diff.length > 0 ? bestSpots(diff, block) : belowHeader(lines.slice(0, above + 1));
    return spots.length === 0 ? [] : [{ mail: mail.id, quoted, spots }];
  });
}

/** Index of the quoted line right above `at`, blank lines between; -1 where other words stand there. */
function lastAbove(lines: readonly string[], at: number): number {
  let above = at - 1;
  while (above >= 0 && lines[above]?.trim() === "") above -= 1;
  return /^>(?! ?>)/.test(lines[above] ?? "") ? above : -1;
}

/** The lines from `at` up to the next quote, the signature or the list's footer. */
function ownFrom(lines: readonly string[], at: number): readonly string[] {
  const length = lines.slice(at).findIndex((line) => /^>|^--\s*$|^_{20}/.test(line));
  return lines.slice(at, length < 0 ? undefined : at + length);
}

/** What people write around their words, line by line. */
const CIVILITIES: readonly (readonly [what: string, is: (line: string, mail: Mail) => boolean])[] = [
  ["blank", (line) => line.trim() === ""],
  ["greeting", (line) => /^(?:hi|hello|hey|dear)\b.{0,40}[,!.]?$/i.test(line)],
  [
    "farewell",
    (line) =>
      /^(?:(?:with|many|very|my|best|kind|kindest|warm) ){0,3}(?:regards|wishes|greetings)\b.{0,20}$/i.test(line),
  ],
  ["farewell", (line) => /^(?:best|sincerely|yours|br|rgds|cheers)[,.!]*$/i.test(line)],
  ["thanks", (line) => /^(?:(?:many|and) )?(?:thanks?(?: you)?|thx|cheers)\b.{0,20}$/i.test(line)],
  ["name", (line, mail) => isNameOf(line, mail)],
  ["trailer", (line) => /^\s*[A-Z][A-Za-z-]{1,30}-by: \S/.test(line)],
];

function isRemark(own: readonly string[], mail: Mail): boolean {
  return own.some((line) => !CIVILITIES.some(([, is]) => is(line.trim(), mail)));
}

/** `Nora`, `/Nora`, `Nora Lind.`, `NL` below a mail by Nora Lind. */
function isNameOf(line: string, { from, author }: Mail): boolean {
  const names = [from, author].flatMap(({ name, address }) => wordsOf(`${name} ${address.replace(/@.*/, "")}`));
  const initials = wordsOf(from.name)
    .map((word) => word[0])
    .join("");
  const words = wordsOf(line);
  return words.length > 0 && words.length <= 4 && words.every((word) => names.includes(word) || word === initials);
}

/** In lower case and without accents: people leave those out of their addresses. */
function wordsOf(text: string): string[] {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "");
  return plain.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** The lines quoted once that end at `last`, without their marks. */
function quotedUpTo(lines: readonly string[], last: number): string[] {
  let first = last;
  while (/^>(?! ?>)/.test(lines[first - 1] ?? "")) first -= 1;
  return lines.slice(first, last + 1).map((line) => line.replace(/^> ?/, ""));
}

/** The file whose header was quoted last above the last of `lines`, if that is a line of one of its hunks. */
function belowHeader(lines: readonly string[]): Spot[] {
  const quoted = lines.filter((line) => /^>(?! ?>)/.test(line)).map((line) => line.replace(/^> ?/, ""));
  const header = quoted.findLastIndex((line) => line.startsWith("+++ b/"));
  const hunk = quoted.findLastIndex((line) => /^@@ -\d/.test(line));
  const isDiff = header >= 0 && header < hunk && /^[-+ ]/.test(quoted.at(-1) ?? "");
  return isDiff ? [{ path: quoted[header]!.slice(6).trimEnd(), line: undefined }] : [];
}

/** Where the last line of `block` stands in the diff: of several places those that most of the lines above it agree with. */
function bestSpots(diff: readonly (Spot & { readonly text: string })[], block: readonly string[]): Spot[] {
  const found = diff.flatMap(({ text, path, line }, at) => {
    let run = 0;
    while (run < block.length && squeezed(diff[at - run]?.text ?? "") === squeezed(block.at(-1 - run) ?? "")) run += 1;
    return run === 0 || text.trim() === "" ? [] : [{ path, line, run }];
  });
  const longest = Math.max(0, ...found.map(({ run }) => run));
  return found.filter(({ run }) => run === longest);
}

/** Each line of the hunks of a diff, with its mark, and where it stands: in the new file, a removed one in the old. */
function diffLines(diff: string): (Spot & { readonly text: string })[] {
  const found: (Spot & { readonly text: string })[] = [];
  let path = "";
  let [oldLine, newLine, oldLeft, newLeft] = [0, 0, 0, 0];
  for (const text of diff.split("\n")) {
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (head !== null) {
      [oldLine, newLine] = [Number(head[1]), Number(head[3])];
      [oldLeft, newLeft] = [Number(head[2] ?? 1), Number(head[4] ?? 1)];
    } else if (oldLeft > 0 || newLeft > 0) {
      if (text.startsWith("\\")) continue;
      found.push({ text, path, line: text.startsWith("-") ? oldLine : newLine });
      if (!text.startsWith("+")) [oldLine, oldLeft] = [oldLine + 1, oldLeft - 1];
      if (!text.startsWith("-")) [newLine, newLeft] = [newLine + 1, newLeft - 1];
    } else if (text.startsWith("--- a/") || text.startsWith("+++ b/")) path = text.slice(6).trimEnd();
  }
  return found;
}

/** A line as mail clients leave it: they strip blanks at its end and turn tabs into blanks. */
function squeezed(line: string): string {
  return line.replace(/\s+/g, " ").trimEnd();
}

function told(spots: readonly { readonly path: string | null; readonly line: number | null | undefined }[]): string {
  return spots.map(({ path, line }) => `${path}:${line}`).join(" or ") || "nothing";
}
