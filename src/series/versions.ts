import { tagCounts } from "./tags.ts";
import type { Previous, Topic } from "./topic.ts";

/** What the next version remembers of `topic`. */
export function asPrevious(topic: Topic): Previous {
  const { version, face, mails, sentAt, previous } = topic;
  return {
    version,
    short: face.short,
    mails,
    at: sentAt,
    tags: tagCounts(topic).map(({ letter, patches }) => `${letter} ${patches}`),
    patchIds: Object.values(topic.patches).flatMap(({ patchId }) => patchId ?? []),
    since: previous?.since ?? sentAt,
    versions: (previous?.versions ?? 0) + 1,
    mailsInAll: (previous?.mailsInAll ?? 0) + mails,
  };
}

/** Numbers of the patches whose diff is that of a patch of the version before. */
export function unchanged(topic: Topic): readonly number[] {
  const before = new Set(topic.previous?.patchIds ?? []);
  return Object.entries(topic.patches)
    .filter(([, { patchId }]) => patchId !== undefined && before.has(patchId))
    .map(([n]) => Number(n))
    .sort((a, b) => a - b);
}
