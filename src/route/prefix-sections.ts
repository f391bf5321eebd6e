import type { Maintainers } from "./maintainers.ts";
import type { SectionMatch } from "./sections-of.ts";

/** Words before a colon that name a sort of change or alarm, not a place: the next one says where. */
const GENERIC: ReadonlySet<string> = new Set(
  (
    "build ci doc docs documentation drivers dt dt-bindings dts fix include kconfig lib misc samples scripts selftests src " +
    "test tests tools treewide bug info kasan kcsan kmsan ubsan warning"
  ).split(" "),
);

/** What titles end in besides the word that people write in subjects: `LED SUBSYSTEM`. */
const TITLE_ENDS = /(?: (?:subsystem|drivers?|framework|layer|core|support))+$/;

/** A directory deeper than this is a driver's own; its name says little. */
const MAX_DEPTH = 3;

/** Where more sections than this share a name, it tells none of them. */
const MAX_SECTIONS = 2;

/**
 * The sections that a subject's word means, as in `hwmon: it stops`: the one with that title, else those that own the
 * topmost directory of that name (`drivers/hwmon/`); of `drm/sched` what `drm` means, where that tells nothing. None where the word tells no place, or too many. Depths are in slashes.
 */
export function prefixIndex(maintainers: Maintainers): (prefix: string) => readonly SectionMatch[] {
  let index: ReturnType<typeof prefixes> | undefined;
  return (prefix) => {
    index ??= prefixes(maintainers); // few mails ask
    return index(prefix);
  };
}

function prefixes(maintainers: Maintainers): (prefix: string) => readonly SectionMatch[] {
  const byTitle = new Map<string, SectionMatch>();
  const byDirectory = new Map<string, SectionMatch[]>();
  for (const { name, rules } of maintainers.sections) {
    let deepest = 0;
    for (const rule of rules) {
      if (rule.kind !== "file") continue;
      const depth = rule.pattern.split("/").length - 1;
      deepest = Math.max(deepest, depth);
      const word = /(?:^|\/)([\w.+-]+)\/\*?$/.exec(rule.pattern)?.[1];
      if (word === undefined || depth > MAX_DEPTH) continue;
      const key = plain(word);
      const best = byDirectory.get(key) ?? [];
      if (best.some((one) => one.name === name || one.depth < depth)) continue;
      byDirectory.set(key, [...best.filter((one) => one.depth === depth), { name, depth }]);
    }
    if (deepest > 0) byTitle.set(plain(name.toLowerCase().replace(TITLE_ENDS, "")), { name, depth: deepest });
  }
  const meant = (word: string): readonly SectionMatch[] => {
    const key = plain(word);
    if (key.length < 2 || GENERIC.has(key)) return [];
    const titled = byTitle.get(key);
    const found = titled === undefined ? (byDirectory.get(key) ?? []) : [titled];
    return found.length > MAX_SECTIONS ? [] : found;
  };
  return (prefix) => {
    const found = meant(prefix);
    return found.length > 0 ? found : meant(prefix.split("/", 1)[0] ?? "");
  };
}

/** `IO_URING` and `io-uring?` are the same word. */
function plain(word: string): string {
  return word.toLowerCase().replace(/\?$/, "").replaceAll(/[_ ]/g, "-");
}
