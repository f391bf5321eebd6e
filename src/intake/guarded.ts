import type { ChannelId } from "../chat/chat-platform.ts";
import { isLineChange } from "../compose/line.ts";
import { composeGap, composeOverflow, moreMails } from "../compose/overflow.ts";
import type { Showing } from "../route/wants.ts";
import type { TopicId } from "../store/store.ts";
import { type Claim, FLOOD, overflowed, type Ruling, rule } from "./cap.ts";
import { gapAt, MAX_CARDS } from "./catch-up.ts";
import { mentionsOf } from "./followers.ts";
import { type Growing, oweGrowing } from "./owe-card.ts";
import type { Scene } from "./scene.ts";

/** How a channel would show a mail if there were room. */
export interface Wanted {
  readonly channel: ChannelId;
  readonly showing: Showing;
  readonly isFace: boolean;
  /** Its topic has a card in the channel already. */
  readonly hasCard: boolean;
  /** Messages an hour. */
  readonly cap: number;
  /** How a gap is made up for: in `cards` and a line, all of it `shown`, or by the `digest` alone. */
  readonly gap: "cards" | "shown" | "digest";
}

/** A line of a gap is posted when no more of it has come for this long, in ms. */
const GAP_ENDS_MS = 60_000;

/**
 * How the channel shows it with the room that there is: what is loud or personal passes, what was too much at once is in
 * a line that says how much, and its card goes on if it is there. A card that was too much comes with the next mail of
 * its topic for which there is room.
 */
export async function guarded(scene: Scene, wanted: Wanted): Promise<Showing> {
  const { tx, deps, arrival } = scene;
  const { channel, showing, hasCard, cap, gap } = wanted;
  const messages = messagesOf(scene, wanted);
  const isOfGap = arrival.isCatchUp === true && gap !== "digest";
  if (showing.level === "loud" || (messages === 0 && !(isOfGap && showing.shown === "off"))) return showing;
  const guard = (await tx.guard(channel)) ?? { lists: {} };
  const now = deps.now();
  let made = isOfGap ? gapAt(guard, now) : guard.gap;
  if (isOfGap && made !== undefined) {
    const isTooMuch = gap === "cards" && messages > 0 && !hasCard && made.cards >= MAX_CARDS;
    if (isTooMuch || messages === 0) {
      made = { ...made, folded: made.folded + (showing.shown === "counted" ? 0 : 1) };
      await tx.saveGuard(channel, { ...guard, gap: made });
      const key = `gap-${new Date(made.since).toISOString()}`;
      if (made.folded > 0) await oweGrowing(tx, line(channel, key, composeGap(made), GAP_ENDS_MS), deps);
      return folded(showing, isTooMuch ? "not shown, since the gap brought too many" : undefined);
    }
    if (!hasCard) made = { ...made, cards: made.cards + 1 };
  }
  const claim = { list: arrival.reading.mail.lists[0] ?? "", messages, cap, now };
  const { ruled, guard: after } = rule(guard, claim);
  if (ruled === "shown" || (await isPersonal(scene, channel, wanted))) {
    await tx.saveGuard(channel, { ...after, ...(made !== undefined && { gap: made }) });
    return showing;
  }
  return await overflow(scene, wanted, claim, { ruled, guard: after });
}

/** One more for the line. A mail that its card would only count is none: it would have made no message of its own. */
async function overflow(
  { tx, deps }: Scene,
  { channel, showing }: Wanted,
  claim: Claim,
  { ruled, guard }: Ruling,
): Promise<Showing> {
  const reason =
    ruled === "flood"
      ? `${claim.list} brought more than ${Math.max(FLOOD.mails, claim.cap)} mails in ${FLOOD.minutes} minutes`
      : `over the cap of ${claim.cap} messages an hour`;
  const isOwn = showing.shown !== "counted";
  const over = overflowed(guard, claim, ruled, isOwn ? 1 : 0);
  await tx.saveGuard(channel, { ...guard, overflow: over });
  if (!isOwn) return folded(showing, `but it has no card here: ${reason}`);
  await oweGrowing(tx, line(channel, `more-${new Date(over.since).toISOString()}`, composeOverflow(over)), deps);
  return folded(showing, `${reason}; in the line "${moreMails(over.mails)}"`);
}

/** Messages that it makes in the channel: its card if that is not there, its own post, and lines about the state. */
function messagesOf({ changes }: Scene, { showing: { shown }, isFace, hasCard }: Wanted): number {
  if (shown === "off" || shown === "held" || shown === "digest") return 0;
  const lines = changes
    .filter(isLineChange)
    .filter(({ kind }) => kind !== "applied" && kind !== "merged" && !(kind === "nak" && shown === "counted"));
  return (hasCard ? 0 : 1) + (isFace || shown === "counted" ? 0 : 1) + lines.length;
}

/** Somebody follows its topic here and is told of what it brings: a new version, or where it went. */
async function isPersonal({ tx, deps, archived, topic, changes }: Scene, channel: ChannelId, { isFace }: Wanted) {
  const tells = changes.some(({ kind }) => kind === "applied" || kind === "merged" || kind === "attached");
  if (!tells && !(isFace && topic.previous !== undefined)) return false;
  return (await mentionsOf(tx, channel, archived.topic, deps.now())).mentions !== undefined;
}

function folded(showing: Showing, reason: string | undefined): Showing {
  const because = reason === undefined ? showing.because : `${showing.because}; ${reason}`;
  return { shown: "off", level: "silent", because, isFolded: true };
}

function line(channel: ChannelId, key: string, post: Growing["post"], waitMs = 0): Growing {
  return { channel, key, topic: key as TopicId, post, waitMs };
}
