import type { Trailer } from "./patch.ts";
import { type Scope, scopeAround } from "./trailer-scope.ts";

/**
 * The trailers at the end of a commit message, folded ones joined, by git's own rule: the last paragraph counts when all
 * its lines are trailers, or when git itself wrote one of them and at least a quarter are (git-interpret-trailers(1)).
 */
export function commitTrailers(message: string): Trailer[] {
  return splitTrailers(message.split("\n")).trailers;
}

/** `lines` of a commit message parted into its text and its trailers. */
export function splitTrailers(lines: readonly string[]): { text: readonly string[]; trailers: Trailer[] } {
  const start = startOfTrailers(lines);
  const trailers: Trailer[] = [];
  for (const line of lines.slice(start)) {
    const last = trailers.at(-1);
    if (/^\s+\S/.test(line) && last !== undefined)
      trailers.splice(-1, 1, { ...last, value: `${last.value} ${line.trim()}` });
    else {
      const [, name, value] = /^([A-Za-z0-9-]+)[ \t]*:(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) trailers.push({ name, value: value.trim() });
    }
  }
  return { text: lines.slice(0, start), trailers };
}

/** Lines that git writes itself; one of them vouches for a paragraph that is not all trailers. */
const writtenByGit: readonly string[] = ["Signed-off-by: ", "(cherry picked from commit "];

/** trailer.c, find_trailer_block_start(): read from the end to the first blank line above something. */
function startOfTrailers(lines: readonly string[]): number {
  let trailers = 0;
  let others = 0;
  let folded = 0;
  let isVouched = false;
  let at = lines.length - 1;
  while (at >= 0 && lines[at]?.trim() === "") at -= 1;
  for (; at >= 0 && lines[at]?.trim() !== ""; at -= 1) {
    const line = lines[at] ?? "";
    const isGits = writtenByGit.some((start) => line.startsWith(start));
    if (isGits || /^[A-Za-z0-9-]+[ \t]*:/.test(line)) {
      trailers += 1;
      folded = 0;
      isVouched ||= isGits;
    } else if (/^\s/.test(line)) folded += 1;
    else {
      others += 1 + folded;
      folded = 0;
    }
  }
  others += folded;
  const counts = isVouched ? trailers * 3 >= others : trailers > 0 && others === 0;
  return counts ? at + 1 : lines.length;
}

/** Labels of `condense` under which a person gives a tag; a tag in a quote, a diff or a log is somebody else's. */
const ownLabels: ReadonlySet<string> = new Set(["new", "trailer", "sign-off", "signature"]);

/** A trailer given in an answer, and what of a series it is for, where the words around it say so. */
export interface GivenTrailer extends Trailer, Scope {}

/** What one gives for somebody's patch. Signed-off-by is not among them: it says where a patch came from. */
const givenName =
  /(?:^|[\s,.:;(*"'])((?:(?:Reviewed|Acked|Tested|Reported|Suggested|Nacked|Co-developed|Debugged|Analyzed|Analysed)(?:-and-(?:reviewed|acked|tested|reported|suggested|bisected))*|Nak|Reported-and-tested|Tested-and-reported)-by)[ \t]*:[ \t]*/gi;

/**
 * Trailers that the sender gives in the lines of their own: `Reviewed-by: Ada <ada@example.org>`, also at the end of a
 * sentence and with the address folded onto the next line. A robot's `Reported-by` is among them; who wants people only
 * asks `robotOf`. Indented text is a pasted commit, `| ` in front is a robot's form letter: neither is given. In a patch
 * the commit's own tags stand in such lines too, so ask this of mails without a commit. Take `Condensed.lines`.
 */
export function givenTrailers(lines: readonly { readonly text: string; readonly label: string }[]): GivenTrailer[] {
  const own = lines.map(ownText);
  return own.flatMap((text = "", at) => {
    if (/^(?: {4}|\t|[|>+])/.test(text) || text.length > 1000) return [];
    const names = Array.from(text.matchAll(givenName));
    return names.flatMap((match, index) => {
      const end = names[index + 1]?.index;
      const start = match.index + match[0].length;
      const named = person(text.slice(start, end), own[at + 1] ?? "", match.index === 0);
      if (named === undefined) return [];
      const before = text.slice(index === 0 ? 0 : (names[index - 1]?.index ?? 0) + 1, match.index);
      const behind = end === undefined ? named.behind : "";
      return { name: match[1] ?? "", value: named.value, ...scopeAround({ lines: own, at, before, behind, isTag }) };
    });
  });
}

/** The sender's own text of a line; `""` for a blank one, `undefined` for anything else. */
function ownText({ text, label }: { readonly text: string; readonly label: string }): string | undefined {
  if (label === "blank") return "";
  return ownLabels.has(label) ? text.replaceAll(/<mailto:[^<>\s]*>/g, "") : undefined; // what is left of a link when HTML became text
}

function isTag(line: string): boolean {
  return /^[A-Za-z-]{3,40}-by[ \t]*:/.test(line);
}

/**
 * The person named in `rest`, whose address may stand alone on the `next` line, and what stands behind; `undefined` where
 * nobody is named.
 */
function person(
  rest: string,
  next: string,
  isWholeLine: boolean,
): { readonly value: string; readonly behind: string } | undefined {
  const here = /^["']?[^<>@|]{0,100}<[^<>\s@]+@[^<>\s@]+>/.exec(rest)?.[0];
  if (here !== undefined) {
    const behind = rest.slice(here.length);
    return { value: isWholeLine && /^\s*(?:#.*)?$/.test(behind) ? rest.trim() : here.trim(), behind };
  }
  const bare = /^\S+@[^\s@,;]+\.[a-z0-9-]{2,}(?=[\s,;.)]|$)/i.exec(rest)?.[0];
  if (bare !== undefined) return { value: bare, behind: rest.slice(bare.length) };
  const folded = /^\s*(<?[^<>\s@]+@[^<>\s@]+>?)\s*$/.exec(next)?.[1];
  const name = rest.trim();
  const isName = folded !== undefined && name !== "" && name.length <= 100 && !/[.:;,]$/.test(name);
  return isName ? { value: `${name} ${folded}`, behind: "" } : undefined;
}
