import type { Mail } from "../mail/mail.ts";
import { attachedSeries, type PatchFile, patchFiles } from "./attached.ts";
import { changeLog } from "./change-log.ts";
import { type Diff, diffstatOf, readDiff } from "./diff.ts";
import type { Diffstat, Patch } from "./patch.ts";
import { diffstatPaths } from "./stated-paths.ts";
import { splitTrailers } from "./trailers.ts";

/**
 * The patch that a mail carries, inline or attached, or what a cover letter or pull request says of its patches;
 * `undefined` for plain mail and for replies that only quote a diff.
 *
 * A reply with a diff of its own gives a patch too: a suggested change, or a new version attached to an answer. Its
 * files tell where it belongs and its diff can be fetched; inline it has no message and no commit trailers, since what
 * stands above it is conversation.
 */
export function readPatch(mail: Mail): Patch | undefined {
  const files = patchFiles(mail.attachments);
  const attached = attachedSeries(files);
  const patch = inlinePatch(mail) ?? patchOfFiles(files, mail) ?? announcement(mail);
  return patch !== undefined && attached !== undefined ? { ...patch, attached } : patch;
}

function inlinePatch({ text, subject }: Mail): Patch | undefined {
  const lines = ownLines(text, subject.isReply);
  const diff = readDiff(lines);
  if (diff === undefined) return undefined;
  return subject.isReply ? suggestion(diff) : commit(lines, diff);
}

/** What changed since the last version, and what a pull request adds up to, stands in the mail that the files came with, if not in a file itself. */
function patchOfFiles(files: readonly PatchFile[], { text }: Mail): Patch | undefined {
  const patches = files.filter(({ diff }) => diff !== undefined);
  const lines = patches.flatMap((file) => file.lines);
  const diff = patches.length === 1 ? patches[0]?.diff : readDiff(lines);
  if (diff === undefined) return undefined;
  const patch = patches.length === 1 ? commit(lines, diff) : suggestion(diff);
  const letter = linesOf(text);
  return { ...stated(letter), ...patch, ...(patch.changeLog.length === 0 && { changeLog: changeLog(letter) }) };
}

/** A cover letter or pull request, or a patch that was forgotten. */
function announcement({ text, subject, ancestors }: Mail): Patch | undefined {
  if (subject.isReply) return undefined;
  const lines = linesOf(text);
  const isAnswer = ancestors.length > 0 && lines.some((line) => line.startsWith(">")); // some write no "Re:"
  const speaksOfOne = subject.tags.includes("PATCH") || statedDiffstat(lines) !== undefined;
  return subject.n === 0 || (!isAnswer && speaksOfOne) ? cover(lines) : undefined;
}

/** A commit as git-format-patch(1) mails it: message, trailers, `---`, notes and diffstat, diff. */
function commit(lines: readonly string[], diff: Diff): Patch {
  const above = lines.slice(0, diff.start);
  const divider = above.findIndex((line) => /^---\s*$/.test(line));
  const message = withoutInBodyHeaders(above.slice(0, divider < 0 ? undefined : divider));
  const notes = divider < 0 ? [] : above.slice(divider + 1);
  const { text, trailers } = splitTrailers(message);
  return {
    ...suggestion(diff),
    ...stated(divider < 0 ? above : notes),
    ...ids(lines),
    message: text.join("\n").trim(),
    changeLog: changeLog(notes),
    commitTrailers: trailers,
    fixes: trailers.filter(({ name }) => name.toLowerCase() === "fixes").map(({ value }) => value),
    ccStable: trailers.some(({ name, value }) => /^cc$/i.test(name) && stableAddress.test(value)),
  };
}

/** A mail that speaks of patches and holds none. Its `Tested-by` and kin are given by a person, not by a commit. */
function cover(lines: readonly string[]): Patch {
  const message = splitTrailers(withoutInBodyHeaders(lines.slice(0, endOfLetter(lines))))
    .text.join("\n")
    .trim();
  const statedPaths = diffstatPaths(lines);
  return {
    ...nothing,
    ...stated(lines),
    ...(statedPaths.length > 0 && { statedPaths }),
    ...ids(lines),
    message,
    changeLog: changeLog(lines),
  };
}

/** A bare diff: what stands around it is conversation. */
function suggestion({ files, text, id }: Diff): Patch {
  return { ...nothing, diffstat: diffstatOf(files), files, diff: text, id };
}

const nothing = { files: [], diff: "", message: "", changeLog: [], commitTrailers: [], fixes: [], ccStable: false };

const stableAddress = /\bstable@(?:vger\.)?kernel\.org\b/i;

function ids(lines: readonly string[]): Pick<Patch, "changeId" | "baseCommit"> {
  const changeId = firstValue(lines, changeIdLine);
  const baseCommit = firstValue(lines, baseCommitLine);
  return { ...(changeId !== undefined && { changeId }), ...(baseCommit !== undefined && { baseCommit }) };
}

function stated(lines: readonly string[]): Pick<Patch, "diffstatStated"> {
  const diffstatStated = statedDiffstat(lines);
  return diffstatStated === undefined ? {} : { diffstatStated };
}

/** b4 writes it into the cover, into a single patch below `---`, or behind the diff. */
const changeIdLine = /^change-id: *([A-Za-z0-9][\w.-]{5,})\s*$/i;
/** git format-patch --base. */
const baseCommitLine = /^base-commit: *([0-9a-f]{7,64})\b/i;

function firstValue(lines: readonly string[], shape: RegExp): string | undefined {
  for (const line of lines) {
    const value = shape.exec(line)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** ` 3 files changed, 10 insertions(+), 2 deletions(-)`, as git-diff(1) --stat ends. */
function statedDiffstat(lines: readonly string[]): Diffstat | undefined {
  for (const line of lines) {
    const match =
      /^ {0,8}(\d{1,6}) files? changed(?:, (\d{1,9}) insertions?\(\+\))?(?:, (\d{1,9}) deletions?\(-\))?\s*$/.exec(
        line,
      );
    if (match === null) continue;
    const [, files, insertions = 0, deletions = 0] = match;
    return { files: Number(files), insertions: Number(insertions), deletions: Number(deletions) };
  }
  return undefined;
}

/** `From:`, `Subject:`, `Date:` and kin at the head of the body (git-format-patch(1) --from), with what is folded below. */
function withoutInBodyHeaders(lines: readonly string[]): readonly string[] {
  let at = lines.findIndex((line) => line.trim() !== "");
  if (at < 0 || !/^(?:From|Subject|Date): /i.test(lines[at] ?? "")) return lines;
  while (/^(?:[A-Za-z-]+: |[ \t]+\S)/.test(lines[at] ?? "")) at += 1;
  return lines.slice(at);
}

/** A cover letter's text ends where its shortlog, diffstat or `---` begins. */
function endOfLetter(lines: readonly string[]): number | undefined {
  const at = lines.findIndex((line) => /^(?:---|-- ?)$|^[^\s:][^:]{0,80} \(\d{1,4}\):$| \| +(?:\d+ |Bin)/.test(line));
  return at < 0 ? undefined : at;
}

/** Of an answer on top of an unquoted original what is the sender's. */
function ownLines(text: string, isReply: boolean): readonly string[] {
  const lines = linesOf(text);
  const end = lines.findIndex((line) => /^-{2,} ?(?:Original Message|Forwarded message) ?-{2,}$/i.test(line.trim()));
  return isReply && end >= 0 ? lines.slice(0, end) : lines;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}
