import { setTimeout as wait } from "node:timers/promises";
import type { ChannelId, Invocation, Listener, PostRef } from "../chat-platform.ts";
import { contentOf, relationOf, transactionOf } from "./event.ts";
import { waitOf } from "./failure.ts";
import { pathOf } from "./poster.ts";
import { roleOf } from "./rights.ts";
import type { Homeserver } from "./sdk.ts";
import type { SyncEvent } from "./sync.ts";
import { toAnswer } from "./to-answer.ts";
import { type Called, commandIn } from "./words.ts";

type Answer = Parameters<Listener["start"]>[0];

export interface ListenerDeps {
  readonly server: Homeserver;
  readonly called: Called;
  readonly operators: ReadonlySet<string>;
  readonly send: (room: string, transaction: string, content: object, type?: string) => Promise<PostRef>;
  readonly layoutOf: (channel: ChannelId) => Promise<"thread" | "flat">;
}

/** What a message hangs on: the root of its thread, and what it replies to. */
interface Hangs {
  readonly thread?: string | undefined;
  readonly reply?: string | undefined;
}

/** An answer that cannot be sent waits so often for its turn, and this long at most each time, in ms. */
const MOST_WAITS = 5;
const LONGEST_WAIT_MS = 60_000;

/** Takes what people ask for in words, and answers in the thread it was said in. */
export function matrixListener({ server, called, operators, send, layoutOf }: ListenerDeps) {
  /** Whether an event is a post of ours, and the root of the thread it stands in: what is asked about is asked about again. */
  const known = new Map<string, { readonly isOurs: boolean; readonly hangs: Hangs }>();

  async function look(room: string, id: string): Promise<{ readonly isOurs: boolean; readonly hangs: Hangs }> {
    const before = known.get(id);
    if (before !== undefined) return before;
    const event = (await patiently(() => server.ask("GET", pathOf(room, "event", id))).catch((error: unknown) => {
      if ((error as { errcode?: string }).errcode !== "M_NOT_FOUND") throw error;
    })) as SyncEvent | undefined;
    const found = { isOurs: event?.sender === called.self, hangs: event === undefined ? {} : hangsOn(event) };
    known.set(id, found);
    if (known.size > 1000) known.delete(known.keys().next().value ?? "");
    return found;
  }

  /** The post of ours that a message is about: what it replies to, else the card whose thread it stands in. */
  async function aboutOf(room: string, { thread, reply }: Hangs): Promise<string | undefined> {
    for (const id of [reply, thread]) if (id !== undefined && (await look(room, id)).isOurs) return id;
    return undefined;
  }

  /** Answers one message, where it is a command of somebody's. */
  async function take(room: string, event: SyncEvent, answer: Answer): Promise<void> {
    const { sender, content, event_id: id } = event;
    // People alone: no bots, who speak in notices, and no edits, which were answered when they were new.
    if (sender === called.self || content.msgtype !== "m.text" || typeof content.body !== "string") return;
    if (object(content["m.relates_to"]).rel_type === "m.replace") return;
    if (commandIn(content.body, called, true) === undefined) return;
    const hangs = hangsOn(event);
    const about = await aboutOf(room, hangs);
    const request = commandIn(content.body, called, about !== undefined);
    if (request === undefined) return;
    const channel = `matrix:${room}` as ChannelId;
    const noticed = { "m.relates_to": { rel_type: "m.annotation", event_id: id, key: "👀" } };
    await patiently(() => send(room, transactionOf("seen", id), noticed, "m.reaction"));
    const invocation: Invocation = {
      id,
      channel,
      user: `matrix:${sender}`,
      role: roleOf(sender, await stateOf(room), operators),
      request,
      ...(about !== undefined && { about: about as PostRef }),
    };
    const posts = await answer(invocation);
    const root = hangs.thread ?? (await rootFor(room, event, about));
    const relation = relationOf(root as PostRef, id as PostRef, await layoutOf(channel));
    for (const [at, { rendered, file }] of toAnswer(posts).entries()) {
      const told = contentOf({ rendered, level: "silent", relation });
      await patiently(() => send(room, transactionOf("answer", id, at), told));
      if (file === undefined) continue;
      const url = await patiently(() => server.upload(file.octets, file.type, file.name));
      const info = { mimetype: file.type, size: file.octets.length };
      const below = { msgtype: "m.file", body: file.name, filename: file.name, url, info, "m.mentions": {} };
      const content = { ...below, ...(relation && { "m.relates_to": relation }) };
      await patiently(() => send(room, transactionOf("file", id, at), content));
    }
  }

  /** What an answer's thread hangs on: the card that was replied to, else the question. */
  async function rootFor(room: string, event: SyncEvent, about: string | undefined): Promise<string> {
    if (about === undefined) return event.event_id;
    return (await look(room, about)).hangs.thread ?? about;
  }

  async function stateOf(room: string) {
    const state = (type: string) =>
      patiently(() => server.ask("GET", pathOf(room, "state", type, ""), { query: { format: "event" } })).catch(
        (error: unknown) => {
          if ((error as { errcode?: string }).errcode !== "M_NOT_FOUND") throw error;
        },
      );
    const [levels, create] = [await state("m.room.power_levels"), await state("m.room.create")];
    return { powerLevels: (levels as SyncEvent | undefined)?.content, create };
  }

  return { take };
}

/** Does it when the limit that news and answers share lets it: nobody else tries again for an answer. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await work();
    } catch (error) {
      const ms = waitOf(error);
      if (ms === undefined || ms > LONGEST_WAIT_MS || waits >= MOST_WAITS) throw error;
      await wait(ms, undefined, { ref: false });
    }
  }
}

function hangsOn({ content }: SyncEvent): Hangs {
  const relation = object(content["m.relates_to"]);
  const thread = relation.rel_type === "m.thread" ? text(relation.event_id) : undefined;
  const reply = text(object(relation["m.in_reply_to"]).event_id);
  // In a thread a reply may be there for old clients alone.
  return { thread, reply: relation.is_falling_back === true ? undefined : reply };
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
