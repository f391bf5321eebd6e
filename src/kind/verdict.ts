import { type Line, ownLines } from "./sentences.ts";

/** What says that nothing went wrong, in a subject and in a line; it wins over the word "error" beside it. */
const green: readonly RegExp[] = [
  /\bBUILD SUCCESS\b|: success\b/, // 0-DAY; Patchwork's CI
  /\b(?:all|no|0) (?:\w+ ){0,2}(?:passed|errors?|warnings?|failures?|regressions?)\b/i,
  /\bbuilt successfully\b/i,
  /\bnoticed an? \S{1,20} improvement\b/i, // 0-DAY's benchmarks
];

/** What says that something did. */
const red: readonly RegExp[] = [
  /^>> /, // 0-DAY's mark for what is new
  /\b(?:BUILD (?:REGRESSION|FAILURE|WARNING)|FAIL(?:ED|URE)?|BUG)\b|: failure\b/,
  /^\[REGRESSION\]|\b[1-9]\d* ❌/, // KernelCI
  /\b(?:error|warning)\b[: ]|\b(?:ERROR|WARNING):/,
  /\b(?:errors|warnings):/,
  /\brobot noticed (?:the following|"|an? \S{1,20} regression)/i, // 0-DAY's first line: builds, tests, benchmarks
];

/** What a test robot found. Its subject says it first. */
export function robotVerdict(subject: string, lines: readonly Line[]): "red" | "green" {
  const says = (line: string, words: readonly RegExp[]): boolean => words.some((word) => word.test(line));
  if (says(subject, green)) return "green";
  if (says(subject, red)) return "red";
  return ownLines(lines).some((line) => says(line, red) && !says(line, green)) ? "red" : "green";
}
