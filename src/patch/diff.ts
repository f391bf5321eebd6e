import type { Diffstat, FileDiff } from "./patch.ts";
import { fileId, patchId } from "./patch-id.ts";

/** What was found in a mail's lines from the first diff on. */
export interface Diff {
  readonly files: readonly FileDiff[];
  /** The diff's own lines, nothing between or behind them, LF at the end of each: `git apply` takes it. */
  readonly text: string;
  /** Index of the first line that belongs to the diff. */
  readonly start: number;
  /** True where a hunk holds less than its `@@` promises: cut off, wrapped or edited by hand. */
  readonly isDamaged: boolean;
  /** `Patch.id`. */
  readonly id: string;
}

/** Longest text of a diff, in characters; files beyond it are counted but not in `Diff.text`. */
const maxChars = 1 << 20;

/**
 * The diff in `lines`, or `undefined` where there is none.
 *
 * Reads git's and plain unified diffs: renames, copies, binaries, deletions, mode changes, `\ No newline`, blank context
 * lines whose blank a mail client ate. A damaged hunk ends where it stops to look like one and counts as far as it goes.
 * Grammar: git-diff(1), "Generating patch text with -p"; counting as `git apply --numstat`.
 */
export function readDiff(lines: readonly string[]): Diff | undefined {
  const files: OpenFile[] = [];
  const ids: string[] = [];
  let text = "";
  let isFull = false;
  let start = -1;
  let isDamaged = false;
  for (let at = 0; at < lines.length; ) {
    const head = gitHead(lines, at) ?? plainHead(lines, at);
    if (head === undefined) {
      at += 1;
      continue;
    }
    if (start < 0) start = at;
    const { file } = head;
    const from = at;
    at = head.next;
    for (let hunk = readHunk(lines, at); hunk !== undefined; hunk = readHunk(lines, at)) {
      file.insertions += hunk.insertions;
      file.deletions += hunk.deletions;
      isDamaged ||= hunk.isShort;
      at = hunk.next;
    }
    files.push(file);
    const ownLines = lines.slice(from, at);
    ids.push(fileId(file, ownLines));
    const own = `${ownLines.join("\n")}\n`;
    isFull ||= text.length + own.length > maxChars;
    if (!isFull) text += own;
  }
  return files.length === 0 ? undefined : { files, text, start, isDamaged, id: patchId(ids) };
}

/** Totals as git counts them: a binary or a pure rename is a file without lines. */
export function diffstatOf(files: readonly FileDiff[]): Diffstat {
  return {
    files: new Set(files.map((file) => file.path)).size,
    insertions: files.reduce((sum, file) => sum + file.insertions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
  };
}

/** `@@ -12,7 +12,9 @@ wbus_fill(…)`: where a hunk starts in both files and how many lines it has there. */
export function hunkHead(
  line: string,
): { oldStart: number; oldCount: number; newStart: number; newCount: number; behind: string } | undefined {
  const match = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/.exec(line);
  if (match === null) return undefined;
  const [head, oldStart, oldCount = "1", newStart, newCount = "1"] = match;
  return {
    oldStart: Number(oldStart),
    oldCount: Number(oldCount),
    newStart: Number(newStart),
    newCount: Number(newCount),
    behind: line.slice(head.length).trim(),
  };
}

/** The path behind `--- ` or `+++ `: without quotes, time stamp and `a/`; `undefined` for /dev/null. */
export function pathOf(written: string): string | undefined {
  const name = unquoted(written.replace(/\t.*$/, "").trimEnd());
  return name === "/dev/null" ? undefined : name.replace(/^[abciow]\//, "");
}

interface OpenFile {
  path: string;
  oldPath?: string;
  change: FileDiff["change"];
  insertions: number;
  deletions: number;
}

interface Head {
  readonly file: OpenFile;
  /** Index of the first line behind the head. */
  readonly next: number;
}

/** The extended header lines of git; each says something about the file that the head stands for. */
const gitHeaderRules: readonly { readonly starts: string; readonly tell: (file: OpenFile, value: string) => void }[] = [
  { starts: "new file mode ", tell: (file) => setChange(file, "added") },
  { starts: "deleted file mode ", tell: (file) => setChange(file, "deleted") },
  { starts: "rename from ", tell: (file, value) => setOldPath(file, value, "renamed") },
  { starts: "rename to ", tell: (file, value) => setPath(file, unquoted(value)) },
  { starts: "copy from ", tell: (file, value) => setOldPath(file, value, "copied") },
  { starts: "copy to ", tell: (file, value) => setPath(file, unquoted(value)) },
  { starts: "Binary files ", tell: (file) => setChange(file, "binary") },
  { starts: "old mode ", tell: () => undefined },
  { starts: "new mode ", tell: () => undefined },
  { starts: "similarity index ", tell: () => undefined },
  { starts: "dissimilarity index ", tell: () => undefined },
  { starts: "index ", tell: () => undefined },
];

/** `diff --git a/x b/x` with the lines that belong to it, up to the first `@@`. */
function gitHead(lines: readonly string[], at: number): Head | undefined {
  const first = lines[at] ?? "";
  if (!first.startsWith("diff --git ")) return undefined;
  const path = bothPaths(first.slice("diff --git ".length));
  const file: OpenFile = { path, change: "modified", insertions: 0, deletions: 0 };
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? "";
    const rule = gitHeaderRules.find((each) => line.startsWith(each.starts));
    if (rule !== undefined) rule.tell(file, line.slice(rule.starts.length));
    else if (line === "GIT binary patch") {
      setChange(file, "binary");
      next = endOfBinary(lines, next + 1) - 1;
    } else if (line.startsWith("--- ")) {
      const old = pathOf(line.slice(4));
      if (!lines[next + 1]?.startsWith("+++ ")) break;
      const now = pathOf(lines[next + 1]?.slice(4) ?? "");
      setPath(file, now ?? old ?? file.path);
      next += 2;
      break;
    } else break;
  }
  return next === at + 1 ? undefined : { file, next };
}

/** A `---`/`+++` pair with a hunk below it, as diff(1) writes it. */
function plainHead(lines: readonly string[], at: number): Head | undefined {
  const [from = "", to = "", hunk = ""] = lines.slice(at, at + 3);
  if (!from.startsWith("--- ") || !to.startsWith("+++ ") || !hunk.startsWith("@@")) return undefined;
  const [old, now] = withoutTree(from.slice(4), to.slice(4));
  const path = now ?? old ?? "";
  const change = old === undefined ? "added" : now === undefined ? "deleted" : "modified";
  return { file: { path, change, insertions: 0, deletions: 0 }, next: at + 2 };
}

/** Takes off what diff(1) was run in: `linux.orig/x.c` and `linux/x.c` are both `x.c`; two equal names are kept whole. */
function withoutTree(from: string, to: string): [string | undefined, string | undefined] {
  const [old, now] = [from, to].map((written) => pathOf(written)?.replace(/^\.\//, ""));
  if (old === undefined || now === undefined || old === now) return [old, now];
  const inside = (path: string) => path.slice(path.indexOf("/") + 1);
  return inside(old) === inside(now) ? [inside(old), inside(now)] : [old, now];
}

interface Hunk {
  readonly insertions: number;
  readonly deletions: number;
  readonly next: number;
  readonly isShort: boolean;
}

function readHunk(lines: readonly string[], at: number): Hunk | undefined {
  const head = hunkHead(lines[at] ?? "");
  if (head === undefined) return undefined;
  let { oldCount, newCount } = head;
  let insertions = 0;
  let deletions = 0;
  let next = at + 1;
  for (; next < lines.length && (oldCount > 0 || newCount > 0); next += 1) {
    const line = lines[next] ?? "";
    if (line === "-- " && /^\d+\.\d|^$/.test(lines[next + 1] ?? "")) break; // git's own signature below a cut hunk
    const mark = line === "" ? " " : line[0];
    if (mark === "+") insertions += 1;
    else if (mark === "-") deletions += 1;
    else if (mark !== " " && mark !== "\\") break;
    if (mark === " " || mark === "-") oldCount -= 1;
    if (mark === " " || mark === "+") newCount -= 1;
  }
  if (lines[next]?.startsWith("\\ ")) next += 1;
  return { insertions, deletions, next, isShort: oldCount > 0 || newCount > 0 };
}

/** Index behind a `GIT binary patch`: one or two blocks of `literal 12` or `delta 12`, base85 lines and a blank one. */
function endOfBinary(lines: readonly string[], start: number): number {
  let at = start;
  while (/^(?:literal|delta) \d+$/.test(lines[at] ?? "")) {
    at += 1;
    while (/^[A-Za-z][!-~]+$/.test(lines[at] ?? "")) at += 1;
    if (lines[at] === "") at += 1;
  }
  return at;
}

function setChange(file: OpenFile, change: FileDiff["change"]): void {
  file.change = change;
}

function setPath(file: OpenFile, path: string): void {
  file.path = path;
}

function setOldPath(file: OpenFile, written: string, change: FileDiff["change"]): void {
  file.oldPath = unquoted(written);
  file.change = change;
}

/** The path out of `a/x b/x`; names with blanks in them are told apart since both halves are the same. */
export function bothPaths(written: string): string {
  if (written.startsWith('"')) return pathOf(written.slice(0, written.indexOf('" ') + 1)) ?? "";
  const half = (written.length - 1) / 2;
  const [left, right] = [written.slice(0, half), written.slice(half + 1)];
  const isSame = Number.isInteger(half) && written[half] === " " && pathOf(left) === pathOf(right);
  return pathOf(isSame ? right : written.slice(written.lastIndexOf(" ") + 1)) ?? "";
}

/** `"a/caf\303\251"` as git quotes it (core.quotePath), decoded; anything else as it stands. */
export function unquoted(written: string): string {
  if (!/^".*"$/.test(written)) return written;
  const octets: number[] = [];
  const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 };
  for (const [, octal, escaped, plain] of written.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gsu)) {
    if (octal !== undefined) octets.push(Number.parseInt(octal, 8) & 0xff);
    else if (escaped !== undefined) octets.push(escapes[escaped] ?? escaped.charCodeAt(0));
    else for (const octet of Buffer.from(plain ?? "")) octets.push(octet);
  }
  return Buffer.from(octets).toString();
}
