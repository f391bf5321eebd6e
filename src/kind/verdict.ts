import { type Line, ownLines } from "./sentences.ts";

/** What a robot says went wrong: a compiler's message, a failed test, its own mark for new errors. */
const red = /^>> |\b(?:error|warning|BUG|FAIL(?:ED|URE)?)\b[: ]|\bBUILD (?:REGRESSION|FAILURE|WARNING)\b/;
const green =
  /\bBUILD SUCCESS\b|\b(?:all|no|0) (?:\w+ ){0,2}(?:passed|errors?|warnings?|failures?|regressions?)\b|\bbuilt successfully\b/i;

/** What a test robot found. Its subject says it first; words that say nothing went wrong win over the word "error" in them. */
export function robotVerdict(subject: string, lines: readonly Line[]): "red" | "green" {
  if (green.test(subject)) return "green";
  if (red.test(subject)) return "red";
  const own = ownLines(lines);
  if (own.some((line) => /^>> /.test(line))) return "red";
  return own.some((line) => red.test(line) && !green.test(line)) ? "red" : "green";
}
