import { leftOut, shutOut } from "../route/filter.ts";
import { channelsCap } from "../route/route.ts";
import { type Showing, strongest, type WantedMail, type Wish, wants } from "../route/wants.ts";
import type { ChannelSettings } from "../store/settings.ts";
import type { ArchivedMail, TopicId } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mayShow } from "./named-mail.ts";
import { recentMails } from "./recent-mails.ts";

/** More of the latest mails are not looked at. */
const MOST_MAILS = 5000;
/** So many older mails in a row end the week: mails come only about in the order of their dates. */
const MOST_OLDER = 200;
const WEEK_MS = 7 * 86_400_000;

/** What a channel would have got of the last week. */
export interface LastWeek {
  readonly shown: Readonly<Partial<Record<Showing["shown"], number>>>;
  /** Mails that were wanted and that no filter left out. */
  readonly passed: number;
  /** Mails that were wanted and left out by a filter, newest first. */
  readonly filtered: readonly LeftOut[];
  /** Mails from before it was noted what decides about them. */
  readonly unknown: number;
  /** There was more mail than is looked at. */
  readonly isCut: boolean;
}

interface LeftOut {
  readonly short: string;
  readonly subject: string;
  /** The exclude that did it, 0 for the first one; absent where no include let it in. */
  readonly filter?: number;
}

interface AskedMail {
  readonly short: string;
  readonly subject: string;
  readonly topic: TopicId;
  readonly wanted: WantedMail;
  /** It opens its topic. */
  readonly isFace: boolean;
}

/** Asks the mails of the last week again, as they would be asked if they came now. */
export async function lastWeek(ask: Ask, wishes: readonly Wish[], settings: ChannelSettings): Promise<LastWeek> {
  const since = ask.deps.now().getTime() - WEEK_MS;
  const mails: AskedMail[] = [];
  let [looked, older, unknown] = [0, 0, 0];
  for await (const mail of recentMails(ask.deps.store, MOST_MAILS)) {
    looked += 1;
    older = mail.arrivedAt.getTime() < since ? older + 1 : 0;
    if (older > MOST_OLDER) break;
    if (older > 0 || !mayShow(ask, mail)) continue;
    const asked = askedMail(ask, mail);
    if (asked === undefined) unknown += mayBeWanted(wishes, mail) ? 1 : 0;
    else if (wishes.some((wish) => wants(wish, asked.wanted) !== undefined)) mails.push(asked);
  }
  return { ...told(mails.reverse(), wishes, settings), unknown, isCut: looked === MOST_MAILS && older <= MOST_OLDER };
}

function askedMail({ deps }: Ask, mail: ArchivedMail): AskedMail | undefined {
  const wanted = deps.wanted(mail);
  const { short, subject, topic } = mail;
  return (
    wanted && {
      short,
      subject,
      topic,
      wanted: { ...wanted, subsystems: channelsCap(wanted.subsystems) },
      isFace: wanted.thread[0] === mail.id,
    }
  );
}

/** Of a list it is known even so. */
function mayBeWanted(wishes: readonly Wish[], { lists }: ArchivedMail): boolean {
  return wishes.some(({ what }) => what.kind !== "list" || lists.some((list) => list === what.name));
}

/** What they become, the oldest first: a topic that began in the week has its card from its first mail that is shown. */
function told(
  mails: readonly AskedMail[],
  wishes: readonly Wish[],
  settings: ChannelSettings,
): Pick<LastWeek, "shown" | "passed" | "filtered"> {
  const shown: Partial<Record<Showing["shown"], number>> = {};
  const count = (what: Showing["shown"]) => {
    shown[what] = (shown[what] ?? 0) + 1;
  };
  const filtered: LeftOut[] = [];
  const began = new Set(mails.filter(({ isFace }) => isFace).map(({ topic }) => topic));
  const carded = new Set<TopicId>();
  for (const { wanted, topic, isFace, short, subject } of mails) {
    const hasCard = carded.has(topic) || !began.has(topic);
    const asked = { ...wanted, hasCard };
    const best = wishes.flatMap((wish) => wants(wish, asked, settings) ?? []).reduce(strongest).shown;
    if (best !== "held" && leftOut(settings.filters, asked) !== undefined) {
      const filter = settings.filters.findIndex((one) => shutOut([one], asked) !== undefined);
      filtered.unshift({ short, subject, ...(filter >= 0 && { filter }) });
    } else if (best === "held" || best === "off" || best === "digest") count(best);
    else {
      if (!hasCard) count("card");
      carded.add(topic);
      if (!isFace) count(best === "card" ? "reply" : best);
    }
  }
  return { shown, passed: mails.length - filtered.length, filtered };
}
