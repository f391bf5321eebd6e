import type { ChannelId } from "../chat/chat-platform.ts";
import { composeLine, isLineChange, withAnotherFailure, withdrawnLine } from "../compose/line.ts";
import type { Post } from "../compose/post.ts";
import { composeReply } from "../compose/reply.ts";
import type { ListId } from "../mail/mail.ts";
import { channelsCap } from "../route/route.ts";
import { type Showing, strongest, type WantedMail, wants } from "../route/wants.ts";
import { topicNames } from "../series/find.ts";
import { countMail, isOfSeries } from "../series/fold.ts";
import { patchNumber } from "../series/topic.ts";
import type { ArchivedMail, Decision } from "../store/store.ts";
import { wantedMail } from "./facts.ts";
import { mentionsOf } from "./followers.ts";
import { cardKey, cardPost, channelsOf, mailKey, notBefore, oweCard } from "./owe-card.ts";
import type { Scene } from "./scene.ts";

/** Decides for every channel, owes what follows, saves the topic, and notes the decisions with the mail. Gives the scene after that. */
export async function show(scene: Scene, lists: readonly ListId[]): Promise<Scene> {
  const { tx, deps, archived, told, arrival } = scene;
  const isFace = scene.topic.face.short === told.short;
  const wanted = wantedMail(arrival.reading, archived.facts.routed);
  const decisions: Decision[] = [...archived.decisions];
  const showings = await showingsOf(scene, lists, wanted, isFace);
  if (showings.size === 0 && decisions.length === 0)
    decisions.push({ shown: archived.lists.length > 1 ? "held" : "off", because: nowhere(archived, wanted.spam) });

  let topic = scene.topic;
  if (
    [...showings.values()].some(({ shown }) => shown === "counted") &&
    !isFace &&
    !(isOfSeries(told) && topic.form === "series")
  ) {
    topic = countMail(topic, { mail: told.short, label: countedLabel(scene), who: told.author, at: told.at });
  }
  await tx.saveTopic(archived.topic, topic, topicNames(topic));

  const id = archived.topic;
  const card = await cardPost(tx, topic, isFace ? archived.facts : undefined);
  for (const [channel, showing] of showings) {
    decisions.push({
      channel,
      shown: showing.shown,
      because: wanted.spam === undefined ? showing.because : `${showing.because}: ${wanted.spam}`,
    });
    if (isKeptBack(showing)) continue;
    await oweCard(
      tx,
      {
        channel,
        id,
        topic,
        card,
        level: isFace ? showing.level : "silent",
        wait: scene.isWaiting ? deps.waits.orphanMs : deps.waits.cardMs,
      },
      deps,
    );
    if (isFace || showing.shown === "counted") continue;
    await oweMail({ ...scene, topic }, channel, showing);
  }
  // What is counted or told elsewhere, or changed the state, shows on the cards that are out already.
  for (const channel of await channelsOf(tx, id)) {
    const shown = showings.get(channel)?.shown ?? "digest";
    if (shown === "digest" || (shown === "off" && told.commands.length > 0))
      await oweCard(tx, { channel, id, topic, card, level: "silent" }, deps);
  }
  for (const channel of await channelsOf(tx, id))
    await oweStateLines({ ...scene, topic }, channel, showings.get(channel));
  await tx.setDecisions(archived.key, decisions);
  return { ...scene, topic, archived: { ...archived, decisions } };
}

async function showingsOf(
  { tx, deps, archived, told, topic, changes, arrival }: Scene,
  lists: readonly ListId[],
  wanted: WantedMail,
  isFace: boolean,
): Promise<Map<ChannelId, Showing>> {
  const showings = new Map<ChannelId, Showing>();
  const uncapped = new Set<ChannelId>();
  const awake = new Set<ChannelId>();
  // Who names two lists may want to be published on the one that is not public.
  if (arrival.state === "quarantined" || arrival.reading.mail.lists.length > 1) return showings;
  const isPartOfSeries = isOfSeries(told) && topic.form === "series" && !isFace;
  const subsystems = channelsCap(wanted.subsystems);
  const carded = await channelsOf(tx, archived.topic);
  const decided = new Set(archived.decisions.filter(({ shown }) => shown !== "off").map(({ channel }) => channel));
  for (const { channel, what, preset } of await tx.subscriptions()) {
    if (decided.has(channel)) continue;
    const isCatchUp = arrival.catchUp !== undefined && preset !== "everything";
    const hasCard = carded.has(channel);
    const showing = wants({ what, preset }, { ...wanted, lists, subsystems, isPartOfSeries, hasCard, isCatchUp });
    if (showing === undefined) continue;
    const other = showings.get(channel);
    showings.set(channel, other === undefined ? showing : strongest(other, showing));
    if (preset === "everything") uncapped.add(channel);
    if (preset !== "quiet") awake.add(channel);
  }
  for (const [channel, showing] of showings) {
    const until = await tx.mutedUntil(channel, archived.topic);
    const isMuted = until !== undefined && until > deps.now();
    const stands = asItStands(showing, isFace);
    const isAgain = changes.some(({ kind }) => kind === "ci-again");
    const shown = isMuted
      ? muted(until)
      : isAgain
        ? again(stands)
        : uncapped.has(channel)
          ? stands
          : admitted(stands, channel, arrival);
    showings.set(channel, shown);
    // A quiet channel is told by its digest.
    if (!isMuted && shown.shown === "off" && awake.has(channel)) arrival.catchUp?.fold(channel);
  }
  return showings;
}

/** Nothing of it goes out now. */
function isKeptBack({ shown }: Showing): boolean {
  return shown === "off" || shown === "held" || shown === "digest";
}

function muted(until: Date): Showing {
  return { shown: "off", level: "silent", because: `muted here until ${until.toISOString().slice(0, 10)}` };
}

/** A further failure of a patch is told where the first one stands. */
function again(showing: Showing): Showing {
  if (showing.shown !== "reply") return showing;
  return { ...showing, shown: "counted", because: `${showing.because}; it failed before, and is told there` };
}

/** After a gap a channel gets so many cards; the rest is said in one line. */
function admitted(showing: Showing, channel: ChannelId, { catchUp }: Scene["arrival"]): Showing {
  if (showing.shown !== "card" || showing.level === "loud" || catchUp?.admits(channel) !== false) return showing;
  return { shown: "off", level: "silent", because: `${showing.because}; not shown, since the gap brought too many` };
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

function nowhere(mail: ArchivedMail, spam: string | undefined): string {
  if (mail.state === "quarantined") return `quarantined: ${mail.problem}`;
  if (spam !== undefined) return `looks like spam: ${spam}`;
  if (mail.lists.length === 0) return "came by no list: a mail to the mailbox itself is kept and not shown";
  if (mail.lists.length > 1)
    return `names two lists (${mail.lists.join(", ")}): held, since one of them may not be public`;
  return `no channel here subscribes to ${mail.lists.join(", ")} or to where it was routed`;
}

function countedLabel({ told, topic, parts }: Scene): string {
  const names = [...new Set(parts.trailers.map(({ name }) => name))].join(", ");
  const n = patchNumber(topic, told);
  return names === "" ? told.title : `${names}${n === undefined ? "" : ` on ${n}/${topic.total}`}`;
}

/** The mail's own post: a line where it changed the state, else a reply. */
async function oweMail(
  { tx, deps, archived, told, parts, topic, changes }: Scene,
  channel: ChannelId,
  showing: Showing,
): Promise<void> {
  const change = changes.filter(isLineChange).find(({ kind }) => kind === "applied" || kind === "merged");
  const source = { short: told.short, at: told.at, link: archived.facts.link };
  const isLine = showing.shown === "line" && change !== undefined;
  const card = cardKey(archived.topic);
  const parentMail = archived.parent === undefined ? undefined : (await tx.mailsById([archived.parent]))[0];
  const parentKey = parentMail === undefined ? undefined : mailKey(parentMail.short);
  const answers = parentKey !== undefined && (await tx.delivery(channel, parentKey)) !== undefined ? parentKey : card;
  await tx.owe({
    channel,
    key: mailKey(told.short),
    topic: archived.topic,
    mail: archived.key,
    form: "post",
    // A NAK is one normal line in the channel; the mail itself stays silent in the thread.
    level: showing.shown === "line" && !isLine ? "silent" : showing.level,
    post: isLine ? composeLine(change, topic, source) : composeReply(parts),
    ...(isLine
      ? { answers: card, ...(await mentionsOf(tx, channel, archived.topic, deps.now())) }
      : { root: card, answers }),
    dueAt: isLine ? await notBefore(tx, channel, card, deps.now()) : deps.now(),
  });
}

/** Lines about the state that stand beside the mail's own post, and the edits of those that stand already. */
async function oweStateLines(scene: Scene, channel: ChannelId, showing: Showing | undefined): Promise<void> {
  if (showing === undefined || isKeptBack(showing)) return;
  const { tx, deps, archived, told, topic, changes } = scene;
  const card = cardKey(archived.topic);
  const source = { short: told.short, at: told.at, link: archived.facts.link };
  for (const change of changes) {
    if (change.kind === "nak-withdrawn") {
      const line = `nak-${change.nak.short}`;
      await oweEdit(scene, channel, line, (post) => withdrawnLine(post, change.nak, change.at, topic.total));
    }
    if (change.kind === "ci-again")
      await oweEdit(scene, channel, mailKey(change.first), (post) => withAnotherFailure(post, source));
    if (!isLineChange(change) || change.kind === "applied" || change.kind === "merged") continue;
    const { mail: _, ...post } = composeLine(change, topic, source);
    await tx.owe({
      channel,
      key: `${change.kind}-${told.short}`,
      topic: archived.topic,
      form: "post",
      level: change.kind === "nak" ? "normal" : "silent",
      post,
      answers: card,
      ...(change.kind === "attached" && (await mentionsOf(tx, channel, archived.topic, deps.now()))),
      dueAt: await notBefore(tx, channel, card, deps.now()),
    });
  }
}

/** A post of the channel, if it is there, becomes what `next` makes of it: at once where it waits, else by an edit. */
async function oweEdit(
  { tx, deps, archived }: Scene,
  channel: ChannelId,
  key: string,
  next: (post: Post) => Post,
): Promise<void> {
  const shown = await tx.delivery(channel, key);
  if (shown === undefined) return;
  if (shown.state === "queued") {
    await tx.owe({ ...shown, post: next(shown.post) });
    return;
  }
  const last = await tx.delivery(channel, `edit-${key}`);
  await tx.owe({
    channel,
    key: `edit-${key}`,
    topic: archived.topic,
    form: "edit",
    level: "silent",
    post: next((last ?? shown).post),
    root: key,
    dueAt: deps.now(),
  });
}
