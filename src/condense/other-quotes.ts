import { markAttribution } from "./attribution-above.ts";
import { hint, type Line, mark, nextLike, type Sheet } from "./sheet.ts";

/**
 * Marks quotes of other kinds: `| ` and `   > ` below an attribution, and `LK> ` (Supercite) below one or twice.
 *
 * The bar draws tables and the word and `>` prompts, so each mark has to be introduced once.
 */
export function markOtherQuotes(sheet: Sheet): void {
  const { lines, marks } = sheet;
  let bar = false;
  let deep = false;
  const names = lines.map(superciteName);
  const uses = new Map<string, number>();
  for (const name of names) if (name !== undefined) uses.set(name, (uses.get(name) ?? 0) + 1);
  const next = (from: number): number => nextLike(sheet, from, hint.otherQuote);
  for (let at = next(0); at < lines.length; at = next(at + 1)) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined) continue;
    const name = names[at];
    const isBar = line.text.startsWith("|") && /^\|(?:\s|$)/.test(line.text.slice(0, 3));
    const isDeep = line.shape.startsWith(">") && /^ {2,8}>/.test(line.text.slice(0, 10));
    if (name === undefined && !isBar && !isDeep) continue;
    const introduced = isIntroduced(sheet, at);
    bar ||= isBar && introduced;
    deep ||= isDeep && introduced;
    if (isBar && bar) mark(sheet, at, "quote", "bar", 1);
    else if (isDeep && deep) mark(sheet, at, "quote", "indented", 1);
    else if (name !== undefined && (introduced || (uses.get(name) ?? 0) > 1))
      mark(sheet, at, "quote", "supercite-name", 1);
  }
}

/** The name or the initials that Supercite puts before `>`. */
function superciteName(line: Line): string | undefined {
  if ((line.hints & hint.otherQuote) === 0) return undefined;
  const name = /^(\p{Lu}\p{L}{0,11})>/u.exec(line.shape)?.[1];
  return name === undefined || prompts.has(name) ? undefined : name;
}

/** Whether an attribution stands right above, marking it as one. */
function isIntroduced(sheet: Sheet, at: number): boolean {
  let above = at - 1;
  while (above >= 0 && at - above < 3 && sheet.lines[above]?.blank) above--;
  const label = sheet.marks[above]?.label;
  return label === "attribution" || (label === "quote" && above === at - 1) || markAttribution(sheet, at, above);
}

/** Programs that ask for input with a word and `>`. */
const prompts = new Set(["SQL", "PS", "MariaDB", "Python", "R", "C", "OK"]);
