import type { ListId } from "../mail/mail.ts";
import type { Topic } from "../series/topic.ts";
import type { Roles } from "../store/store.ts";

/** Names the places that may show a mail, by its lists: `""` for all places; the same name for the same ones. */
export type AudienceOf = (lists: readonly ListId[]) => string;

/**
 * The store as mail of these lists may see it: other mail of the same audience and of the public one, and topics of its
 * own audience alone. So no card, count or first line of a reply is ever made of words that were meant for fewer.
 */
export function seenFrom<Store extends Pick<Roles, "topic" | "mailsById" | "mailByShort">>(
  tx: Store,
  lists: readonly ListId[],
  audienceOf: AudienceOf,
): Store {
  const audience = audienceOf(lists);
  const seen: Pick<Roles, "topic" | "mailsById"> = {
    mailsById: async (ids) =>
      (await tx.mailsById(ids)).filter((mail) => ["", audience].includes(audienceOf(mail.lists))),
    async topic<State>(id: Parameters<Roles["topic"]>[0]) {
      const topic = await tx.topic<Topic>(id);
      const face = topic && (await tx.mailByShort(topic.face.short));
      return face !== undefined && audienceOf(face.lists) === audience ? (topic as State) : undefined;
    },
  };
  // Not a copy: it is made for each mail, and a transaction has many functions.
  return Object.assign(Object.create(tx) as Store, seen);
}
