import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelId, PostRef } from "../../src/chat/chat-platform.ts";
import { directory } from "../../src/cli/directory.ts";
import { octetsBeside } from "../../src/intake/beside.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import type { TakeInDeps } from "../../src/intake/scene.ts";
import { takeIn } from "../../src/intake/take-in.ts";
import { identify } from "../../src/mail/identity.ts";
import type { ListId } from "../../src/mail/mail.ts";
import { readOne } from "../../src/reader/read-one.ts";
import type { RouteTables } from "../../src/route/route.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { ArchivedMail, Delivery, Store, Subscription } from "../../src/store/store.ts";
import { dueOf } from "../../test/support/due.ts";
import type { Arrived } from "../threads/mboxrd.ts";

/** Something that went out to a channel. */
export interface Sent extends Pick<Delivery, "channel" | "key" | "topic" | "form" | "level" | "root" | "post"> {
  readonly at: Date;
}

export interface Run {
  readonly mails: readonly ArchivedMail<MailFacts>[];
  readonly sent: readonly Sent[];
  /** What was owed and could never go. */
  readonly stuck: number;
}

/** A channel for each of `subsystems`, in place of one for each list. */
interface Routing {
  readonly tables: RouteTables;
  readonly subsystems: readonly string[];
  readonly preset: Subscription["preset"];
}

/** How the relay waits when nobody configured anything. */
const WAITS = { cardMs: 45_000, orphanMs: 120_000 };

/** As Discord and Matrix need it; the web chat alone would take an edit each second. */
const EDIT_SPACING_MS = 60_000;

/** After the last mail, in ms: everything that waits goes out. */
const AFTERWARDS_MS = 86_400_000;

/**
 * The relay's own way from mail to posts, in preset `normal` with a channel a list, and a clock that follows the arrivals:
 * what falls due between two mails is posted at that time.
 */
export async function relayed(arrivals: readonly Arrived[], routing?: Routing): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "listwire-stream-"));
  const store = await openSqliteStore(join(folder, "listwire.sqlite"));
  try {
    return await run(arrivals, store, routing);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(arrivals: readonly Arrived[], store: Store, routing: Routing | undefined): Promise<Run> {
  const lists = directory([]);
  const sent: Sent[] = [];
  const mails: ArchivedMail<MailFacts>[] = [];
  let now = new Date(0);
  const deps: TakeInDeps = {
    now: () => now,
    tables: routing?.tables ?? {},
    linkTo: lists.linkTo,
    maySee: lists.maySee,
    audienceOf: lists.audienceOf,
    channelFor: (list: ListId) =>
      routing === undefined ? subscription(lists.nameOf(list), { kind: "list", name: list }, "normal") : undefined,
    editSpacingMs: () => EDIT_SPACING_MS,
    omit: new Set(),
    waits: WAITS,
  };
  for (const name of routing?.subsystems ?? [])
    await store.subscribe(subscription(wordOf(name), { kind: "subsystem", name }, routing?.preset ?? "normal"));
  const passUntil = async (end: Date): Promise<void> => {
    for (let next = await store.nextDueAt(); next !== undefined && next <= end; next = await store.nextDueAt()) {
      if (next > now) now = next;
      if (!(await payDue(store, now, sent))) break;
    }
    now = end;
  };
  for (const { octets, receivedAt } of arrivals) {
    await passUntil(receivedAt);
    const identity = identify(octets);
    const beside = await octetsBeside(identity.ancestors, new Map(), store);
    const reading = readOne(octets, octets.byteLength, beside);
    const arrival = { identity, octets, receivedAt, reading, state: "read" } as const;
    const { what, mail } = await store.atomically((tx) => takeIn(tx, arrival, deps));
    if (what === "new") mails.push(mail);
  }
  await passUntil(new Date(now.getTime() + AFTERWARDS_MS));
  const { queued, dead } = await store.depths(now);
  // Read again: copies by other lists came later.
  const kept = (await Promise.all(mails.map(({ key }) => store.mailByKey(key)))) as ArchivedMail<MailFacts>[];
  return { mails: kept, sent, stuck: queued + dead };
}

function subscription(channel: string, what: Subscription["what"], preset: Subscription["preset"]): Subscription {
  return { channel: `web:${channel}` as ChannelId, what, preset, since: new Date(0), by: "config" };
}

function wordOf(subsystem: string): string {
  return subsystem.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** Posts what is due, cards before what hangs below them. False where nothing of it can go. */
async function payDue(store: Store, now: Date, sent: Sent[]): Promise<boolean> {
  const due = await dueOf(store, now, 1);
  for (const { seq, channel, key, topic, form, level, root, post } of due) {
    await store.markSending(seq, now);
    await store.markSent(seq, `${channel} ${root ?? key}` as PostRef, now);
    sent.push({ at: now, channel, key, topic, form, level, post, ...(root !== undefined && { root }) });
  }
  return due.length > 0;
}
