/**
 * What of a mail's text stands in the mail that it answers, told by words alone and not by the condenser's own code.
 *
 * Marks in front (`>`, `|`, `+`, `-`), white space and the place of line breaks do not count.
 */
export interface ParentLines {
  /** Whether `line` is a line of the parent, or all of it stands there in a row with the words that end `above`. */
  holds(line: string, above?: string): boolean;
}

export function parentLines(parent: string): ParentLines {
  const lines = parent.split("\n").map(bareWords);
  const whole = new Set(lines);
  const joined = ` ${lines.join(" ").replace(/ +/g, " ")} `;
  return {
    holds: (line, above = "") => {
      const words = bareWords(line);
      if (words === "") return true;
      if (whole.has(words)) return true;
      const lead = bareWords(above).split(" ").slice(-4).join(" ");
      return joined.includes(lead === "" ? ` ${words} ` : ` ${lead} ${words} `);
    },
  };
}

/** `line` without marks and with single spaces. */
export function bareWords(line: string): string {
  return line
    .slice(0, 2000)
    .replace(/^[\s>|+-]+/, "")
    .replace(/[\s>]+/g, " ")
    .trim();
}

/** A line that a person would call prose: five words at least, most of its characters letters, at the margin. */
export function isProse(line: string): boolean {
  const text = line.slice(0, 1000);
  if (/^(?: {4}|\t|[|+#$@])/.test(text)) return false;
  const words = text.split(/\s+/).filter((word) => /^["'(]?\p{L}[\p{L}'’-]*[.,;:?!)"']*$/u.test(word));
  const letters = text.replace(/[^\p{L}\s]/gu, "").length;
  return words.length >= 5 && letters >= 0.85 * text.length;
}
