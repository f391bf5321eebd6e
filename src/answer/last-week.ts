import { leftOut } from "../route/filter.ts";
import { type Showing, strongest, type Wish, wants } from "../route/wants.ts";
import type { ChannelSettings } from "../store/settings.ts";
import type { ArchivedMail } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mayShow } from "./named-mail.ts";

/** More of the latest mails are not looked at. */
const MOST_MAILS = 5000;
const WEEK_MS = 7 * 86_400_000;

/** What a channel would have got of the last week. */
export interface LastWeek {
  readonly shown: Readonly<Partial<Record<Showing["shown"], number>>>;
  /** Mails that were wanted and left out by a filter, newest first. */
  readonly filtered: readonly { readonly mail: ArchivedMail; readonly because: string }[];
  /** There was more mail than is looked at. */
  readonly isCut: boolean;
}

/** Asks the mails of the last week again, as they would be asked if they came now. */
export async function lastWeek(ask: Ask, wishes: readonly Wish[], settings: ChannelSettings): Promise<LastWeek> {
  const { deps } = ask;
  const since = deps.now().getTime() - WEEK_MS;
  const latest = await deps.store.latestMails(MOST_MAILS);
  const shown: Partial<Record<Showing["shown"], number>> = {};
  const filtered: { mail: ArchivedMail; because: string }[] = [];
  for (const mail of latest) {
    const wanted = mail.arrivedAt.getTime() < since || !mayShow(ask, mail) ? undefined : deps.wanted(mail);
    if (wanted === undefined) continue;
    const fitting = wishes.flatMap((wish) => wants(wish, wanted, settings) ?? []);
    if (fitting.length === 0) continue;
    const showing = fitting.reduce(strongest);
    const because = showing.shown === "held" ? undefined : leftOut(settings.filters, wanted);
    if (because !== undefined) filtered.push({ mail, because });
    else shown[showing.shown] = (shown[showing.shown] ?? 0) + 1;
  }
  const isCut = latest.length === MOST_MAILS && (latest.at(-1)?.arrivedAt.getTime() ?? 0) > since;
  return { shown, filtered, isCut };
}
