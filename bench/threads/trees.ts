import type { Place } from "./corpus.ts";
import { type ById, rowsOf } from "./inspected.ts";
import { type Score, score } from "./score.ts";

/** Whom each mail answers, and which mails make a thread, in one run of the program. */
export function scoreTrees(places: readonly Place[], rows: ById, order: string): Score[] {
  const ours = sets(places, ({ messageId }) => rowsOf(rows, messageId).map(({ thread }) => thread));
  const theirs = sets(places, ({ threadRoot }) => [threadRoot]);
  return [
    score(
      `parents, ${order}`,
      places,
      ({ messageId, parent }) => {
        const said = rowsOf(rows, messageId).map((row) => row.parent);
        return said.every((one) => one === parent) ? undefined : `<${messageId}> ${said.join(", ")} is ${parent}`;
      },
      { misses: 0 },
    ),
    score(
      `threads as sets, ${order}`,
      [...theirs],
      ([root, ids]) =>
        same(
          ids,
          [...ours.values()].find((set) => set.has(root.trim())),
        )
          ? undefined
          : `<${root}> ${ids.size} mails`,
      { misses: 0 },
    ),
  ];
}

/** The ids of each thread, by the name that `threads` gives it. */
function sets(places: readonly Place[], threads: (place: Place) => readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const place of places) {
    for (const thread of threads(place)) {
      const ids = found.get(thread) ?? new Set();
      found.set(thread, ids.add(place.messageId.trim()));
    }
  }
  return found;
}

function same(ids: ReadonlySet<string>, others: ReadonlySet<string> | undefined): boolean {
  return others !== undefined && ids.size === others.size && ids.isSubsetOf(others);
}
