/** A word of a request. */
export interface Word {
  readonly text: string;
  /** Where the `=` stands that parts an option's name from its value; -1 where there is none outside quotes. */
  readonly equals: number;
}

/**
 * The words of a request: parted by space, kept together by `"…"` or `'…'`.
 *
 * `subscribe what="WBUS DRIVERS"` gives `subscribe` and `what=WBUS DRIVERS`. A quote that stands within a word is a
 * character like any other (`don't`), except behind `=` and `:` (`person:"Tom Okafor"`); one that is never closed reaches
 * to the end.
 */
export function words(request: string): Word[] {
  const found: Word[] = [];
  let text = "";
  let equals = -1;
  let quote = "";
  let isWord = false;
  for (const character of `${request} `) {
    const isStart = !isWord || text.endsWith(":") || (equals >= 0 && equals === text.length - 1);
    if (quote !== "") {
      if (character === quote) quote = "";
      else text += character;
    } else if (isStart && (character === '"' || character === "'")) {
      quote = character;
      isWord = true;
    } else if (/\s/.test(character)) {
      if (isWord) found.push({ text, equals });
      [text, equals, isWord] = ["", -1, false];
    } else {
      if (character === "=" && equals < 0) equals = text.length;
      text += character;
      isWord = true;
    }
  }
  if (isWord) found.push({ text: text.slice(0, -1), equals });
  return found;
}
