import type { ImapProbe } from "./imap-probe.ts";
import { listNamed } from "./nntp-article.ts";
import { type NewsGroup, type NntpOptions, nntpSettings } from "./nntp-options.ts";
import { openSession } from "./nntp-session.ts";
import { newsTroubleOf, StepError } from "./nntp-trouble.ts";

/** Articles whose List-Id is looked at: each is asked for by itself. */
const LATEST = 10;

/** A look at a group, by a login of its own: how many articles it has by the server's estimate, and of which lists. */
export async function probeGroup(options: NntpOptions, { group, list }: NewsGroup): Promise<ImapProbe> {
  const settings = nntpSettings({ commandMs: 30_000, ...options });
  try {
    const password = await settings.login?.password().catch((cause: unknown) => {
      throw new StepError("password", cause);
    });
    const session = await openSession(settings, password ?? "", new AbortController().signal);
    try {
      const { count, low, high } = await session.group(group);
      const counts = new Map<string, number>();
      for (let number = Math.max(low, high - LATEST + 1); count > 0 && number <= high; number += 1) {
        const head = await session.article(number, "HEAD");
        const id = head === undefined ? undefined : (listNamed(head.bytes) ?? list);
        if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      const lists = [...counts].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
      return { kind: "open", mails: count, lists };
    } finally {
      await session.close();
    }
  } catch (error) {
    return { kind: "closed", says: newsTroubleOf(error).line };
  }
}
