import type { ChannelId } from "../chat/chat-platform.ts";
import { instant } from "../compose/answers/notice.ts";
import { leftOut, shutOut } from "../route/filter.ts";
import { channelsCap } from "../route/route.ts";
import { type Showing, strongest, type WantedMail, wants } from "../route/wants.ts";
import type { ChannelSettings } from "../store/settings.ts";
import type { ArchivedMail, Subscription } from "../store/store.ts";
import { caps } from "./cap.ts";
import type { MailFacts } from "./facts.ts";
import { guarded } from "./guarded.ts";
import { channelsOf } from "./owe-card.ts";
import type { Scene } from "./scene.ts";
import { wantedMail } from "./wanted.ts";

/** Mail as one channel is asked about it. */
interface Question {
  readonly channel: ChannelId;
  readonly subscriptions: readonly Subscription[];
  readonly settings: ChannelSettings;
  readonly wanted: WantedMail;
  readonly isFace: boolean;
}

const NOTHING_SET: ChannelSettings = { filters: [], levels: {} };

/**
 * How each channel that wants a mail shows it, as far as that is not decided: its subscriptions say, the strongest wins,
 * then the channel's filters, what it muted, and how much it gets at once. By lists, those alone that this copy came by.
 */
export async function showingsOf(scene: Scene, wanted: WantedMail, isFace: boolean): Promise<Map<ChannelId, Showing>> {
  const { tx, archived, arrival } = scene;
  const showings = new Map<ChannelId, Showing>();
  // A mail to the mailbox itself is nobody's business. Who names two lists may want to be published on the one that is not public.
  if (arrival.state === "quarantined" || arrival.reading.mail.lists.length !== 1) return showings;
  const mail = { ...wanted, subsystems: channelsCap(wanted.subsystems) };
  const carded = await channelsOf(tx, archived.topic);
  const decided = new Set(archived.decisions.filter(({ shown }) => shown !== "off").map(({ channel }) => channel));
  for (const [channel, subscriptions] of Map.groupBy(await tx.subscriptions(), ({ channel }) => channel)) {
    if (decided.has(channel)) continue;
    const settings = (await tx.settings(channel)) ?? NOTHING_SET;
    const asked = { ...mail, hasCard: carded.has(channel) };
    const showing = await showingIn(scene, { channel, subscriptions, settings, wanted: asked, isFace });
    if (showing !== undefined) showings.set(channel, showing);
  }
  return showings;
}

async function showingIn(scene: Scene, question: Question): Promise<Showing | undefined> {
  const { tx, deps, archived, changes, arrival } = scene;
  const { channel, subscriptions, settings, wanted, isFace } = question;
  const fitting = subscriptions.flatMap((wish) => {
    const isCatchUp = arrival.isCatchUp === true && wish.preset !== "everything";
    const showing = wants(wish, { ...wanted, isCatchUp }, settings);
    return showing === undefined ? [] : [{ preset: wish.preset, showing }];
  });
  if (fitting.length === 0) return undefined;
  // A path, a person and a subsystem bring mail of any list.
  if (!deps.maySee(channel, [...archived.lists, ...arrival.reading.mail.lists]))
    return off("this channel may not show what comes by its list");
  const best = fitting.map(({ showing }) => showing).reduce(strongest);
  const reason = best.shown === "held" ? undefined : await filteredOut(scene, question, best);
  if (reason !== undefined) return { ...off(`${best.because}; but ${reason}`), isUnwanted: true };
  const set = await tx.muteOf(channel, archived.topic);
  const mute = set !== undefined && set.until > deps.now() ? set : undefined;
  if (mute?.manner === "mute") return off(`muted here until ${mute.until.toISOString().slice(0, 10)}`);
  // A copy of it came by another list.
  if (archived.hidden !== undefined) return { ...off(`${best.because}; but an admin hid it`), isUnwanted: true };
  const stands = asItStands(best, isFace);
  const presets = new Set(fitting.map(({ preset }) => preset));
  const isAgain = changes.some(({ kind }) => kind === "ci-again");
  return await guarded(scene, {
    channel,
    showing: isAgain ? again(stands) : mute !== undefined ? cooled(stands, mute.until) : stands,
    isFace,
    hasCard: wanted.hasCard === true,
    cap: settings.cap ?? scene.deps.cap ?? Math.max(...subscriptions.map(({ preset }) => caps[preset])),
    // A channel of quiet subscriptions is told by its digest.
    gap: presets.has("everything") ? "shown" : presets.has("normal") ? "cards" : "digest",
  });
}

/** What the channel's filters say: to the mail, and to the series whose card would be shown for it alone. */
async function filteredOut(
  { tx, topic }: Scene,
  { settings: { filters }, wanted }: Question,
  { shown }: Showing,
): Promise<string | undefined> {
  if (filters.length === 0) return undefined;
  const own = leftOut(filters, wanted);
  if (own !== undefined || shown !== "counted" || wanted.hasCard === true) return own;
  const face = (await tx.mailByShort(topic.face.short)) as ArchivedMail<MailFacts> | undefined;
  const noted = face?.facts.wanted;
  const out = face && noted && shutOut(filters, wantedMail(face, noted));
  return out && `its conversation is not shown: ${out}`;
}

function off(because: string): Showing {
  return { shown: "off", level: "silent", because };
}

/** A thread that runs hot is counted for a while. */
function cooled(showing: Showing, until: Date): Showing {
  if (showing.shown !== "reply" || showing.level === "loud") return showing;
  return {
    shown: "counted",
    level: "silent",
    because: `${showing.because}; cooled here until ${instant(until)}: its replies are counted`,
  };
}

/** A further failure of a patch is told where the first one stands. */
function again(showing: Showing): Showing {
  if (showing.shown !== "reply") return showing;
  return { ...showing, shown: "counted", because: `${showing.because}; it failed before, and is told there` };
}

/** A mail that opens its topic is the card; a posting within another topic is a reply there. */
function asItStands(showing: Showing, isFace: boolean): Showing {
  if (isFace && ["reply", "line", "counted"].includes(showing.shown)) {
    return { ...showing, shown: "card", because: `${showing.because}; it opens its conversation here` };
  }
  if (!isFace && showing.shown === "card")
    return { ...showing, shown: "reply", because: `${showing.because}, in the thread that it belongs to` };
  return showing;
}
