/** One path pattern as MAINTAINERS' F: and X: lines and the subsystem table write it. */
export interface PathPattern {
  /** What every matching path starts with, up to the first wildcard: `drivers/net/` of `drivers/net/*`. */
  readonly literal: string;
  /** How much of the tree the pattern names: its slashes, one more for a file; -1 where it starts with `*`. */
  readonly depth: number;
  /** Whether a path that starts with `literal` is meant. */
  readonly matches: (path: string) => boolean;
}

/**
 * Reads a pattern the way the kernel's get_maintainer.pl does.
 *
 * `*` is any text, slashes included; `?` any character; `[ch]` a class; `**` lifts the rule on slashes. A pattern is
 * held against the *start* of the path: one that ends in `/` means all below; any other one wants exactly as many
 * slashes in the path as it has itself, so `net/*` means the files right in `net/`, and `include/drm/drm` also
 * `include/drm/drm_file.h`.
 *
 * The script sees the tree and takes `samples/ftrace` for a directory. Give `directories` (names without trailing slash)
 * to do the same; without it a last part that has neither dot nor wildcard is both, a file and a directory. Other marks
 * of regular expressions stand for themselves here, which the script leaves open.
 */
export function pathPattern(written: string, directories?: ReadonlySet<string>): PathPattern {
  const isDirectory = written.endsWith("/") || directories?.has(written) === true;
  const maybeDirectory = !isDirectory && directories === undefined && /(?:^|\/)[^/.*?[\]]+$/.test(written);
  const text = isDirectory && !written.endsWith("/") ? `${written}/` : written;
  const slashes = slashesIn(text);
  const startsLike = startMatcher(text);
  const anyDepth = isDirectory || text.includes("**");
  return {
    literal: /^[^*?[]*/.exec(text)?.[0] ?? "",
    depth: /^\*(?!\*)/.test(text) ? -1 : slashes + (isDirectory ? 0 : 1),
    matches: (path) =>
      (startsLike(path) && (anyDepth || slashesIn(path) === slashes)) ||
      (maybeDirectory && path.startsWith(`${text}/`)),
  };
}

/**
 * Nothing is anchored at the end, so the pieces between the stars can be looked for one after the other, each at the first
 * place it fits: no way back, and linear in the path however many stars there are.
 */
function startMatcher(text: string): (path: string) => boolean {
  if (!/[*?[]/.test(text)) return (path) => path.startsWith(text);
  const [first = "", ...rest] = text.split(/\*+/).map(piece);
  return (path) => {
    let at = first === "" ? 0 : first.at(path, 0, "here");
    for (const next of rest) {
      if (at < 0) return false;
      if (next !== "") at = next.at(path, at, "onwards");
    }
    return at >= 0;
  };
}

type Piece = "" | { readonly at: (path: string, from: number, where: "here" | "onwards") => number };

/** Finds a piece without stars; gives the index behind it, or -1. */
function piece(text: string): Piece {
  if (text === "") return "";
  if (!/[?[]/.test(text)) {
    return {
      at: (path, from, where) => {
        if (where === "here") return path.startsWith(text, from) ? from + text.length : -1;
        const found = path.indexOf(text, from);
        return found < 0 ? -1 : found + text.length;
      },
    };
  }
  const source = text.replace(/\[\^?[^\][\\]+\]|[\s\S]/g, (part) =>
    part.length > 1 ? part : part === "?" ? "." : part.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"),
  );
  const here = classed(source, "y");
  const onwards = classed(source, "g");
  return {
    at: (path, from, where) => {
      const regexp = where === "here" ? here : onwards;
      regexp.lastIndex = from;
      return regexp.test(path) ? regexp.lastIndex : -1;
    },
  };
}

/** A class that runs backwards (`[z-a]`) is no class; it then matches nothing. */
function classed(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp("(?!)", flags);
  }
}

function slashesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("/"); at >= 0; at = text.indexOf("/", at + 1)) count += 1;
  return count;
}
