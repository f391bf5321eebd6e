import type { ChannelId } from "../chat/chat-platform.ts";
import type { ArchiveLink } from "../compose/place.ts";
import type { ListId, Mail } from "../mail/mail.ts";
import type { MessageId } from "../mail/message-id.ts";

/** A list as the configuration names it. */
export interface ListSetting {
  readonly id: ListId;
  readonly name?: string;
  readonly title?: string;
  /** `https://archive.example.org/r/{id}`. */
  readonly archive?: string;
  /** Exact channels that may show it, Discord servers or Matrix rooms; all absent for a public list. */
  readonly channels?: readonly string[];
  readonly guilds?: readonly string[];
  readonly rooms?: readonly string[];
}

/** The server that a channel stands in, as its platform knows it now; `undefined` where it does not. */
export type GuildOf = (channel: ChannelId) => string | undefined;

/** What is known of the lists: the operator's words, else what their ids tell. */
export interface Directory {
  nameOf(list: ListId): string;
  titleOf(list: ListId): string;
  linkTo(mail: Mail): ArchiveLink | undefined;
  /** The lists of the configuration and those that mail came by. */
  entries(
    known: readonly ListId[],
  ): readonly { id: ListId; name: string; archiveUrl: (id: MessageId) => string | undefined; isPrivate: boolean }[];
  maySee(channel: ChannelId, lists: readonly ListId[]): boolean;
  /** Names the places that may show mail of all these lists: `""` for every place; the same name for the same places. */
  audienceOf(lists: readonly ListId[]): string;
}

/** Lists whose public archive is known without being told. Others may have theirs in the configuration. */
const ARCHIVES: readonly { readonly lists: RegExp; readonly word: string; readonly template: string }[] = [
  {
    lists: /\.vger\.kernel\.org$|\.lists\.linux\.dev$|\.lists\.linaro\.org$/,
    word: "lore",
    template: "https://lore.kernel.org/r/{id}",
  },
];

export function directory(settings: readonly ListSetting[], guildOf: GuildOf = () => undefined): Directory {
  const byId = new Map(settings.map((setting) => [setting.id, setting]));
  const nameOf = (list: ListId) => byId.get(list)?.name ?? list.replace(/\..*$/, "");

  function archiveUrl(list: ListId, id: MessageId): ArchiveLink | undefined {
    const own = byId.get(list)?.archive;
    if (own !== undefined)
      return { text: own.includes("//lore.") ? "lore" : "archive", url: own.replace("{id}", encodeId(id)) };
    const known = ARCHIVES.find(({ lists }) => lists.test(list));
    return known && { text: known.word, url: known.template.replace("{id}", encodeId(id)) };
  }

  return {
    nameOf,
    titleOf: (list) => byId.get(list)?.title ?? nameOf(list),
    linkTo(mail) {
      for (const list of mail.lists) {
        const link = archiveUrl(list, mail.id);
        if (link !== undefined) return link;
      }
      return mail.archivedAt === undefined ? undefined : { text: "archive", url: mail.archivedAt };
    },
    entries: (known) =>
      [...new Set([...byId.keys(), ...known])].map((id) => ({
        id,
        name: nameOf(id),
        archiveUrl: (message: MessageId) => archiveUrl(id, message)?.url,
        isPrivate: byId.get(id)?.channels !== undefined,
      })),
    // The web chat shows what this machine's user may see; a list kept to named places is shown in those alone.
    maySee: (channel, lists) =>
      lists.every((list) => {
        const { channels, guilds, rooms } = byId.get(list) ?? {};
        if (guilds !== undefined) return guilds.includes(guildOf(channel) ?? "nowhere");
        if (rooms !== undefined) return rooms.some((room) => channel === `matrix:${room}`);
        return channels?.includes(channel) ?? true;
      }),
    audienceOf(lists) {
      const limits = lists.flatMap((list) => {
        const { channels, guilds, rooms } = byId.get(list) ?? {};
        if (rooms !== undefined) return [`rooms ${rooms.toSorted().join(" ")}`];
        if (guilds !== undefined) return [`servers ${guilds.toSorted().join(" ")}`];
        if (channels === undefined) return [];
        return [channels.length > 0 ? channels.toSorted().join(" ") : list];
      });
      return [...new Set(limits)].sort().join(" & ");
    },
  };
}

/** Percent-encoded for a path, `@` kept for readers (LISTS: at least `/ % ? #` and space). */
function encodeId(id: MessageId): string {
  return encodeURIComponent(id).replaceAll("%40", "@");
}
