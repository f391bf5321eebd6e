import { operatorRegExp } from "./operator-regexp.ts";

/** One line of a section that says what belongs to it, in the order of the file. */
export type Rule =
  /** F: */
  | { readonly kind: "file"; readonly pattern: string }
  /** X: */
  | { readonly kind: "except"; readonly pattern: string }
  /** N: anywhere in the path. */
  | { readonly kind: "name"; readonly regexp: RegExp };

/** K: a word in the text of a patch. Above the diff every line counts, in the diff those that start with + or -. */
export interface Keyword {
  readonly written: string;
  readonly inText: RegExp;
  readonly inDiff: RegExp;
}

export interface Section {
  /** Its title, as people know it: `IO_URING`. */
  readonly name: string;
  /** Line of the title, from 1. */
  readonly line: number;
  /** Addresses of the L: lines, lower case. */
  readonly lists: readonly string[];
  /** The last S: line: `Maintained`. */
  readonly status?: string;
  readonly rules: readonly Rule[];
  readonly keywords: readonly Keyword[];
}

export interface Maintainers {
  readonly sections: readonly Section[];
  /** Lines that could not be used, each with its number and the remedy. Everything else was. */
  readonly problems: readonly string[];
}

interface OpenSection {
  name: string;
  line: number;
  lists: string[];
  status?: string;
  rules: Rule[];
  keywords: Keyword[];
}

/**
 * Reads a MAINTAINERS file in the kernel's format (also QEMU, U-Boot, Xen): a title line, then `X: value` lines.
 *
 * As in get_maintainer.pl a title is whatever stands right above the first tag line, and text that no tag line follows is
 * prose; QEMU underlines its headings, and what stands above the line is meant. A wrong line is named in `problems` and
 * left out.
 */
export function parseMaintainers(text: string): Maintainers {
  const sections: OpenSection[] = [];
  const problems: string[] = [];
  let title: { readonly name: string; readonly line: number } | undefined;
  let open: OpenSection | undefined;
  let previousWasTag = false;
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const tag = /^([A-Z]):\s*(.*)$/.exec(row);
    if (tag === null) {
      if (row.trim() !== "" && !/^\s*#/.test(row) && !isUnderline(row)) {
        if (previousWasTag)
          problems.push(
            `line ${line}: "${shown(row)}" has no tag and begins a new section; put F: or a blank line in front`,
          );
        title = { name: row.trim(), line };
        open = undefined;
      }
      previousWasTag = false;
      continue;
    }
    previousWasTag = true;
    if (open === undefined) {
      if (title === undefined) {
        problems.push(`line ${line}: "${shown(row)}" stands under no title; put the section's name on the line above`);
        continue;
      }
      open = { ...title, lists: [], rules: [], keywords: [] };
      sections.push(open);
    }
    const problem = add(open, tag[1] ?? "", (tag[2] ?? "").trim());
    if (problem !== undefined) problems.push(`line ${line}: ${shown(row)}: ${problem}`);
  }
  return { sections, problems };
}

function isUnderline(row: string): boolean {
  return /^\s*(?:-{3,}|={3,}|~{3,})\s*$/.test(row);
}

/** Notes one tag line. Gives the problem where it cannot be used. */
function add(section: OpenSection, tag: string, value: string): string | undefined {
  if (value === "") return "nothing stands behind the tag; complete or delete the line";
  switch (tag) {
    case "F":
    case "X":
      if (value.startsWith("/") || /^\.\.?\//.test(value))
        return "paths start at the top of the tree; take the front away";
      section.rules.push({ kind: tag === "F" ? "file" : "except", pattern: value });
      return undefined;
    case "N": {
      const regexp = operatorRegExp(value);
      if (typeof regexp === "string") return regexp;
      section.rules.push({ kind: "name", regexp });
      return undefined;
    }
    case "K": {
      const inText = operatorRegExp(value);
      const inDiff = operatorRegExp(value, "^[+-].*");
      if (typeof inText === "string") return inText;
      if (typeof inDiff === "string") return inDiff;
      section.keywords.push({ written: value, inText, inDiff });
      return undefined;
    }
    case "L": {
      const address = /[^\s<>()"]+@[^\s<>()"]+/.exec(value)?.[0];
      if (address === undefined) return "no address; write L: list@example.org";
      section.lists.push(address.toLowerCase());
      return undefined;
    }
    case "S":
      section.status = value;
      return undefined;
    default:
      return undefined;
  }
}

function shown(row: string): string {
  return row.length > 60 ? `${row.slice(0, 60)}…` : row;
}
