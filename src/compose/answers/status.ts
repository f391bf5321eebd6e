import { type OverflowFacts, overflowWords } from "../overflow.ts";
import { count } from "../place.ts";
import type { Post } from "../post.ts";
import { instant, notice } from "./notice.ts";

/** What the running parts say of themselves. */
export interface StatusFacts {
  readonly sources: readonly SourceFacts[];
  /** Further lines in our own words: a channel that is suspended, how full the disk is. */
  readonly notes: readonly string[];
}

export interface SourceFacts {
  /** As the operator named it. */
  readonly name: string;
  readonly state: "connected" | "waiting" | "failed";
  /** In our own words, no host name or path: `login refused, next try in 5 min`. */
  readonly detail?: string;
  /** When it was last known to have nothing left to take in. */
  readonly caughtUpAt?: Date;
}

/** What the store says, counted over all channels. */
export interface StoreFacts {
  readonly counts: {
    readonly mails: number;
    readonly degraded: number;
    readonly quarantined: number;
    readonly threads: number;
  };
  readonly depths: {
    readonly queued: number;
    readonly sending: number;
    readonly unsure: number;
    readonly dead: number;
    readonly oldestDueAt?: Date;
  };
  readonly lastMailAt?: Date;
  /** Mails held back, newest first, at most as many as are shown; without those that the one who asks may not see. */
  readonly heldBack: readonly { readonly short: string; readonly problem: string }[];
  /** Mails that admins of channels hid, newest first; for the operator. */
  readonly hidden: readonly {
    readonly short: string;
    readonly by: string;
    readonly channel: string;
    readonly at: Date;
  }[];
  /** Channels that got too much in the last hour, as far as the one who asks may know. */
  readonly tooMuch: readonly (OverflowFacts & { readonly channel: string; readonly since: Date })[];
}

/** The answer to `status`. The clock is read by the loop. */
export function status(running: StatusFacts, store: StoreFacts, now: Date): Post {
  const { counts, depths } = store;
  const trouble = running.sources.filter(({ state }) => state !== "connected").length + depths.unsure + depths.dead;
  const overdue =
    depths.oldestDueAt === undefined ? "" : `, the oldest for ${lasting(now.getTime() - depths.oldestDueAt.getTime())}`;
  const items = [
    ...running.sources.map((one) => source(one, now)),
    `${count(counts.mails, "mail")} in ${count(counts.threads, "thread")}${store.lastMailAt === undefined ? "" : `, the last ${instant(store.lastMailAt)}`}`,
    `${depths.queued} posts queued${overdue}, ${depths.sending} being sent, ${depths.unsure} unsure, ${depths.dead} given up`,
    `${counts.degraded} shown in part, ${counts.quarantined} in quarantine`,
    ...store.tooMuch.map((one) => `${one.channel}: ${overflowWords(one)}, since ${instant(one.since)}`),
    ...running.notes,
  ];
  const held = store.heldBack.map(({ short, problem }) => `${short}: ${problem}`);
  const hidden = store.hidden.map(({ short, by, channel, at }) => `${short}: by ${by} in ${channel}, ${instant(at)}`);
  return {
    ...notice(trouble === 0 ? "All is well" : "Something needs a look"),
    blocks: [
      { kind: "list", items },
      ...(held.length > 0
        ? [{ kind: "text", lines: ["Held back"] } as const, { kind: "list", items: held } as const]
        : []),
      ...(hidden.length > 0
        ? [{ kind: "text", lines: ["Hidden"] } as const, { kind: "list", items: hidden } as const]
        : []),
    ],
  };
}

function source({ name, state, detail, caughtUpAt }: SourceFacts, now: Date): string {
  const behind =
    caughtUpAt === undefined ? "not caught up yet" : `caught up ${lasting(now.getTime() - caughtUpAt.getTime())} ago`;
  return `source ${name}: ${state}, ${behind}${detail === undefined ? "" : `; ${detail}`}`;
}

/** `42 s`, `7 min`, `3 h`, `12 days`: one unit, rounded down; never below nothing, since clocks are set back. */
function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const units = [
    [86_400 * 2, 86_400, "days"],
    [3600, 3600, "h"],
    [60, 60, "min"],
    [0, 1, "s"],
  ] as const;
  const [, size, unit] = units.find(([from]) => seconds >= from)!;
  return `${Math.floor(seconds / size)} ${unit}`;
}
