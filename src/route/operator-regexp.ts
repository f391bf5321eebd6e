/** Longest expression taken, in characters. The longest K: line of the kernel has 260. */
const maxLength = 1000;

/**
 * A Perl expression from an N: or K: line, read with the flag `x` as get_maintainer.pl does: blanks outside a class do not
 * count, `#` begins a comment. A string says why it is refused.
 *
 * The operator's file is trusted, but it meets paths and patches that are not. So no group may be repeated without limit:
 * that is where the time of a match explodes, and no line of the kernel's file needs it.
 */
export function operatorRegExp(written: string, prefix = ""): RegExp | string {
  if (written.length > maxLength) return `the expression is longer than ${maxLength} characters`;
  const ignoreCase = written.startsWith("(?i)");
  let source = "";
  for (const [token] of (ignoreCase ? written.slice(4) : written).matchAll(
    /\\[\s\S]|\[\^?\]?(?:\\.|[^\]\\])*\]|#.*|\s+|[\s\S]/g,
  )) {
    if (token.trim() === "" || (token.length > 1 && token.startsWith("#")) || token === "#") continue;
    source += token;
  }
  if (/\)(?:[*+]|\{\d+,\})/.test(source.replace(/\\[\s\S]|\[(?:\\.|[^\]\\])*\]/g, "_"))) {
    return "a group is repeated without limit, which can take for ever on a hostile path; repeat single characters or use {0,9}";
  }
  if (source === "") return "the expression is empty and would match everything";
  try {
    return new RegExp(prefix + source, ignoreCase ? "i" : "");
  } catch (error) {
    return error instanceof Error ? error.message : "no regular expression";
  }
}
