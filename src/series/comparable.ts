import { bothPaths, hunkHead, pathOf } from "../patch/diff.ts";

/** A line of a diff, with where it stands for those who see it alone. */
export interface DiffLine {
  /** `+	total += count(page);`, a blank line of context as one space; `## drivers/wbus/ring.c ##` where a file begins. */
  readonly text: string;
  /** `drivers/wbus/ring.c wbus_fill()`: the file and what stands behind its hunk's `@@`. */
  readonly place: string;
}

/** What stands behind `@@` is a line of code; so much of it tells where one is. */
const maxPlaceChars = 60;

/**
 * The lines of a diff without what changes whenever the tree below it moves: `index` lines and the offsets of its hunks.
 * A file begins with its path and what happens to it, a binary one with the blob that it becomes.
 */
export function comparableLines(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  const texts = diff.replace(/\n$/, "").split("\n");
  let path = "";
  let place = "";
  let blob = "";
  for (let at = 0; at < texts.length; ) {
    const text = texts[at] ?? "";
    const hunk = hunkHead(text);
    if (hunk !== undefined) {
      place = `${path} ${hunk.behind.slice(0, maxPlaceChars).toWellFormed()}`.trimEnd();
      const end = endOfHunk(texts, at + 1, hunk.oldCount, hunk.newCount);
      for (const line of texts.slice(at + 1, end)) lines.push({ text: line === "" ? " " : line, place });
      at = end;
      continue;
    }
    const begun = beginning(text, texts[at + 1] ?? "");
    if (begun !== undefined && begun !== path) {
      path = begun;
      lines.push({ text: `## ${path} ##`, place: path });
    }
    blob = /^index [0-9a-f]+\.\.([0-9a-f]+)/.exec(text)?.[1] ?? blob;
    const said = /^(?:new file|deleted file|old|new) mode |^(?:rename|copy) from /.test(text)
      ? text
      : /^(?:Binary files |GIT binary patch$)/.test(text)
        ? `binary ${blob}`
        : undefined;
    if (said !== undefined) lines.push({ text: `## ${said} ##`, place: path });
    at += 1;
  }
  return lines;
}

/** The path of the file that begins in a line: `diff --git a/x b/x`, or a `---`/`+++` pair. */
function beginning(text: string, next: string): string | undefined {
  if (text.startsWith("diff --git ")) return bothPaths(text.slice("diff --git ".length));
  if (!text.startsWith("--- ") || !next.startsWith("+++ ")) return undefined;
  return pathOf(next.slice(4)) ?? pathOf(text.slice(4));
}

/** Index behind the lines that a hunk's head promises, or where they stop to look like a hunk. */
function endOfHunk(texts: readonly string[], start: number, oldCount: number, newCount: number): number {
  let [old, now, at] = [oldCount, newCount, start];
  for (; at < texts.length && (old > 0 || now > 0); at += 1) {
    const mark = texts[at]?.[0] ?? " ";
    if (!" +-\\".includes(mark)) break;
    if (mark === " " || mark === "-") old -= 1;
    if (mark === " " || mark === "+") now -= 1;
  }
  return texts[at]?.startsWith("\\ ") ? at + 1 : at;
}
