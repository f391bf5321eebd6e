import { createHash } from "node:crypto";
import {
  type APIMessageReferenceSend,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from "discord.js";
import type { Level } from "../chat-platform.ts";
import { type Button, MAX_CONTENT, type Rendered } from "./render-post.ts";

/**
 * The words under which Discord takes a create twice for one. Derived, not random: a second copy of us, or one without
 * its memory, says the same. `generation` counts definite refusals of another form. At most 25 characters.
 */
export function nonceOf(channel: string, key: string, generation: number): string {
  return createHash("sha256")
    .update(JSON.stringify(["d1", channel, key, generation]))
    .digest("base64url")
    .slice(0, 22);
}

export interface MessageParts {
  /** Fits into `roomBeside(mentions)`. */
  readonly rendered: Rendered;
  readonly level: Level;
  readonly nonce?: string;
  /** The message in the same channel that it answers. */
  readonly answers?: string;
  /** User ids of those who asked to be told; nobody else is ever pinged. */
  readonly mentions: readonly string[];
}

/** The body of a new message: `allowed_mentions` is closed to everybody who did not ask. */
export function newMessage(parts: MessageParts): RESTPostAPIChannelMessageJSONBody {
  const { rendered, level, nonce, answers } = parts;
  const mentions = parts.mentions.slice(0, MOST_NAMED);
  const reference: APIMessageReferenceSend | undefined =
    answers === undefined ? undefined : { message_id: answers, fail_if_not_exists: false };
  return {
    content: withMentions(rendered.content, mentions),
    ...components(rendered.buttons),
    allowed_mentions: { parse: [], users: mentions, replied_user: false },
    flags: MessageFlags.SuppressEmbeds | (level === "silent" ? MessageFlags.SuppressNotifications : 0),
    ...(nonce !== undefined && { nonce, enforce_nonce: true }),
    ...(reference !== undefined && { message_reference: reference }),
  };
}

/** The body of an edit, which tells nobody. */
export function editedMessage({
  content,
  buttons,
}: Rendered): Pick<RESTPostAPIChannelMessageJSONBody, "content" | "components" | "allowed_mentions" | "flags"> {
  return {
    content,
    ...components(buttons),
    allowed_mentions: { parse: [], replied_user: false },
    flags: MessageFlags.SuppressEmbeds,
  };
}

/** The words of ours that mention those who follow; nothing for the others. */
function withMentions(content: string, users: readonly string[]): string {
  return users.length === 0 ? content : `${content}\n${told(users)}`;
}

const told = (users: readonly string[]): string => `-# for ${users.map((user) => `<@${user}>`).join(" ")}`;

/** UTF-16 units that a post may have beside the words that mention these. */
export function roomBeside(mentions: readonly string[]): number {
  return MAX_CONTENT - withMentions("", mentions.slice(0, MOST_NAMED)).length;
}

/** Discord takes a hundred users in `allowed_mentions`; so many fit into a line. */
const MOST_NAMED = 20;

function components(buttons: readonly Button[]): Pick<RESTPostAPIChannelMessageJSONBody, "components"> {
  if (buttons.length === 0) return { components: [] };
  return {
    components: [
      {
        type: ComponentType.ActionRow,
        components: buttons.map(({ label, id }) => ({
          type: ComponentType.Button as const,
          style: ButtonStyle.Secondary as const,
          label,
          custom_id: id,
        })),
      },
    ],
  };
}

const canBeSeen = /[^\s\u2800\p{M}\p{C}]/u;

/** A thread's name: the card's subject without brackets, at most 100 characters, never changed later. */
export function threadName(content: string): string {
  const first = (content.split("\n", 1)[0] ?? "").replace(/\\([^0-9A-Za-z\s])/g, "$1").replaceAll("**", "");
  const bare = first.replace(/^(?:\[[^\]]{0,60}\]\s*)+/, "").replace(/[<>]/g, "");
  const name = ([bare, first].find((words) => canBeSeen.test(words)) ?? "thread").trim();
  if (name.length <= 100) return name;
  const cut = Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(name))
    .reduce((text, { segment }) => (text.length + segment.length <= 99 ? text + segment : text), "")
    .replace(/\s+\S*$/, "");
  return `${cut}…`;
}
