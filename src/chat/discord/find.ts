import type { APIChannel, APIMessage } from "discord.js";
import { Routes } from "discord.js";
import type { Outgoing, PostRef } from "../chat-platform.ts";
import type { Requests } from "./poster.ts";

/** Messages that Discord gives at once, and how many pages of them are read. */
const PAGE = 100;
const MOST_PAGES = 20;

/** Clocks differ: this much before the first try is looked at, too, in ms. */
const SLACK_MS = 2 * 60_000;

/** Discord's ids tell their time: milliseconds since 2015 in the upper bits. */
const snowflakeAt = (time: number): bigint => BigInt(Math.max(0, time - 1_420_070_400_000)) << 22n;

/**
 * Looks for a message of ours with this content, sent since then. What Discord gives of a message need not hold the
 * nonce it came with, so the content decides: it ends in the short id of its mail.
 */
export async function findMessage(
  requests: Requests,
  self: string,
  channel: string,
  { content, since }: { readonly content: string; readonly since: Date },
): Promise<APIMessage | "absent" | undefined> {
  let after = snowflakeAt(since.getTime() - SLACK_MS);
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ after: String(after), limit: String(PAGE) });
    const messages = (await requests.get(Routes.channelMessages(channel), { query })) as APIMessage[];
    const found = messages.find((one) => one.author.id === self && one.content.trim() === content.trim());
    if (found !== undefined) return found;
    if (messages.length < PAGE) return "absent";
    after = messages.reduce((newest, { id }) => (BigInt(id) > newest ? BigInt(id) : newest), after);
  }
  return undefined;
}

/** Looks for a post of ours in a forum: Discord knows no nonce for those. */
export async function findForumPost(
  requests: Requests,
  self: string,
  forum: { readonly id: string; readonly guild: string },
  { name, content, since }: { readonly name: string; readonly content: string; readonly since: Date },
): Promise<PostRef | "absent" | undefined> {
  const { threads } = (await requests.get(Routes.guildActiveThreads(forum.guild))) as { threads: APIChannel[] };
  for (const thread of threads) {
    if (!("parent_id" in thread) || thread.parent_id !== forum.id || thread.name !== name) continue;
    if (BigInt(thread.id) < snowflakeAt(since.getTime() - SLACK_MS)) continue;
    const opening = await findMessage(requests, self, thread.id, { content, since });
    if (typeof opening === "object") return `${thread.id}/${opening.id}` as PostRef;
  }
  return "absent";
}

/** Where a post would stand: the thread of its card, else the channel. */
export const placeOfPost = ({ root }: Outgoing, channel: string): string => root?.split("/")[1] ?? channel;
