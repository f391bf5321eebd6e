import type { Post } from "../../compose/post.ts";
import type { ChannelId, Outgoing, PostRef } from "../chat-platform.ts";
import { DeliveryError } from "../delivery-error.ts";
import { editsOf } from "./erase.ts";
import { contentOf, editOf, OURS, relationOf, transactionOf } from "./event.ts";
import { deliveryError, type Refusal, refusalOf, waitOf } from "./failure.ts";
import { type EventContent, formsOf, replaced } from "./forms.ts";
import { reactionsOf } from "./reactions.ts";
import type { Homeserver } from "./sdk.ts";

export interface PosterDeps {
  readonly server: Homeserver;
  /** Our own user id. */
  readonly self: string;
  readonly now: () => Date;
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
  readonly content: EventContent;
  readonly unsigned?: {
    readonly "m.relations"?: {
      readonly "m.replace"?: { readonly content: { readonly "m.new_content"?: EventContent } };
    };
  };
}

export function matrixPoster(deps: PosterDeps) {
  const { server, self } = deps;
  /** Failures in a row by room. */
  const failures = new Map<string, number>();
  /** The homeserver gives us fewer messages than there is to say, ms since 1970. */
  let scarceUntil = 0;
  /** Tags that were shown already, by card and mail. */
  const reacted = new Set<string>();

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
      noteLimit(error);
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
    const { channel, root, beside = [] } = outgoing;
    const all = [outgoing, ...beside];
    return await trying(channel, async (room) => {
      const layout = await deps.layoutOf(channel);
      const answered = new Set(all.map(({ answers }) => answers));
      const common = {
        level: all.some(({ level }) => level !== "silent") ? "normal" : "silent",
        mentions: [...new Set(all.flatMap(mentioned))],
        relation: relationOf(root, answered.size === 1 ? outgoing.answers : undefined, layout),
      } as const;
      const keys = all.map(({ key }) => key);
      let refused: unknown;
      for (const [generation, form] of formsOf(all, layout).entries()) {
        const content = contentOf({ ...common, rendered: form.rendered, named: { keys, ...form.named } });
        try {
          return await send(room, transactionOf(channel, ...keys, generation), content);
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
      const there = await eventOf(room, ref);
      const last = there?.unsigned?.["m.relations"]?.["m.replace"]?.content["m.new_content"] ?? there?.content;
      // What somebody took away has no words left.
      if (last?.msgtype === undefined) throw new DeliveryError("the post is gone", undefined, "refused");
      const { rendered, named } = replaced(last, next);
      const content = editOf(rendered, { msgtype: last.msgtype, ...(named !== undefined && { [OURS]: named }) }, ref);
      await send(room, transactionOf(channel, "edit", ref, rendered.formattedBody), content);
      await react(room, ref, next);
    });
  }

  /** Everything that an event ever said: the event and its edits. One that shows other posts, too, says what remains of it. */
  async function erase(channel: ChannelId, ref: PostRef, remains: Post): Promise<void> {
    await trying(channel, async (room) => {
      const there = await eventOf(room, ref);
      if (there?.content.msgtype === undefined) return;
      if (there.content[OURS]?.parts !== undefined) return await edit(channel, ref, remains);
      for (const id of [...(await editsOf(server, room, ref, self)), ref])
        await server.ask("PUT", pathOf(room, "redact", id, transactionOf(channel, "erase", id)), { body: {} });
    });
  }

  async function eventOf(room: string, ref: PostRef): Promise<Event | undefined> {
    return (await server.ask("GET", pathOf(room, "event", ref)).catch((error: unknown) => {
      if ((error as { errcode?: string }).errcode !== "M_NOT_FOUND") throw error;
    })) as Event | undefined;
  }

  /** The card's last line says it, too: where messages are short, or one is refused, that is enough. */
  async function react(room: string, card: PostRef, post: Post): Promise<void> {
    for (const { mail, key } of reactionsOf(post)) {
      if (together() > 1) return;
      const id = `${card} ${mail}`;
      if (reacted.has(id)) continue;
      reacted.add(id);
      const content = { "m.relates_to": { rel_type: "m.annotation", event_id: card, key } };
      // One that stands from an earlier run is refused.
      await send(room, transactionOf("tags", card, mail), content, "m.reaction").catch(noteLimit);
    }
  }

  function noteLimit(error: unknown): void {
    if (waitOf(error) !== undefined) scarceUntil = deps.now().getTime() + SCARCE_MS;
  }

  const together = (): number => (deps.now().getTime() < scarceUntil ? MOST_TOGETHER : 1);

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
    erase,
    find,
    together,
    send,
    /** What was refused in a room may be allowed now. */
    forgive: (room: string): void => {
      failures.delete(room);
    },
  };
}

/** So many answers fit into one event, whatever is in them. */
const MOST_TOGETHER = 6;

/** So long after the homeserver asked to wait it is taken to be short of messages, in ms. */
const SCARCE_MS = 60_000;

/** Events that a room gives at once, and how many pages of them are read. */
const PAGE = 100;
const MOST_PAGES = 20;
const MESSAGES = JSON.stringify({ types: ["m.room.message"] });

/** Clocks differ: this much before the first try is looked at, too, in ms. */
const SLACK_MS = 2 * 60_000;

const prefix = "matrix:";

const mentioned = ({ mentions = [] }: Outgoing): readonly string[] =>
  mentions.filter((user) => user.startsWith(prefix)).map((user) => user.slice(prefix.length));
