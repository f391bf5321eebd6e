import type { ListId } from "../../src/mail/mail.ts";
import { isOfSeries } from "../../src/series/fold.ts";
import type { Run, Sent } from "./relay.ts";

/** One line of the result; the last one is all channels and days. */
export interface Volume {
  readonly channel: string;
  readonly day: string;
  /** Mails that came by the channel's list, each once. */
  readonly mails: number;
  readonly messages: number;
  /** Those of them that stand in the channel itself, not in the thread of a card. */
  readonly beside: number;
  readonly edits: number;
}

export function volumes({ mails, sent }: Run): Volume[] {
  const arrived = mails.flatMap((mail) =>
    mail.lists.map((list) => ({ channel: channelOf(list), day: dayOf(mail.arrivedAt) })),
  );
  const gone = sent.map(({ channel, at, form, root }) => ({
    channel: channel as string,
    day: dayOf(at),
    form,
    isInThread: root !== undefined,
  }));
  const count = (channel: string | undefined, day: string | undefined): Volume => {
    const isHere = (one: { channel: string; day: string }) =>
      (channel === undefined || one.channel === channel) && (day === undefined || one.day === day);
    const messages = gone.filter((one) => isHere(one) && one.form === "post");
    return {
      channel: channel ?? "all",
      day: day ?? "",
      mails: arrived.filter(isHere).length,
      messages: messages.length,
      beside: messages.filter(({ isInThread }) => !isInThread).length,
      edits: gone.filter((one) => isHere(one) && one.form === "edit").length,
    };
  };
  const channels = [...new Set(arrived.map(({ channel }) => channel))].sort();
  const days = [...new Set([...arrived, ...gone].map(({ day }) => day))].sort();
  return [
    ...channels.flatMap((channel) => [...days.map((day) => count(channel, day)), count(channel, undefined)]),
    count(undefined, undefined),
  ];
}

/** How many messages there are of each sort, most first: `reply in a thread: review-with-trailer`. */
export function sorts({ mails, sent }: Run): { readonly sort: string; readonly count: number }[] {
  const byShort = new Map<string, Run["mails"][number]>(mails.map((mail) => [mail.short, mail]));
  const posts = sent.filter(({ form }) => form === "post");
  const named = posts.map((one) => {
    const mail = byShort.get(one.post.mail ?? "");
    return `${wordFor(one, mail)}: ${mail?.kind ?? "no mail"}`;
  });
  return Array.from(
    Map.groupBy(named, (name) => name),
    ([sort, all]) => ({ sort, count: all.length }),
  ).toSorted((a, b) => b.count - a.count);
}

function wordFor({ key, root }: Sent, mail: Run["mails"][number] | undefined): string {
  if (root !== undefined) return "reply in a thread";
  if (!key.startsWith("card-")) return "line";
  return mail?.parent === undefined && mail?.facts.topicMail.isReply ? "card, answers a mail not here" : "card";
}

/** What must not happen, with the posts that it happened to. */
export function wrongs({ mails, sent, stuck }: Run): { readonly what: string; readonly which: readonly string[] }[] {
  const posts = sent.filter(({ form }) => form === "post");
  const cards = posts.filter(({ key }) => key.startsWith("card-"));
  const seen = new Set<string>();
  const orphans = posts.filter(({ channel, key, root }) => {
    const isOrphan = root !== undefined && !seen.has(`${channel} ${root}`);
    seen.add(`${channel} ${key}`);
    return isOrphan;
  });
  return [
    { what: "cards doubled", which: [...repeated(cards, ({ topic }) => topic), ...repeated(cards, faceOf)] },
    {
      what: "mails posted twice",
      which: repeated(
        posts.filter(({ key }) => /^(?:card|mail)-/.test(key)),
        faceOf,
      ),
    },
    { what: "replies whose card is not there", which: orphans.map(wordsOf) },
    { what: "owed and never posted", which: Array.from({ length: stuck }, () => "a delivery") },
    { what: "series with several cards", which: split({ mails, sent }) },
  ];
}

/** Posts of one channel that share what `name` gives. */
function repeated(posts: readonly Sent[], name: (post: Sent) => string | undefined): string[] {
  const groups = Map.groupBy(posts, (post) => `${post.channel} ${name(post) ?? post.key}`);
  return [...groups.values()].filter((group) => group.length > 1).map((group) => group.map(wordsOf).join(" and "));
}

function faceOf({ post }: Sent): string | undefined {
  return post.mail;
}

/**
 * Patches of one sender, version and total that answer the same mail are one series, with that mail where it is the
 * sender's own: its cards, where a channel has several.
 */
function split({ mails, sent }: Pick<Run, "mails" | "sent">): string[] {
  const byId = new Map(mails.map((mail) => [mail.id, mail]));
  const patches = mails.filter(({ facts }) => isOfSeries(facts.topicMail) && (facts.topicMail.n ?? 0) > 0);
  const series = Map.groupBy(patches, ({ ancestors, facts: { topicMail } }) =>
    [ancestors.at(-1) ?? topicMail.id, topicMail.address, topicMail.version, topicMail.total].join(" "),
  );
  const cards = sent.filter(({ key, form }) => key.startsWith("card-") && form === "post");
  return [...series.values()].flatMap((members) => {
    const first = members[0]!.facts.topicMail;
    const above = byId.get(first.ancestors.at(-1) ?? first.id);
    const cover = above?.facts.topicMail;
    const isOwn =
      cover?.address === first.address && !cover.isReply && (first.version ?? cover.version) === cover.version;
    const topics = new Set([...members, ...(above !== undefined && isOwn ? [above] : [])].map(({ topic }) => topic));
    return repeated(
      cards.filter(({ topic }) => topics.has(topic)),
      () => "",
    );
  });
}

function wordsOf({ channel, key, post }: Sent): string {
  return `${channel} ${key} "${post.title}"`;
}

function channelOf(list: ListId): string {
  return `web:${list.replace(/\..*$/, "")}`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
