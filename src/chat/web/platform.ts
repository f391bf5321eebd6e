import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Post } from "../../compose/post.ts";
import type { ChannelId, Invocation, Listener, Poster, PostRef } from "../chat-platform.ts";
import { DeliveryError } from "../delivery-error.ts";
import { isLoopback } from "./access.ts";
import { webApp } from "./app.ts";
import { channelName } from "./links.ts";
import { live } from "./live.ts";
import type { Followed } from "./page-data.ts";
import { type DeclaredChannel, openPostFile } from "./post-file.ts";

export interface WebChatOptions {
  /** SQLite file with everything posted; made where it is missing. */
  readonly file: string;
  /** Address to bind: `127.0.0.1`, or another with `token`. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Secret of the printed address. Absent: a random one kept in the file, so that the address outlives a restart. */
  readonly token?: string;
  readonly now: () => Date;
  /** What a channel is called that nobody declared; its name, where absent. */
  readonly channelTitle?: (channel: ChannelId) => string;
  /** Keys of the cards of what a user follows in a channel, to mark them; none, where absent. */
  readonly followed?: Followed;
  readonly log?: WebLog;
}

/** The part of a log that the web chat writes to. */
interface WebLog {
  error(fields: object, message: string): void;
}

export interface WebChat extends Poster, Listener {
  /** `http://127.0.0.1:8025/?token=…`: whoever opens it may use commands. */
  readonly address: string;
  readonly port: number;
  /** Shows these channels even while they are empty, by these names. Those of an earlier call that are empty go. */
  declareChannels(channels: readonly DeclaredChannel[]): void;
  /** Removes the conversations in which nothing was posted since `before`; gives how many posts. */
  endPosts(before: Date): number;
  /** Stops listening and closes the file. */
  close(): Promise<void>;
}

const maxPages = 32;
const maxConnections = 256;
const beatMs = 20_000;
const retryAfterMs = 5_000;
const minTokenChars = 16;

/** Opens the file and listens. @throws {Error} that names the setting and the remedy. */
export async function openWebChat(options: WebChatOptions): Promise<WebChat> {
  const { file, host, now, channelTitle = channelName, followed = async () => new Set(), log } = options;
  if (!isLoopback(host) && (options.token?.length ?? 0) < minTokenChars) {
    throw new Error(
      `web chat: ${host} can be reached from other machines; bind 127.0.0.1, or set a token of at least ${minTokenChars} characters`,
    );
  }
  const posts = openPostFile(file);
  const pages = live(maxPages);
  const token = options.token ?? posts.token(() => randomBytes(16).toString("base64url"));
  let port = options.port;
  let answer: ((invocation: Invocation) => Promise<readonly Post[]>) | undefined;
  let complete: Parameters<Listener["start"]>[1];
  const underWay = new Set<Promise<void>>();

  const app = webApp({
    posts,
    live: pages,
    followed,
    host,
    port: () => port,
    token,
    now,
    randomId: () => randomBytes(12).toString("base64url"),
    complete: async (typing) => (await complete?.(typing)) ?? [],
    invoke: async (invocation) => answer?.(invocation) ?? [notListening],
  });
  app.onError((error, c) => {
    log?.error({ error: error.name, path: c.req.path }, "web chat: a page failed");
    return c.text("This page could not be made; the log says why.\n", 500);
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: host,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
  }) as Server;
  server.maxConnections = maxConnections;
  server.on("request", (_request, response) => {
    const ended = new Promise<void>((resolve) => response.once("close", resolve));
    underWay.add(ended);
    ended.then(() => underWay.delete(ended));
  });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    posts.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`web chat: cannot listen on ${host}:${port} (${why}); choose another port or address`, { cause });
  }
  port = (server.address() as AddressInfo).port;
  const beat = setInterval(() => pages.beat(), beatMs).unref();

  const stop = async (graceMs: number) => {
    answer = undefined;
    clearInterval(beat);
    pages.close();
    const closed = server.listening ? once(server, "close") : Promise.resolve();
    server.close();
    await within(graceMs, Promise.all(underWay));
    server.closeAllConnections();
    await closed;
  };

  return {
    name: "web",
    editSpacingMs: 1_000,
    address: `http://${host.includes(":") ? `[${host}]` : host}:${port}/?token=${encodeURIComponent(token)}`,
    port,
    declareChannels: (channels) => posts.declare(channels),
    endPosts: (before) => posts.end(before),
    async post(outgoing) {
      if (!outgoing.channel.startsWith("web:")) throw foreignChannel();
      const { seq, isNew } = attempt(() => posts.add(outgoing, channelTitle(outgoing.channel), now()));
      if (isNew) pages.tell(attempt(() => posts.newestChange()));
      return String(seq) as PostRef;
    },
    async edit(channel, ref, post) {
      const result = attempt(() => posts.replace(channel, Number(ref), post));
      if (result === "absent") throw new DeliveryError("web chat: no such post in this channel", undefined, "refused");
      if (result === "changed") pages.tell(attempt(() => posts.newestChange()));
    },
    /** Its row stays, since others may stand below it. */
    async erase(channel, ref, remains) {
      if (attempt(() => posts.replace(channel, Number(ref), remains)) === "changed")
        pages.tell(attempt(() => posts.newestChange()));
    },
    async find({ channel, key }) {
      const seq = attempt(() => posts.find(channel, key));
      return seq === undefined ? "absent" : (String(seq) as PostRef);
    },
    async start(handler, completer) {
      [answer, complete] = [handler, completer];
    },
    stop,
    async close() {
      await stop(0);
      posts.close();
    },
  };
}

const notListening: Post = {
  form: "answer",
  title: "Commands are not taken right now",
  byline: ["Listwire is starting or stopping; try again in a moment."],
  blocks: [],
  footer: [],
  isCut: false,
};

function foreignChannel(): DeliveryError {
  return new DeliveryError("web chat: not a channel of the web chat", undefined, "channel");
}

/** A file that fails may or may not have kept the post; the key makes another try safe. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DeliveryError("web chat: the file of posts could not be used", retryAfterMs, "unclear", { cause });
  }
}

/** Resolves with `work`, or after `ms` without it. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
