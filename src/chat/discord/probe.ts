import { type APIChannel, type APIGuildMember, type APIRole, PermissionFlagsBits, REST, Routes } from "discord.js";
import type { ChannelId } from "../chat-platform.ts";
import { refusalOf } from "./failure.ts";

/** What keeps us from showing mail in a channel, each with the remedy; empty where all is well. Nothing is written. */
export type Probe = (channel: ChannelId) => Promise<readonly string[]>;

const needed = {
  "View Channel": PermissionFlagsBits.ViewChannel,
  "Send Messages": PermissionFlagsBits.SendMessages,
  "Create Public Threads": PermissionFlagsBits.CreatePublicThreads,
  "Send Messages in Threads": PermissionFlagsBits.SendMessagesInThreads,
  "Read Message History": PermissionFlagsBits.ReadMessageHistory,
  "Attach Files": PermissionFlagsBits.AttachFiles,
} as const;

/** Asks Discord by requests alone, beside a relay that runs. @throws {Error} where the token is not taken, or nobody answers */
export async function discordProbe(token: string, api: string | undefined): Promise<Probe> {
  const rest = new REST({ version: "10", retries: 1, timeout: 15_000, ...(api !== undefined && { api }) }).setToken(
    token,
  );
  const self = (await rest.get(Routes.user()).catch((cause: unknown) => {
    throw new Error(
      refusalOf(cause) === "token"
        ? "the token is not taken; copy the bot's token anew into `discord.token`"
        : "Discord does not answer; is it reachable from here?",
      { cause },
    );
  })) as { readonly id: string };

  return async (channel) => {
    const id = channel.slice("discord:".length);
    const found = (await rest.get(Routes.channel(id)).catch((error: unknown) => {
      if (["gone", "rights"].includes(refusalOf(error) ?? "")) return undefined;
      throw error;
    })) as APIChannel | undefined;
    if (found === undefined)
      return [
        "there is no such channel for the bot; let it into the server by `listwire invite`, and let it see the channel",
      ];
    if (!("guild_id" in found) || found.guild_id === undefined)
      return ["is no channel of a server; name one by its id"];
    const [roles, member] = (await Promise.all([
      rest.get(Routes.guildRoles(found.guild_id)),
      rest.get(Routes.guildMember(found.guild_id, self.id)),
    ])) as [APIRole[], APIGuildMember];
    const may = permissionsOf({ roles, member, self: self.id, guild: found.guild_id }, overwritesOf(found));
    const missing = Object.entries(needed).flatMap(([name, bit]) => ((may & bit) === 0n ? [name] : []));
    return missing.length === 0
      ? []
      : [`the bot may not: ${missing.join(", ")}; allow it for the bot's role in this channel`];
  };
}

interface Overwrite {
  readonly id: string;
  readonly allow: string;
  readonly deny: string;
}

const overwritesOf = (channel: APIChannel): readonly Overwrite[] =>
  "permission_overwrites" in channel ? (channel.permission_overwrites ?? []) : [];

interface Standing {
  readonly roles: readonly APIRole[];
  readonly member: APIGuildMember;
  readonly self: string;
  readonly guild: string;
}

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites */
function permissionsOf({ roles, member, self, guild }: Standing, overwrites: readonly Overwrite[]): bigint {
  const own = roles.filter(({ id }) => id === guild || member.roles.includes(id));
  const base = own.reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ~0n;
  const steps = [[guild], member.roles, [self]].map((ids) => overwrites.filter(({ id }) => ids.includes(id)));
  const may = steps.reduce((before, said) => {
    const deny = said.reduce((all, one) => all | BigInt(one.deny), 0n);
    const allow = said.reduce((all, one) => all | BigInt(one.allow), 0n);
    return (before & ~deny) | allow;
  }, base);
  return (may & PermissionFlagsBits.ViewChannel) === 0n ? 0n : may;
}
