import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { completer } from "../answer/completions.ts";
import { type AnswererDeps, answerer } from "../answer.ts";
import type { ChannelId, ChatPlatform } from "../chat/chat-platform.ts";
import { openWebChat, type WebChat } from "../chat/web/platform.ts";
import { bell } from "../clock.ts";
import { platformOf } from "../deliver/holds.ts";
import { refusal } from "../deliver/refusal.ts";
import { deliver } from "../deliver.ts";
import type { MailFacts } from "../intake/facts.ts";
import { newestVersion } from "../intake/followers.ts";
import { intake } from "../intake/intake.ts";
import { cardKey } from "../intake/owe-card.ts";
import { releasedSource } from "../intake/released.ts";
import { retell } from "../intake/retell.ts";
import type { Taken } from "../intake/take-in.ts";
import { wantedAgain } from "../intake/wanted.ts";
import { noTables } from "../kind/tables.ts";
import type { ListId } from "../mail/mail.ts";
import { openReader } from "../reader.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { ArchivedMail, Store, Subscription } from "../store/store.ts";
import { tend } from "../tend.ts";
import { channelLife } from "./channel-life.ts";
import { storeIn, WEB_CHAT } from "./data.ts";
import type { Relay, RelayParts } from "./relay-parts.ts";
import { declared, ownChannel, seed } from "./seed.ts";
import { settled } from "./settled.ts";
import { UsageError } from "./usage.ts";
import { watch } from "./watch.ts";

/** Milliseconds that commands under way get when the relay stops. */
const GRACE_MS = 500;

/** What is open as long as the relay runs. */
interface Opened {
  readonly store: Store;
  readonly web: WebChat;
  readonly reader: ReturnType<typeof openReader>;
}

/** Opens what a relay needs, and starts it. @throws {Error} where that cannot be done; all that was opened is closed then */
export async function startRelay(parts: RelayParts): Promise<Relay> {
  const { clock, log } = parts;
  await mkdir(parts.data, { recursive: true });
  const store = await openSqliteStore(storeIn(parts.data), { now: clock.now });
  const closing = [() => store.close()];
  try {
    const web = await openWebChat({
      ...parts.web,
      file: join(parts.data, WEB_CHAT),
      now: clock.now,
      followed: async (channel, user) => new Set((await store.followedBy(channel, user, clock.now())).map(cardKey)),
      log,
    }).catch((error: Error) => {
      throw new UsageError(error.message, { cause: error });
    });
    closing.unshift(() => web.close());
    const reader = openReader({ tables: parts.kinds ?? noTables });
    closing.unshift(() => reader.close());
    return await started(parts, { store, web, reader });
  } catch (error) {
    for (const close of closing) await close().catch(() => undefined);
    throw error;
  }
}

/** Wires the rooms together and starts the loops. */
async function started(parts: RelayParts, { store, web, reader }: Opened): Promise<Relay> {
  const { clock, log, directory, live, tables } = parts;
  const chats = parts.chats ?? [];
  const platforms = new Map<string, ChatPlatform>([web, ...chats].map((chat) => [chat.name, chat]));
  const platformFor = (channel: ChannelId) => platforms.get(platformOf(channel));
  const ring = bell(clock);
  const life = channelLife({ store, bell: ring, log });
  await seed(store, parts);
  web.declareChannels(await declared(store, directory, tables()));

  const watched = watch({ sources: parts.sources, store, life, now: clock.now });
  const stopping = new AbortController();
  const intakeDeps = {
    store,
    reader,
    clock,
    bell: ring,
    log,
    now: clock.now,
    get tables() {
      return tables().route;
    },
    linkTo: directory.linkTo,
    maySee: directory.maySee,
    audienceOf: directory.audienceOf,
    channelFor: (list: ListId) => ownChannel(list, { directory, preset: parts.autoPreset, now: clock.now() }),
    editSpacingMs: (channel: ChannelId) => platformFor(channel)?.editSpacingMs ?? 60_000,
    get omit() {
      return live.omit;
    },
    get waits() {
      return live.waits;
    },
    ...(parts.cap !== undefined && { cap: parts.cap }),
    onTaken: (taken: Taken) => {
      watched.onTaken(taken);
      parts.onTaken?.(taken);
    },
    onSource: watched.onSource,
  };

  /** What of the store may be told, and how. */
  const seen = {
    maySee: directory.maySee,
    topicMail: (mail: ArchivedMail) => (mail.facts as MailFacts | undefined)?.topicMail,
  };
  const nameOf = ({ what: { kind, name }, title }: Pick<Subscription, "what" | "title">) =>
    title ?? (kind === "list" ? directory.nameOf(name as ListId) : kind === "person" ? "a person" : name);

  const answering = (more: Pick<AnswererDeps, "allowance"> = {}): AnswererDeps => ({
    ...more,
    store,
    lists: async () => directory.entries(await store.knownLists()),
    get subsystems() {
      return tables().names;
    },
    ...seen,
    layouts: (channel) => platformFor(channel)?.layouts ?? ["thread"],
    read: (octets) => reader.read(octets, octets.byteLength),
    now: clock.now,
    routing: (mail) => (mail.facts as MailFacts | undefined)?.routed ?? [],
    newestVersion,
    onFollow: (channel, topic, user) =>
      void store
        .delivery(channel, cardKey(topic))
        .then((card) => card?.ref && platformFor(channel)?.admit?.(card.ref, user))
        .catch((error: unknown) => log.warn({ channel, err: error }, "follower not taken into the thread")),
    retell: async (tx, mail) => {
      const { hidden, short } = mail;
      log.info({ short, ...hidden }, hidden === undefined ? "mail shown again" : "mail hidden");
      return await retell(tx, mail, clock.now());
    },
    wanted: wantedAgain,
    status: async () => ({
      sources: watched.sources(),
      notes: tables().problems,
    }),
    get omit() {
      return live.omit;
    },
    note: ({ error, ...event }) =>
      error === undefined ? log.info(event, "command") : log.error({ ...event, err: error }, "command"),
  });
  const deps = answering();
  const complete = completer(deps);
  await web.start(answerer(deps), complete);
  const answer = answerer(answering({ allowance: ALLOWANCE }));
  for (const chat of chats)
    await chat.start(async (invocation) => {
      // Whoever asks there sees us: what was refused may have been allowed since.
      life.opened(invocation.channel);
      return await answer(invocation);
    }, complete);
  const subscribed = new Set((await store.subscriptions()).map(({ channel }) => channel));
  for (const channel of subscribed) if (platformFor(channel)?.isGone?.(channel) === true) life.gone(channel);
  const health = await watched.open(parts.health);
  const loops = [
    // A mail that waits for the reader to start would be blamed for an end that it has nothing to do with.
    ...[...parts.sources, releasedSource(store)].map((source) =>
      reader.ready.then(() => intake(source, intakeDeps, stopping.signal)),
    ),
    deliver(
      {
        outbox: store,
        posters: platforms,
        holds: life.holds,
        refusal: (delivery) => refusal(delivery, { store, maySee: directory.maySee }),
        onTry: watched.onTry,
        clock,
        bell: ring,
        log,
      },
      stopping.signal,
    ),
    tend(
      {
        store,
        endPosts: web.endPosts,
        clock,
        bell: ring,
        log,
        ...seen,
        get timezone() {
          return live.timezone;
        },
        nameOf,
      },
      stopping.signal,
    ),
  ];
  const failed = Promise.race([
    ...loops.map((loop) => loop.then(() => new Promise<never>(() => undefined))),
    ...chats.map((chat) => chat.failed),
  ]);
  failed.catch(() => undefined);

  return {
    address: web.address,
    ...(health !== undefined && { healthAddress: health.address }),
    store,
    failed,
    life,
    settled: () => Promise.race([failed, settled(store, clock, ring, stopping.signal)]),
    async stop() {
      stopping.abort();
      await health?.close();
      await web.stop(GRACE_MS);
      await Promise.all(parts.sources.map((source) => source.close().catch(() => undefined)));
      await reader.close();
      await Promise.allSettled(loops);
      // What was being posted is posted.
      await Promise.all(chats.map((chat) => chat.stop(GRACE_MS)));
      await web.close();
      await store.close();
    },
  };
}

/** Commands that one person, and all in one channel, may give on a platform that anybody can join. */
const ALLOWANCE = { user: { burst: 5, perMs: 10_000 }, channel: { burst: 20, perMs: 60_000 } };
