/** How a change log begins: `Changes in v3:`, `v1 -> v2:`, `Changelog`, `Changes since V2`. */
const heading =
  /^(?:[-*] ?)?(?:\*\*|#+ ?)?(?:changes?(?:[ -]?log)?|change history|revision history|history|v\d{1,3}(?:\.\d+)?)\b(?:[ :]|$)/i;

/** A whole line that only a heading is: the version, an arrow, "since", at most a date behind it. */
const looksLikeHeading = (line: string): boolean =>
  heading.test(line) && (/^\W*v\d/i.test(line) ? /^\W*v\d[\d.]*\s*(?:[:(]|-+>|→|-|$)/i.test(line) : line.length <= 90);

/** What ends it in a cover letter: the shortlog, the diffstat, git's signature, b4's ids. */
const ends =
  /^(?:-- ?$|---$|diff --git |(?:base-commit|change-id|prerequisite-\S+):| .{1,200} \| +(?:\d+|Bin)| \d+ files? changed|[^\s:][^:]{0,80} \(\d+\):$)/;

/**
 * The change log in `lines`, which are a cover letter or what stands between `---` and the diff; empty where there is
 * none. From its heading on, up to the shortlog or diffstat; blank lines at both ends are gone.
 */
export function changeLog(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => looksLikeHeading(line.trim()));
  if (start < 0) return [];
  const length = lines.slice(start).findIndex((line) => ends.test(line));
  const found = lines.slice(start, length < 0 ? undefined : start + length).map((line) => line.trimEnd());
  while (found.at(-1) === "") found.pop();
  return found;
}
