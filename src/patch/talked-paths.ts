import { posix } from "node:path";

/** How compilers, checkers and the kernel's own alarms name a place; the path is the group. */
const shapes: readonly RegExp[] = [
  /^(?:>> )?(?:Warning: )?((?:[\w.+-]+\/)+[\w.+-]+\.[A-Za-z]\w{0,9}):(?:\d| WARNING:)/, // ">> " is 0-DAY's mark for what is new
  /^(?:\[[ \d.]{1,20}\](?:\[[ \w]{1,12}\])? )?(?:BUG|WARNING|RIP|kernel BUG)\b.{0,300}? ((?:[\w.+-]+\/)+[\w.+-]+\.[A-Za-z]\w{0,9}):\d/,
];

/** What one's own mail is about, as far as `condense` labels it: quotes are another's. */
const ownLabels: ReadonlySet<string> = new Set(["new", "log"]);

/**
 * The files that a report in `lines` complains about, each once, in order: `drivers/wbus/ring.c` of
 * `drivers/wbus/ring.c:12:3: warning: …`. Where a robot marks what is new with `>> `, only those; where a header is
 * merely on the way there (`In file included from`, `note:`), it is not meant. `lines` are `Condensed.lines`.
 */
export function talkedPaths(lines: readonly { readonly text: string; readonly label: string }[]): string[] {
  const own = lines.filter(({ text, label }) => ownLabels.has(label) && text.length <= 1000).map(({ text }) => text);
  const found = own.flatMap((line) => {
    const path = placeIn(line);
    return path === undefined || /: note: /.test(line) ? [] : [{ path, isNew: line.startsWith(">> ") }];
  });
  const fresh = found.filter(({ isNew }) => isNew);
  return [...new Set((fresh.length > 0 ? fresh : found).map(({ path }) => path))].slice(0, 100);
}

function placeIn(line: string): string | undefined {
  const path = shapes.flatMap((shape) => shape.exec(line)?.[1] ?? [])[0];
  return path && posix.normalize(path); // amdgpu/../display/dc.c is how make calls it
}
