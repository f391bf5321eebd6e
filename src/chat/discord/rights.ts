import { PermissionFlagsBits } from "discord.js";
import type { Invocation } from "../chat-platform.ts";

/** Somebody in a channel, as Discord tells of them now. */
export interface Asker {
  readonly user: string;
  /** Their permissions in the channel that the command is about, computed with its overwrites; `undefined`: not known. */
  readonly permissions: bigint | undefined;
}

const administers =
  PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageChannels;

/**
 * What somebody may do in a channel: the operator's word first, then the right to manage the channel, which they have to
 * see. What is not known is no right.
 */
export function roleOf({ user, permissions }: Asker, operators: ReadonlySet<string>): Invocation["role"] {
  if (operators.has(user)) return "operator";
  if (permissions === undefined) return "member";
  const isAdmin = (permissions & PermissionFlagsBits.Administrator) !== 0n;
  const sees = isAdmin || (permissions & PermissionFlagsBits.ViewChannel) !== 0n;
  return sees && (permissions & administers) !== 0n ? "admin" : "member";
}

/** What the bot has to be allowed: to see, to write, to open and write in threads, to attach files, to read what it wrote. */
const needed =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

/** The address at which an admin of a server lets the bot in, with no more than it needs. */
export function inviteAddress(application: string): string {
  const query = new URLSearchParams({
    client_id: application,
    permissions: String(needed),
    scope: "bot applications.commands",
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
