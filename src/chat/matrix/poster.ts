import type { Post } from "../../compose/post.ts";
import type { ChannelId, Outgoing, PostRef } from "../chat-platform.ts";
import { DeliveryError } from "../delivery-error.ts";
import { type Content, contentOf, editOf, type Named, OURS, relationOf, transactionOf } from "./event.ts";
import { deliveryError, type Refusal, refusalOf } from "./failure.ts";
import { type Rendered, renderPost } from "./render-post.ts";
import type { Homeserver } from "./sdk.ts";

export interface PosterDeps {
  readonly server: Homeserver;
  /** Our own user id. */
  readonly self: string;
  /** How conversations lie in the room. */
  readonly layoutOf: (channel: ChannelId) => Promise<"thread" | "flat">;
  /** Why nothing may be written in the room though the server would take it, in words; `undefined` where it may. */
  readonly closed: (room: string) => string | undefined;
  /** Told when a request fails in a way that the whole platform has to know. */
  readonly onRefusal: (refusal: Refusal, channel: ChannelId) => void;
}

/** A room's id on its homeserver: `matrix:!a:example.org` is `!a:example.org`. */
const roomOf = (channel: ChannelId): string => channel.slice("matrix:".length);

export const pathOf = (room: string, ...rest: readonly string[]): string =>
  ["/_matrix/client/v3/rooms", ...[room, ...rest].map(encodeURIComponent)].join("/");

/** How long a room that we may not write in by our own rule is let alone, in ms; it is opened when that changes. */
const CLOSED_MS = 6 * 60 * 60_000;

/** An event as a room gives it. */
interface Event {
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly content: { readonly msgtype?: Content["msgtype"]; readonly [OURS]?: Named };
}

export function matrixPoster(deps: PosterDeps) {
  const { server, self } = deps;
  /** Failures in a row by room. */
  const failures = new Map<string, number>();

  async function trying<T>(channel: ChannelId, work: (room: string) => Promise<T>): Promise<T> {
    const room = roomOf(channel);
    const closed = deps.closed(room);
    if (closed !== undefined) throw new DeliveryError(closed, CLOSED_MS, "channel");
    try {
      const done = await work(room);
      failures.delete(room);
      return done;
    } catch (error) {
      const count = failures.get(room) ?? 0;
      failures.set(room, count + 1);
      const refusal = refusalOf(error);
      if (refusal !== undefined) deps.onRefusal(refusal, channel);
      throw deliveryError(error, count);
    }
  }

  async function send(room: string, transaction: string, content: object, type = "m.room.message"): Promise<PostRef> {
    const { event_id: ref } = await server.ask("PUT", pathOf(room, "send", type, transaction), { body: content });
    // A proxy may answer with something else, though the homeserver took it.
    if (typeof ref !== "string") throw new DeliveryError("the answer is none of Matrix", 1000, "unclear");
    return ref as PostRef;
  }

  async function post(outgoing: Outgoing): Promise<PostRef> {
    const { channel, key, level, root, answers } = outgoing;
    return await trying(channel, async (room) => {
      const layout = await deps.layoutOf(channel);
      const common = {
        level,
        mentions: mentioned(outgoing),
        keys: [key],
        relation: relationOf(root, answers, layout),
      };
      let refused: unknown;
      for (const [generation, rendered] of plainer(outgoing.post, layout).entries()) {
        try {
          return await send(room, transactionOf(channel, key, generation), contentOf({ ...common, rendered }));
        } catch (error) {
          if (refusalOf(error) !== "form") throw error;
          refused = error;
        }
      }
      throw refused;
    });
  }

  async function edit(channel: ChannelId, ref: PostRef, next: Post): Promise<void> {
    await trying(channel, async (room) => {
      const there = (await server.ask("GET", pathOf(room, "event", ref)).catch((error: unknown) => {
        if ((error as { errcode?: string }).errcode !== "M_NOT_FOUND") throw error;
      })) as Event | undefined;
      const msgtype = there?.content.msgtype;
      // What somebody took away has no words left.
      if (msgtype === undefined) throw new DeliveryError("the post is gone", undefined, "refused");
      const rendered = renderPost(next);
      await send(room, transactionOf(channel, "edit", ref, rendered.formattedBody), editOf(rendered, msgtype, ref));
    });
  }

  /** Reads the room back to its first try: the key decides, whatever form it went out in. */
  async function find({ channel, key }: Outgoing, since: Date): Promise<PostRef | "absent" | undefined> {
    return await trying(channel, async (room) => {
      const oldest = since.getTime() - SLACK_MS;
      let from: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { dir: "b", limit: String(PAGE), filter: MESSAGES, ...(from !== undefined && { from }) };
        const { chunk, end } = (await server.ask("GET", pathOf(room, "messages"), { query })) as {
          readonly chunk: readonly Event[];
          readonly end?: string;
        };
        const found = chunk.find(
          ({ sender, content }) => sender === self && content[OURS]?.keys.includes(key) === true,
        );
        if (found !== undefined) return found.event_id as PostRef;
        if (end === undefined || chunk.some(({ origin_server_ts: at }) => at < oldest)) return "absent";
        from = end;
      }
      return undefined;
    });
  }

  return {
    post,
    edit,
    find,
    send,
    /** What was refused in a room may be allowed now. */
    forgive: (room: string): void => {
      failures.delete(room);
    },
  };
}

/** Events that a room gives at once, and how many pages of them are read. */
const PAGE = 100;
const MOST_PAGES = 20;
const MESSAGES = JSON.stringify({ types: ["m.room.message"] });

/** Clocks differ: this much before the first try is looked at, too, in ms. */
const SLACK_MS = 2 * 60_000;

const prefix = "matrix:";

const mentioned = ({ mentions = [] }: Outgoing): readonly string[] =>
  mentions.filter((user) => user.startsWith(prefix)).map((user) => user.slice(prefix.length));

/** The post; without the mail's words, where the homeserver does not take them; and by its id alone. */
function plainer(post: Post, layout: "thread" | "flat"): readonly Pick<Rendered, "body" | "formattedBody">[] {
  const ours = (text: string): Post => ({
    ...post,
    byline: [],
    blocks: [],
    footer: [{ kind: "state", text, tone: "neutral" }, ...post.footer.filter(({ kind }) => kind === "id")],
  });
  return [
    renderPost(post, { isFlat: layout === "flat" }),
    renderPost(ours("the homeserver did not take its text")),
    renderPost({ ...ours("a mail of which the homeserver took no word"), title: "", tag: "" }),
  ];
}
