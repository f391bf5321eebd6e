import { type APIMessage, ChannelType, Routes } from "discord.js";
import type { Post } from "../../compose/post.ts";
import type { ChannelId, Outgoing, PostRef } from "../chat-platform.ts";
import { DeliveryError } from "../delivery-error.ts";
import { deliveryError, type Refusal, refusalOf } from "./failure.ts";
import { findForumPost, findMessage, placeOfPost } from "./find.ts";
import { editedMessage, newMessage, nonceOf, roomBeside, threadName } from "./message.ts";
import { type Rendered, renderPost } from "./render-post.ts";
import { type Place, threads } from "./threads.ts";

/** The requests that the poster makes; discord.js's REST client answers them. */
export interface Requests {
  get(route: `/${string}`, options?: { query?: URLSearchParams }): Promise<unknown>;
  post(route: `/${string}`, options: { body: unknown }): Promise<unknown>;
  patch(route: `/${string}`, options: { body: unknown }): Promise<unknown>;
  put(route: `/${string}`, options?: { body: unknown }): Promise<unknown>;
  delete(route: `/${string}`): Promise<unknown>;
}

export interface PosterDeps {
  readonly requests: Requests;
  readonly now: () => Date;
  /** Our own user id, once it is known. */
  readonly self: () => string | undefined;
  /** What sort of channel it is; `undefined` where that is not known yet. */
  readonly typeOf: (channel: string) => ChannelType | undefined;
  /** The server that a channel stands in. */
  readonly guildOf: (channel: string) => string | undefined;
  /** Told when a request fails in a way that the whole platform has to know. */
  readonly onRefusal: (refusal: Refusal, channel: string) => void;
}

const placeOf = (ref: PostRef): Place => {
  const [channel = "", message = ""] = ref.split("/");
  return { channel, message };
};
const refOf = ({ channel_id, id }: Pick<APIMessage, "channel_id" | "id">): PostRef => `${channel_id}/${id}` as PostRef;

/** What was answered, where it is a message; a proxy may answer with something else, though Discord took it. */
function message(answer: unknown): APIMessage {
  if (typeof (answer as APIMessage | undefined)?.id === "string") return answer as APIMessage;
  throw new DeliveryError("Discord's answer is no message", 1000, "unclear");
}

/** A channel's id on Discord: `discord:1234` is `1234`. */
export const snowflakeOf = (channel: ChannelId): string => channel.slice(channel.indexOf(":") + 1);

export function discordPoster(deps: PosterDeps) {
  const { requests, now } = deps;
  /** Failures in a row by channel. */
  const failures = new Map<string, number>();
  const threadOf = threads(requests);
  /** Forum posts that may stand already. */
  const tried = new Set<string>();

  async function trying<T>(channel: string, work: () => Promise<T>): Promise<T> {
    try {
      const done = await work();
      failures.delete(channel);
      return done;
    } catch (error) {
      const count = failures.get(channel) ?? 0;
      failures.set(channel, count + 1);
      const refusal = refusalOf(error);
      if (refusal !== undefined) deps.onRefusal(refusal, channel);
      throw deliveryError(error, count);
    }
  }

  async function post(outgoing: Outgoing): Promise<PostRef> {
    const channel = snowflakeOf(outgoing.channel);
    return await trying(channel, async () => {
      const rendered = renderPost(outgoing.post, roomBeside(mentioned(outgoing)));
      let refused: unknown;
      for (const [generation, form] of plainer(rendered, outgoing.post).entries()) {
        try {
          return refOf(await create(outgoing, channel, form, generation));
        } catch (error) {
          if (refusalOf(error) !== "form") throw error;
          refused = error;
        }
      }
      throw refused;
    });
  }

  async function create(
    outgoing: Outgoing,
    channel: string,
    rendered: Rendered,
    generation: number,
  ): Promise<APIMessage> {
    const root = outgoing.root === undefined ? undefined : placeOf(outgoing.root);
    const nonce = nonceOf(outgoing.channel, outgoing.key, generation);
    if (root === undefined && deps.typeOf(channel) === ChannelType.GuildForum)
      return await openForumPost(outgoing, channel, rendered);
    const into = root === undefined ? channel : await threadOf(root, mentioned(outgoing));
    const answers = outgoing.answers === undefined ? undefined : placeOf(outgoing.answers);
    const body = newMessage({
      rendered,
      level: outgoing.level,
      nonce,
      mentions: mentioned(outgoing),
      ...(answers?.channel === into && { answers: answers.message }),
    });
    try {
      return message(await requests.post(Routes.channelMessages(into), { body }));
    } catch (error) {
      if (refusalOf(error) !== "thread" || root === undefined) throw error;
      // The conversation is locked: what it would have said stands beside the card.
      const above = { ...body, message_reference: { message_id: root.message, fail_if_not_exists: false } };
      return message(await requests.post(Routes.channelMessages(channel), { body: above }));
    }
  }

  async function admit(card: PostRef, user: string): Promise<void> {
    const member = user.slice(discordPrefix.length);
    const thread = await threadOf(placeOf(card), []);
    await requests.put(Routes.threadMembers(thread, member));
  }

  /** Discord knows no nonce for these, so it is looked for before each try but the first. */
  async function openForumPost(outgoing: Outgoing, channel: string, rendered: Rendered): Promise<APIMessage> {
    const there = tried.has(outgoing.key)
      ? await inForum(channel, rendered, new Date(now().getTime() - FORUM_MS))
      : "absent";
    if (there !== "absent" && there !== undefined) {
      const { channel: thread, message } = placeOf(there);
      return { id: message, channel_id: thread } as APIMessage;
    }
    tried.add(outgoing.key);
    const body = newMessage({ rendered, level: outgoing.level, mentions: mentioned(outgoing) });
    const thread: APIMessage & { readonly message?: APIMessage } = message(
      await requests.post(Routes.threads(channel), { body: { name: threadName(rendered.content), message: body } }),
    );
    return thread.message ?? ({ id: thread.id, channel_id: thread.id } as APIMessage);
  }

  async function edit(channel: ChannelId, ref: PostRef, next: Post): Promise<void> {
    const { channel: place, message } = placeOf(ref);
    const body = editedMessage(renderPost(next));
    await trying(snowflakeOf(channel), async () => {
      if (!(await change(place, () => requests.patch(Routes.channelMessage(place, message), { body }))))
        throw new DeliveryError("the post is gone", undefined, "refused");
    });
  }

  async function erase(channel: ChannelId, ref: PostRef): Promise<void> {
    const { channel: place, message } = placeOf(ref);
    await trying(snowflakeOf(channel), () =>
      change(place, () => requests.delete(Routes.channelMessage(place, message))),
    );
  }

  /** Does something to a message, in a thread that is opened for it where it is archived. False where the message is gone. */
  async function change(place: string, send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send().catch(async (error: unknown) => {
        if (refusalOf(error) !== "thread") throw error;
        await requests.patch(Routes.channel(place), { body: { archived: false } });
        await send();
      });
      return true;
    } catch (error) {
      if (["message", "gone"].includes(refusalOf(error) ?? "")) return false;
      throw error;
    }
  }

  /** Looks for it under each form that it may have been sent in. */
  async function find(outgoing: Outgoing, since: Date): Promise<PostRef | "absent" | undefined> {
    const self = deps.self();
    if (self === undefined) return undefined;
    const channel = snowflakeOf(outgoing.channel);
    const place = placeOfPost(outgoing, channel);
    const rendered = renderPost(outgoing.post, roomBeside(mentioned(outgoing)));
    for (const form of plainer(rendered, outgoing.post)) {
      if (outgoing.root === undefined && deps.typeOf(channel) === ChannelType.GuildForum) {
        const found = await inForum(channel, form, since);
        if (found !== "absent") return found;
        continue;
      }
      const content =
        newMessage({ rendered: form, level: outgoing.level, mentions: mentioned(outgoing) }).content ?? "";
      const found = await findMessage(requests, self, place, { content, since }).catch((error: unknown) => {
        // No thread, no message in it.
        if (outgoing.root !== undefined && refusalOf(error) === "gone") return "absent" as const;
        throw error;
      });
      if (found !== "absent") return found === undefined ? undefined : refOf(found);
    }
    return "absent";
  }

  async function inForum(channel: string, { content }: Rendered, since: Date): Promise<PostRef | "absent" | undefined> {
    const [self, guild] = [deps.self(), deps.guildOf(channel)];
    if (self === undefined || guild === undefined) return undefined;
    return await findForumPost(requests, self, { id: channel, guild }, { name: threadName(content), content, since });
  }

  return {
    post,
    edit,
    erase,
    find,
    admit,
    /** What was refused in a channel may be allowed now. */
    forgive: (channel: string): void => {
      failures.delete(channel);
    },
  };
}

/** So far back a forum is searched for a post that may stand already, in ms. */
const FORUM_MS = 7 * 86_400_000;

const discordPrefix = "discord:";

const mentioned = ({ mentions = [] }: Outgoing): readonly string[] =>
  mentions.filter((user) => user.startsWith(discordPrefix)).map((user) => user.slice(discordPrefix.length));

/** The post; without the mail's words, where Discord does not take them; and by its id alone. */
function plainer(rendered: Rendered, post: Post): readonly Rendered[] {
  const id = post.mail === undefined ? "" : ` · ${post.mail}`;
  const [title = ""] = rendered.content.split("\n", 1);
  return [
    rendered,
    { content: `${title}\n-# Discord did not take its text${id}`, buttons: rendered.buttons, isWhole: false },
    { content: `-# A mail of which Discord took no word${id}`, buttons: rendered.buttons, isWhole: false },
  ];
}
