import type { ChannelId } from "../chat/chat-platform.ts";
import type { ListId } from "../mail/mail.ts";
import type { Archive, Delivery } from "../store/store.ts";
import type { Topics } from "../store/topics.ts";

export interface RefusalDeps {
  readonly store: Pick<Topics, "listsOfTopic"> & Pick<Archive, "mailByKey" | "mailByShort">;
  /** Whether mail that came by all these lists may be shown in the channel now. */
  readonly maySee: (channel: ChannelId, lists: readonly ListId[]) => boolean;
}

/**
 * Why a delivery may not go out now, in words for `why`; `undefined` where it may. Asked at the last moment: what was
 * owed while a list was public is not sent once it is not. A card is made of all mails of its topic, so it goes where all
 * of them may; a digest is made of the mails that it names.
 */
export async function refusal(
  { channel, topic, mail, post }: Pick<Delivery, "channel" | "topic" | "mail" | "post">,
  { store, maySee }: RefusalDeps,
): Promise<string | undefined> {
  const rows = post.blocks.flatMap((block) => (block.kind === "mails" ? block.rows : []));
  const shorts = [post.mail, ...rows.map((row) => row.mail)].filter((short) => short !== undefined);
  const named = [mail === undefined ? undefined : await store.mailByKey(mail)];
  for (const short of new Set(shorts)) named.push(await store.mailByShort(short));
  const lists = [...(await store.listsOfTopic(topic)), ...named.flatMap((one) => one?.lists ?? [])];
  return maySee(channel, [...new Set(lists)]) ? undefined : "this channel may not show what comes by its list";
}
