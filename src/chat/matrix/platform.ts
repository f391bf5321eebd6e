import type { ChannelId, ChatPlatform, Listener } from "../chat-platform.ts";
import { PlatformError } from "../platform-error.ts";
import { contentOf, transactionOf } from "./event.ts";
import { waitOf } from "./failure.ts";
import { matrixListener } from "./listener.ts";
import { matrixPoster } from "./poster.ts";
import { textsOf } from "./render-post.ts";
import { mayInvite } from "./rights.ts";
import { homeserver } from "./sdk.ts";
import { follow, type SyncAnswer, type SyncEvent, snapshot } from "./sync.ts";

export interface MatrixOptions {
  /** `https://matrix.example.org`. */
  readonly url: string;
  readonly token: string;
  /** Users who may do everything: `@ada:example.org`. */
  readonly operators: ReadonlySet<string>;
  /** Who may invite us, besides the operators: user ids, and servers by name. */
  readonly allow: ReadonlySet<string>;
  /** What a command begins with: `!list`. */
  readonly prefix: string;
  readonly layoutOf: (channel: ChannelId) => Promise<"thread" | "flat">;
  /** Where the last run ended in what the homeserver tells. */
  readonly syncToken: { read(): Promise<string | undefined>; save(token: string): Promise<void> };
  readonly now: () => Date;
  /** How long a request may take, in ms; 15 s where it is left out. */
  readonly timeoutMs?: number;
  readonly log: MatrixLog;
  /** A room that is no longer there for us. */
  readonly onGone: (channel: ChannelId) => void;
  /** A room in which something that was refused may be allowed now. */
  readonly onOpen: (channel: ChannelId) => void;
}

interface MatrixLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Matrix extends ChatPlatform {
  /** Rejects where the homeserver no longer takes the token. Never resolves. */
  readonly failed: Promise<never>;
}

const TIMEOUT_MS = 15_000;

/** What was said before the start is answered where it is no older, in ms: we may have been away for a moment. */
const LATE_MS = 5 * 60_000;

/** Logs in; resolves when the homeserver has told which rooms there are. @throws {Error} that names the setting and the remedy */
export async function openMatrix(options: MatrixOptions): Promise<Matrix> {
  const { url, token, log, now, operators } = options;
  const server = homeserver(url.replace(/\/$/, ""), token, options.timeoutMs ?? TIMEOUT_MS);
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const first = async <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw new Error(`matrix: cannot log in (${nameOf(error)}); ${remedy(error)}`, { cause: error });
    });
  const self = String((await first(() => server.ask("GET", "/_matrix/client/v3/account/whoami"))).user_id);
  const profile = `/_matrix/client/v3/profile/${encodeURIComponent(self)}/displayname`;
  const { displayname } = await server.ask("GET", profile).catch(() => ({ displayname: undefined }));
  const begin = await first(() => snapshot(server));

  const joined = new Set(Object.keys(begin.rooms?.join ?? {}));
  /** Rooms in which nothing is written, each with the reason. */
  const closed = new Map<string, string>();
  const refusedInvites = new Set<string>();
  const startedAt = now().getTime();
  const stopping = new AbortController();
  const channelOf = (room: string) => `matrix:${room}` as ChannelId;
  const poster = matrixPoster({
    server,
    self,
    now,
    layoutOf: options.layoutOf,
    closed: (room) => closed.get(room),
    onRefusal: (refusal, channel) => {
      if (refusal === "token") failure.reject(new PlatformError(invalidToken));
      if (refusal === "rights")
        log.warn({ channel }, "matrix: not allowed to write here; invite the bot, or let it send messages");
    },
  });
  const listener = matrixListener({
    server,
    called: { prefix: options.prefix, self, name: String(displayname ?? "") },
    operators,
    send: poster.send,
    layoutOf: options.layoutOf,
  });
  let answer: Parameters<Listener["start"]>[0] | undefined;
  const underWay = new Set<Promise<void>>();
  let following: Promise<void> = Promise.resolve();

  function track(what: string, work: Promise<void>): Promise<void> {
    const done = work
      .catch((error: unknown) => log.warn({ error: nameOf(error), what }, "matrix"))
      .finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  }

  /** What a room's state tells: whether we may write there, and whether that may have changed. */
  async function noteState(room: string, { type, state_key: key, content, sender }: SyncEvent): Promise<void> {
    if (type === "m.room.encryption" && key === "" && !closed.has(room)) {
      closed.set(room, "the room is encrypted, and this release cannot write there");
      log.warn({ channel: channelOf(room) }, "matrix: the room is encrypted; its news wait until there is another");
      await tellEncrypted(room);
    }
    if (type === "m.room.tombstone" && key === "" && !closed.has(room)) {
      const { replacement_room: next } = content;
      closed.set(room, "the room was replaced by another");
      log.warn(
        { channel: channelOf(room), next, sender },
        "matrix: the room was upgraded; invite the bot to the new one and subscribe it there, or name it in the configuration",
      );
    }
    const isOwn = type === "m.room.member" && key === self && content.membership === "join";
    if (isOwn || type === "m.room.power_levels") {
      poster.forgive(room);
      options.onOpen(channelOf(room));
    }
  }

  /** Says so in the room, once and for all: nothing of a list is in it. */
  async function tellEncrypted(room: string): Promise<void> {
    const [user, at] = [encodeURIComponent(self), encodeURIComponent(room)];
    const noted = `/_matrix/client/v3/user/${user}/rooms/${at}/account_data/org.listwire.told`;
    const told = await server.ask("GET", noted).catch(() => ({}) as Record<string, unknown>);
    if (told.encrypted === true) return;
    const rendered = textsOf({
      form: "answer",
      title: "This room is encrypted",
      byline: [
        "Listwire cannot write to encrypted rooms yet, so no mail is shown here. Make a room without encryption for it.",
      ],
      blocks: [],
      footer: [],
      isCut: false,
    });
    await poster.send(room, transactionOf("encrypted", room), contentOf({ rendered, level: "silent" }));
    await server.ask("PUT", noted, { body: { encrypted: true } });
  }

  /** Joins where somebody invites us who may. */
  async function invited(room: string, events: readonly SyncEvent[]): Promise<void> {
    const invite = events.find(({ type, state_key: key }) => type === "m.room.member" && key === self);
    const sender = invite?.sender ?? "";
    if (operators.has(sender) || mayInvite(sender, options.allow)) {
      await server.ask("POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, { body: {} });
      log.info({ room, sender }, "matrix: joined");
      return;
    }
    if (refusedInvites.has(room)) return;
    refusedInvites.add(room);
    log.warn({ room, sender }, `matrix: not joined; to allow it write under matrix: allow: ["${sender}"]`);
  }

  async function handle({ rooms = {} }: SyncAnswer): Promise<void> {
    const work: Promise<void>[] = [];
    for (const [room, { invite_state: state }] of Object.entries(rooms.invite ?? {}))
      work.push(track("invite", invited(room, state?.events ?? [])));
    for (const room of Object.keys(rooms.leave ?? {})) {
      joined.delete(room);
      closed.delete(room);
      options.onGone(channelOf(room));
    }
    for (const [room, { state, timeline }] of Object.entries(rooms.join ?? {})) {
      joined.add(room);
      for (const event of [...(state?.events ?? []), ...(timeline?.events ?? [])])
        work.push(track("state", noteState(room, event)));
      for (const event of timeline?.events ?? []) {
        const isNew = event.origin_server_ts > startedAt - LATE_MS;
        if (event.type === "m.room.message" && isNew && answer !== undefined)
          work.push(track("command", listener.take(room, event, answer)));
      }
    }
    await Promise.all(work);
  }

  return {
    name: "matrix",
    layouts: ["thread", "flat"],
    editSpacingMs: 60_000,
    post: poster.post,
    edit: poster.edit,
    erase: poster.erase,
    find: poster.find,
    together: poster.together,
    // One who is in no room yet is more likely new.
    isGone: (channel) => joined.size > 0 && !joined.has(channel.slice("matrix:".length)),
    failed: failure.promise,
    async start(answerer) {
      await handle(begin);
      answer = answerer;
      following = follow(
        {
          server,
          token: options.syncToken,
          handle,
          onRefused: () => failure.reject(new PlatformError(invalidToken)),
          onTrouble: (error) => log.warn({ error: nameOf(error), retryAfterMs: waitOf(error) }, "matrix: sync"),
        },
        begin.next_batch,
        stopping.signal,
      ).catch((error: unknown) => log.error({ err: error }, "matrix: sync ended"));
      log.info({ user: self, rooms: joined.size }, "matrix: ready");
    },
    async stop(graceMs) {
      answer = undefined;
      stopping.abort();
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled(underWay), grace]);
      clearTimeout(timer);
      server.close();
      await Promise.race([following, grace]);
    },
  };
}

const invalidToken =
  "matrix: the access token is no longer taken; log in again as docs/matrix.md tells and set `matrix.token`";

/** Never the error itself: it may carry the request. */
function nameOf(error: unknown): string {
  const { name, errcode, statusCode, code } = error as Record<string, unknown>;
  return [errcode ?? code ?? name ?? "Error", statusCode].filter((word) => word !== undefined).join(" ");
}

function remedy(error: unknown): string {
  const { statusCode, code } = error as { readonly statusCode?: number; readonly code?: string };
  if (statusCode === 401) return "copy the bot's access token anew into `matrix.token`";
  if (code !== undefined) return "is `matrix.homeserver` right, and can it be reached from here?";
  return "is `matrix.homeserver` the address of a Matrix homeserver?";
}
