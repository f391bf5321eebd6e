import { setImmediate } from "node:timers/promises";
import type { ChannelId } from "./chat/chat-platform.ts";
import type { Happened, HappenedTopic } from "./compose/digest.ts";
import type { ListId } from "./mail/mail.ts";
import type { Topic, TopicMail } from "./series/topic.ts";
import type { Mutes } from "./store/mutes.ts";
import type { Archive, ArchivedMail, TopicId } from "./store/store.ts";
import type { Readers } from "./store/told.ts";
import type { Topics } from "./store/topics.ts";

export interface HappenedDeps {
  readonly store: Pick<Readers, "decidedAfter"> &
    Pick<Topics, "topic"> &
    Pick<Archive, "mailByShort"> &
    Pick<Mutes, "muteOf">;
  /** Whether mail of these lists may be shown in the channel now. */
  readonly maySee: (channel: ChannelId, lists: readonly ListId[]) => boolean;
  /** What its topic learnt from a mail; absent where nothing was noted. */
  readonly topicMail: (mail: ArchivedMail) => TopicMail | undefined;
}

/** What is asked about: the places behind `after`, up to `upTo` where that is given. */
export interface Stretch {
  readonly channel: ChannelId;
  readonly after: number;
  readonly upTo?: number;
  /** Also what somebody of the channel does not want to see: filtered, hidden. For one who asks by themselves. */
  readonly isWhole?: boolean;
}

/** Mails read at a time; a busy channel's week has thousands. */
const PAGE = 200;

/**
 * What happened in a channel, as far as it may be seen there now and is not muted: what a digest and `news` tell, and the
 * place up to which that is.
 */
export async function happenedIn(
  stretch: Stretch,
  now: Date,
  deps: HappenedDeps,
): Promise<{ readonly happened: Happened; readonly place: number }> {
  const { channel, upTo = Number.MAX_SAFE_INTEGER, isWhole = false } = stretch;
  const mails: { topic: TopicId; told: TopicMail }[] = [];
  let place = stretch.after;
  for (;;) {
    const page = await deps.store.decidedAfter(channel, place, PAGE);
    for (const { place: at, mail } of page) {
      if (at > upTo) break;
      place = at;
      const isTold = isShowable(mail, channel, deps) && (isWhole || !isUnwanted(mail, channel));
      const told = isTold ? deps.topicMail(mail) : undefined;
      if (told !== undefined) mails.push({ topic: mail.topic, told });
    }
    if (page.length < PAGE || (page.at(-1)?.place ?? 0) >= upTo) break;
    // Reading is synchronous; others get their turn.
    await setImmediate();
  }
  const topics = new Map<string, HappenedTopic>();
  for (const [id, group] of Map.groupBy(mails, ({ topic }) => topic)) {
    const found = await topicOf(id, group.at(-1)!.told, channel, now, deps);
    if (found !== undefined) topics.set(id, found);
  }
  return { happened: { mails: mails.filter(({ topic }) => topics.has(topic)), topics }, place };
}

function isShowable(mail: ArchivedMail, channel: ChannelId, deps: HappenedDeps): boolean {
  return (
    mail.hidden === undefined &&
    !mail.decisions.some(({ shown }) => shown === "held") &&
    deps.maySee(channel, mail.lists)
  );
}

function isUnwanted({ decisions }: ArchivedMail, channel: ChannelId): boolean {
  return decisions.some((one) => one.channel === channel && one.isUnwanted === true);
}

/** `undefined` for one that is muted. */
async function topicOf(
  id: TopicId,
  newest: TopicMail,
  channel: ChannelId,
  now: Date,
  deps: HappenedDeps,
): Promise<HappenedTopic | undefined> {
  const topic = await deps.store.topic<Topic>(id);
  const mute = await deps.store.muteOf(channel, id);
  if (topic === undefined || (mute?.manner === "mute" && mute.until > now)) return undefined;
  const face = await deps.store.mailByShort(topic.face.short);
  const isSeen = face !== undefined && isShowable(face, channel, deps);
  return isSeen ? { topic, title: topic.title, mail: face.short } : { topic, title: newest.title, mail: newest.short };
}
