import type { DatabaseSync } from "node:sqlite";
import type { RelayProcess } from "./relay-process.ts";

/** A post as the store keeps it. */
export interface Sent {
  readonly key: string;
  readonly mail: string | null;
  readonly root: string | null;
  readonly state: string;
  readonly ref: string | null;
  /** In ms since 1970. */
  readonly dueAt: number;
}

/** The posts of a channel, in the order in which they were owed. */
export function postsOwed(db: DatabaseSync, channel: string): Sent[] {
  const rows = db.prepare(
    "select key, mail, root, state, ref, due_at as dueAt from delivery where channel = ? and form = 'post' order by seq",
  );
  return rows.all(channel) as unknown as Sent[];
}

/** Waits until so many mails are in the archive and no post is owed; edits come a minute apart. */
export async function untilPosted(relay: RelayProcess, db: DatabaseSync, mails: number): Promise<void> {
  const state = db.prepare(
    `select (select count(*) from mail) as mails,
            (select count(*) from delivery where form = 'post' and state in ('queued', 'sending')) as owed`,
  );
  const isDone = () => {
    const { mails: here, owed } = state.get() as { mails: number; owed: number };
    return here === mails && owed === 0;
  };
  while (!isDone()) await Promise.race([relay.line(isDone), new Promise((resolve) => setTimeout(resolve, 200))]);
}
