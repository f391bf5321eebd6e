import { type Change, type GivenTag, isComplete, type Member, type Topic, type TopicMail } from "./topic.ts";

/** The letters of the card's counters, as Patchwork and b4 have them. */
const LETTER: ReadonlyMap<string, string> = new Map([
  ["reviewed-by", "R"],
  ["acked-by", "A"],
  ["tested-by", "T"],
]);

/** `R` of `Reviewed-by`; absent where the card does not count it. */
export function letterOf({ name }: Pick<GivenTag, "name">): string | undefined {
  return LETTER.get(name.toLowerCase());
}

/**
 * What the sender of a mail gives, for patch `n` of it or for all, but for what the patch has already. Counts where he names
 * himself: what he reports of somebody else is shown with his words and counts nowhere, as b4 has it.
 */
export function givenBy(topic: Topic, mail: TopicMail, n: number | undefined): GivenTag[] {
  return mail.givenTrailers
    .filter(({ value }) => isHimself(value, mail))
    .flatMap(({ name, value, patches, forAll }): GivenTag[] => {
      const tag = { name, who: nameIn(value), value };
      if (patches !== undefined) return patches.map((patch) => ({ ...tag, n: patch }));
      return [n === undefined || forAll === true ? tag : { ...tag, n }];
    })
    .filter((tag) => !isThere(topic, tag));
}

/** The same address, with or without a `+tag` or a host in front of the domain, or the same name (b4, get_trailers). */
function isHimself(value: string, { author, address }: Pick<TopicMail, "author" | "address">): boolean {
  const [mine, theirs] = [parts(address), parts(addressIn(value))];
  if (nameIn(value).toLowerCase() === author.toLowerCase()) return true;
  const isBelow = (one: string, other: string) => one === other || one.endsWith(`.${other}`);
  return mine.local === theirs.local && (isBelow(mine.domain, theirs.domain) || isBelow(theirs.domain, mine.domain));
}

function parts(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, Math.max(at, 0)).replace(/\+.*$/, ""), domain: address.slice(at + 1) };
}

/** The patch's own message has it, or every patch's. */
function isThere(topic: Topic, { name, value, n }: GivenTag): boolean {
  const members = n === undefined ? Object.values(topic.patches) : [topic.patches[String(n)]];
  const has = (member: Member | undefined) =>
    (member?.trailers ?? []).some(
      (own) => own.name.toLowerCase() === name.toLowerCase() && addressIn(own.value) === addressIn(value),
    );
  return members.length > 0 && members.every(has);
}

/** `Ada` of `Ada <ada@example.org> # for the ring`; the address where that is all. */
export function nameIn(value: string): string {
  return value.replace(/\s*<[^>]*>.*$/, "").replace(/^"(.*)"$/, "$1") || addressIn(value);
}

function addressIn(value: string): string {
  return (/<([^<>\s]+)>/.exec(value)?.[1] ?? value.trim()).toLowerCase();
}

/** How many of the patches have a tag with this letter: in their own message, given for them, or for all on the cover. */
export function tagCounts(topic: Topic): readonly { readonly letter: string; readonly patches: number }[] {
  return ["R", "A", "T"]
    .map((letter) => ({ letter, patches: taggedPatches(topic, letter).size }))
    .filter((count) => count.patches > 0);
}

function taggedPatches(topic: Topic, letter: string): ReadonlySet<number> {
  const mine = topic.given.filter((tag) => letterOf(tag) === letter);
  const own = Object.entries(topic.patches).filter(([, { trailers = [] }]) =>
    trailers.some((trailer) => letterOf(trailer) === letter),
  );
  return new Set([...mine.flatMap((tag) => patchesOf(topic, tag)), ...own.map(([n]) => Number(n))]);
}

function patchesOf(topic: Topic, { n }: GivenTag): readonly number[] {
  const total = Math.max(topic.total, 1);
  if (n !== undefined) return n <= total ? [n] : [];
  return Array.from({ length: total }, (_, index) => index + 1);
}

/** Said once: the moment when the last patch of a complete series of several gets its Reviewed-by. */
export function allTagged(before: Topic, after: Topic, given: readonly GivenTag[]): Change | undefined {
  if (after.total < 2 || !isComplete(after) || !given.some((tag) => letterOf(tag) === "R")) return undefined;
  if (taggedPatches(before, "R").size >= after.total || taggedPatches(after, "R").size < after.total) return undefined;
  const people = new Map<string, Set<number>>();
  for (const tag of after.given.filter((one) => letterOf(one) === "R")) {
    const patches = people.get(tag.who) ?? new Set();
    for (const n of patchesOf(after, tag)) patches.add(n);
    people.set(tag.who, patches);
  }
  const who = Array.from(people, ([person, patches]) => ({ who: person, patches: [...patches].sort((a, b) => a - b) }));
  return { kind: "all-tagged", name: "Reviewed-by", who };
}
