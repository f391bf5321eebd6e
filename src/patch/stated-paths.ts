import { unquoted } from "./diff.ts";

/** As many as one answer may give; a merge of a whole subsystem states a thousand files. */
const maxPaths = 2000;

/** How git-diff(1) --stat --summary names files; the named group is the path, braces and arrows of a rename in it. */
const shapes: readonly RegExp[] = [
  /^ {1,4}(?<path>\S.{0,300}?) +\| +(?:\d+(?: [+-]+)?|Bin(?: .*)?|Unmerged)\s*$/,
  /^(?<path>[\w.+/-]{1,300}) +\| +\d+ [+-]+\s*$/, // pasted without its margin
  /^ {1,4}(?:create|delete) mode \d{6} (?<path>\S.{0,300})$/,
  /^ {1,4}(?:rename|copy) (?<path>\S.{0,300}) \(\d{1,3}%\)$/,
  /^ {1,4}mode change \d{6} => \d{6} (?<path>\S.{0,300})$/,
];

/**
 * The paths that a diffstat in `lines` names, each once, in order; of a rename both. A path that git shortened to
 * `.../ring.c` to fit its column tells no place and is left out, unless the summary below (`create mode …`) names it.
 */
export function diffstatPaths(lines: readonly string[]): string[] {
  const paths = new Set<string>();
  for (const line of lines) {
    const path = shapes.flatMap((shape) => shape.exec(line)?.groups?.path ?? [])[0];
    if (path === undefined || path.startsWith("...")) continue;
    for (const each of bothEnds(unquoted(path))) paths.add(each);
    if (paths.size >= maxPaths) break;
  }
  return [...paths];
}

/** `drivers/{wbus => bus}/ring.c` gives both paths, so does `a.c => b.c`; any other path itself. */
function bothEnds(path: string): string[] {
  const arrow = / => /.exec(path);
  if (arrow === null) return [path];
  const open = path.lastIndexOf("{", arrow.index);
  const close = path.indexOf("}", arrow.index);
  const isPart = open >= 0 && close >= 0;
  const [before, behind] = isPart ? [path.slice(0, open), path.slice(close + 1)] : ["", ""];
  const ends = isPart ? path.slice(open + 1, close) : path;
  return ends.split(" => ", 2).map((end) => `${before}${end}${behind}`.replace("//", "/"));
}
