/** Structurally what `condense` labels; see `LabelledLine`. */
export interface Line {
  readonly text: string;
  readonly label: string;
}

/** What the sender says: neither quoted nor pasted, and no list's or provider's footer. */
const said: ReadonlySet<string> = new Set(["new", "trailer", "sign-off"]);

/** Nobody says it later than here in a line, or in a sentence. */
const maxLineChars = 400;
const maxSentenceChars = 1000;

/** The sentences of the sender's own lines, in order; see `paragraphs`. */
export function sentences(lines: readonly Line[]): string[] {
  return paragraphs(lines).flat();
}

/**
 * The sentences of the sender's own lines, paragraph by paragraph, each on one line: `Applied to` with the address of a
 * tree on the next line is one sentence. Quotes, diffs and logs part paragraphs.
 */
export function paragraphs(lines: readonly Line[]): string[][] {
  const found: string[][] = [[]];
  for (const { text, label } of lines) {
    const own = said.has(label) ? text.slice(0, maxLineChars).trim() : "";
    if (own === "" || label === "trailer") found.push([]);
    if (own !== "") found.at(-1)?.push(own);
    if (label === "trailer") found.push([]);
  }
  return found
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) =>
      paragraph
        .join(" ")
        .split(/(?<=[.!?])\s+/)
        .map((sentence) => sentence.slice(0, maxSentenceChars)),
    );
}

/** The lines themselves, as `sentences` chooses them, also those that look like a list or an address. */
export function ownLines(lines: readonly Line[]): string[] {
  return lines.filter(({ label }) => said.has(label) || label === "log").map(({ text }) => text.slice(0, maxLineChars));
}
