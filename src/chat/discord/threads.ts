import { type APIMessage, Routes } from "discord.js";
import { refusalOf } from "./failure.ts";
import { threadName } from "./message.ts";
import type { Requests } from "./poster.ts";

/** `CHANNEL/MESSAGE`, in a thread `THREAD/MESSAGE`. */
export interface Place {
  readonly channel: string;
  readonly message: string;
}

/** Gives the channel in which what belongs to a card stands, and takes `members` into it where it is opened for that. */
export function threads(requests: Requests): (root: Place, members: readonly string[]) => Promise<string> {
  /** Threads that stand. Forgotten with the process: asking for one that stands says so. */
  const standing = new Set<string>();

  /** The thread of a card, opened with its first reply or follower. In a forum the card is a post, which is a thread itself. */
  async function threadOf(root: Place, members: readonly string[]): Promise<string> {
    if (root.channel === root.message || standing.has(root.message)) return root.message;
    const card = await cardOf(root);
    if (card === undefined) return root.channel;
    if (card === "stands") return root.message;
    try {
      await requests.post(Routes.threads(root.channel, root.message), { body: { name: threadName(card.content) } });
    } catch (error) {
      if (!stands(error)) {
        if (refusalOf(error) === "thread") return root.channel;
        throw error;
      }
    }
    standing.add(root.message);
    for (const user of members) await requests.put(Routes.threadMembers(root.message, user));
    return root.message;
  }

  /** Of a card that somebody deleted the thread may still stand. */
  async function cardOf(root: Place): Promise<APIMessage | "stands" | undefined> {
    try {
      return (await requests.get(Routes.channelMessage(root.channel, root.message))) as APIMessage;
    } catch (error) {
      if (refusalOf(error) !== "message") throw error;
    }
    try {
      await requests.get(Routes.channel(root.message));
    } catch (error) {
      if (refusalOf(error) !== "gone") throw error;
      return undefined;
    }
    standing.add(root.message);
    return "stands";
  }

  return threadOf;
}

/** "A thread has already been created for this message". */
const stands = (error: unknown): boolean => (error as { code?: unknown }).code === 160004;
