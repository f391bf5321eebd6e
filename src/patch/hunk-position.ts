import { hunkHead, pathOf } from "./diff.ts";

/** Where a line of a diff stands. */
export interface HunkPosition {
  readonly path: string;
  /** Line in the new file (in the old one for a removed line), from 1; absent where no `@@` header was kept. */
  readonly line?: number;
  /** The function that git put behind `@@ … @@`, cut to its name and `()`: `wbus_fill()`. */
  readonly functionName?: string;
}

/**
 * Where each of `lines` stands in the code, parallel to them; `undefined` for what is no line of a diff. Take
 * `Condensed.lines`: a quoted diff is read at its own depth, and the answers between its lines do not disturb it.
 *
 * Reviewers trim, mostly without a word. The path stays; the line goes from where lines may be missing: behind an answer,
 * behind `[...]`, where a hunk lacks its three unchanged lines. A hunk that is whole in the end gets its lines back.
 */
export function hunkPositions(
  lines: readonly { readonly text: string; readonly depth: number }[],
): (HunkPosition | undefined)[] {
  const places = new Map<number, Place>();
  const steps: (Step | undefined)[] = [];
  const next = nextAtDepth(lines);
  lines.forEach(({ text, depth }, at) => {
    const place = places.get(depth) ?? { last: at };
    places.set(depth, place);
    if (place.hunk !== undefined && place.last < at - 1) place.hunk.isBroken = true;
    place.last = at;
    const below = next[at] === undefined ? "" : unquoted(lines[next[at]]?.text ?? "", depth, place);
    steps.push(step(place, unquoted(text, depth, place), below));
  });
  return steps.map((each) => each && position(each));
}

/** What is known of a line; whether its number holds shows at the end of its hunk. */
interface Step {
  readonly path: string;
  readonly functionName: string | undefined;
  readonly line: number | undefined;
  readonly hunk: Hunk | undefined;
  /** An answer stood between the hunk's `@@` and this line, and lines may be missing there. */
  readonly isAfterBreak: boolean;
}

function position({ path, functionName, line, hunk, isAfterBreak }: Step): HunkPosition {
  const isWhole = hunk?.oldLeft === 0 && hunk.newLeft === 0;
  return {
    path,
    ...(line !== undefined && (isWhole || !isAfterBreak) && { line }),
    ...(functionName !== undefined && { functionName }),
  };
}

/** How far the diff at one depth is read. */
interface Place {
  /** Index of the last line at this depth. */
  last: number;
  path?: string;
  oldPath?: string;
  hunk?: Hunk;
  /** The quoting put no blank behind its marks: `>+new`, so that in `> old` the blank is the diff's. */
  isTight?: boolean;
}

interface Hunk {
  oldLine: number;
  newLine: number;
  oldLeft: number;
  newLeft: number;
  functionName: string | undefined;
  /** Unchanged lines seen; a hunk begins with three unless the file does (git-diff(1), --unified), so fewer were cut. */
  context: number;
  /** From here on lines may be missing. */
  isBroken: boolean;
}

function step(place: Place, line: string, below: string): Step | undefined {
  const { hunk } = place;
  if (line.startsWith("diff --git ")) {
    const name = /^diff --git (?:"?a\/.{1,500}"? )"?b\/(.{1,500}?)"?(?: index [\da-f.]{0,90})?$/.exec(line)?.[1];
    open(place, name);
    return at(place);
  }
  if (line.startsWith("--- ") && below.startsWith("+++ ")) {
    const old = pathOf(line.slice(4));
    open(place, old ?? place.path);
    if (old !== undefined) place.oldPath = old;
    return at(place);
  }
  if (line.startsWith("+++ ") && (place.path === undefined || hunk === undefined)) {
    open(place, pathOf(line.slice(4)) ?? place.oldPath ?? place.path);
    return at(place);
  }
  const head = hunkHead(line);
  if (head !== undefined) {
    const { oldStart, newStart, oldCount, newCount, behind } = head;
    place.hunk = {
      oldLine: oldStart,
      newLine: newStart,
      oldLeft: oldCount,
      newLeft: newCount,
      functionName: functionIn(behind),
      context: oldStart > 1 ? 0 : 3,
      isBroken: false,
    };
    return at(place, place.hunk, Math.max(newStart, 1));
  }
  return hunk === undefined ? beforeHunk(place, line) : inHunk(place, hunk, line);
}

/** A line behind a file's header with no `@@` seen: only changed lines are told from prose. */
function beforeHunk(place: Place, line: string): Step | undefined {
  return /^[+-](?!-\s*$|--)/.test(line) ? at(place) : undefined;
}

function inHunk(place: Place, hunk: Hunk, line: string): Step | undefined {
  const mark = line === "" ? " " : line[0];
  const isOver = hunk.oldLeft <= 0 && hunk.newLeft <= 0;
  if (isOver && (mark === " " || mark === "\\" || !"+-".includes(mark ?? "") || /^--\s*$/.test(line))) {
    delete place.hunk;
    return undefined;
  }
  if (mark === "\\") return at(place, hunk);
  if (mark !== " " && mark !== "+" && mark !== "-") {
    hunk.isBroken ||= /^\W*(?:\.\.\.|…|snip|cut|trimmed)/i.test(line);
    return at(place, hunk); // the rest of a line that a mail client wrapped, or a mark of something left out
  }
  if (isOver || (mark !== " " && hunk.context < 3)) hunk.isBroken = true;
  if (mark === " ") hunk.context += 1;
  if (mark !== "-") hunk.functionName = functionAt(line.slice(1)) ?? hunk.functionName;
  const here = at(place, hunk, mark === "-" ? hunk.oldLine : hunk.newLine);
  if (mark !== "+") {
    hunk.oldLine += 1;
    hunk.oldLeft -= 1;
  }
  if (mark !== "-") {
    hunk.newLine += 1;
    hunk.newLeft -= 1;
  }
  return here;
}

function open(place: Place, path: string | undefined): void {
  if (path !== undefined) place.path = path;
  delete place.hunk;
}

function at({ path }: Place, hunk?: Hunk, line?: number): Step | undefined {
  if (path === undefined) return undefined;
  return { path, functionName: hunk?.functionName, line, hunk, isAfterBreak: hunk?.isBroken ?? false };
}

/** `static int wbus_fill(struct ring *r)` gives `wbus_fill()`; a struct or a section has no function. */
function functionIn(signature: string): string | undefined {
  for (const [, name] of signature.slice(0, 300).matchAll(/\b([A-Za-z_]\w{0,80})\s?\(/g)) {
    if (name !== undefined && !notFunctions.has(name)) return `${name}()`;
  }
  return undefined;
}

const notFunctions: ReadonlySet<string> = new Set([
  "__attribute__",
  "if",
  "for",
  "while",
  "switch",
  "return",
  "sizeof",
  "__printf",
  "__must_check",
  "__acquires",
  "__releases",
]);

/** A line at the margin that begins a function, as git's own default rule finds it (gitattributes(5), "xfuncname"). */
function functionAt(code: string): string | undefined {
  return /^[A-Za-z_$]/.test(code) && !/[;:]\s*$/.test(code) ? functionIn(code) : undefined;
}

/** `text` without its quote marks; notes whether they are set with a blank behind them. */
function unquoted(text: string, depth: number, place: Place): string {
  if (depth === 0) return text;
  let end = 0;
  for (let marks = 0; marks < depth && end < text.length; end += 1) {
    if (text[end] === ">") marks += 1;
    else if (text[end] !== " ") break;
  }
  const rest = text.slice(end);
  if (/^ ?(?:@@ -\d|diff --git |\+\+\+ )/.test(rest)) place.isTight = rest[0] !== " ";
  return place.isTight !== true && rest[0] === " " ? rest.slice(1) : rest;
}

/** For each line the index of the next one at its depth. */
function nextAtDepth(lines: readonly { readonly depth: number }[]): (number | undefined)[] {
  const nearest = new Map<number, number>();
  const next: (number | undefined)[] = new Array(lines.length);
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const depth = lines[at]?.depth ?? 0;
    next[at] = nearest.get(depth);
    nearest.set(depth, at);
  }
  return next;
}
