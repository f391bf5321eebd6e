import type { LabelledLine, Passage } from "./condensed.ts";
import { unquoted } from "./quote-mark.ts";

/** The new text of a mail in stretches, each with the quoted lines that it answers. `isKept` says which lines are shown. */
export function passages(lines: readonly LabelledLine[], isKept: (line: LabelledLine) => boolean): readonly Passage[] {
  const found: Passage[] = [];
  let text: string[] = [];
  let kind: Passage["kind"] | undefined;
  let quoteAt = -1;
  const close = (): void => {
    while (text.at(-1)?.trim() === "") text.pop();
    if (kind !== undefined && text.length > 0) {
      found.push({ ...context(lines, quoteAt), text, kind });
      quoteAt = -1;
    }
    [text, kind] = [[], undefined];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.label === "quote") {
      close();
      quoteAt = at;
    } else if (line.label === "attribution") {
      close();
      quoteAt = -1;
    } else if (line.label === "blank") {
      if (text.length > 0) text.push(line.text);
    } else if (isKept(line)) {
      const next = kinds[line.label] ?? "prose";
      if (kind !== undefined && next !== kind) close();
      kind = next;
      text.push(line.text);
    }
  }
  close();
  return found;
}

const kinds: Readonly<Partial<Record<LabelledLine["label"], Passage["kind"]>>> = {
  diff: "diff",
  log: "log",
  trailer: "trailers",
};

const most = 3;

/** The quoted sentence or line of code that ends at `below` or, where nothing is said there, above in the same quote. */
function context(lines: readonly LabelledLine[], below: number): Pick<Passage, "context" | "contextAt"> {
  let at = below;
  while (at >= 0 && isSilent(lines[at])) at--;
  if (at < 0 || lines[at]?.label !== "quote") return { context: [], contextAt: -1 };
  const depth = lines[at]?.depth;
  const last = meaning(lines[at]?.text ?? "");
  const taken = [last];
  for (let i = at - 1; i >= 0 && taken.length < most; i--) {
    const line = lines[i];
    if (line?.label !== "quote" || line.depth !== depth) break;
    const text = meaning(line.text);
    if (text === "") break;
    const first = taken[0] ?? "";
    if (isCode(first) ? !isHeadOf(text, first) : isCode(text) || /[.?!:;]["')]?$/.test(text)) break;
    taken.unshift(text);
    if (isCode(first)) break;
  }
  if (!isCode(last)) taken[0] = lastSentence(taken[0] ?? "", taken.length > 1);
  return { context: taken, contextAt: at };
}

const isSilent = (line: LabelledLine | undefined): boolean => line?.label === "quote" && meaning(line.text) === "";

/** A quoted line without marks; `""` for what no remark is about: blank lines, lone brackets and diff signs. */
function meaning(text: string): string {
  const bare = unquoted(text.slice(0, 1000)).trimEnd();
  return /[\p{L}\p{N}]/u.test(bare.slice(0, 400)) ? bare : "";
}

const isCode = (text: string): boolean => /^(?:[-+]|@@ |\s{2,}|\t)|[;{}]$|^ \S.*[;{,)]$/.test(text.slice(0, 400));

const indent = (text: string): number => text.slice(1).search(/\S/);

const isHeadOf = (head: string, body: string): boolean => isCode(head) && indent(head) < indent(body);

/** Cuts what stands before the sentence that `line` ends with, unless that goes on below. */
function lastSentence(line: string, goesOn: boolean): string {
  const text = line.trim();
  const ends = Array.from(text.slice(0, 400).matchAll(/[.?!]["')]? +(?=[\p{Lu}"'(])/gu));
  const cut = goesOn ? ends.at(-1) : ends.findLast((end) => end.index + end[0].length < text.length);
  return cut === undefined ? text : text.slice(cut.index + cut[0].length);
}
