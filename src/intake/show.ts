import type { Post } from "../compose/post.ts";
import type { ListId } from "../mail/mail.ts";
import type { Showing } from "../route/wants.ts";
import { topicNames } from "../series/find.ts";
import { countMail, isOfSeries } from "../series/fold.ts";
import { patchNumber } from "../series/topic.ts";
import type { ArchivedMail, Decision } from "../store/store.ts";
import { leaveOldPlaces } from "./leave.ts";
import { cardKey, cardPost, channelsOf, oweCard } from "./owe-card.ts";
import { oweMail, oweStateLines } from "./owe-mail.ts";
import { placesOf } from "./places.ts";
import type { Scene } from "./scene.ts";
import { showingsOf } from "./showings.ts";
import { spamWords, wantedMail } from "./wanted.ts";

/** Decides for every channel, owes what follows, saves the topic, and notes the decisions with the mail. Gives the scene after that. */
export async function show(scene: Scene, lists: readonly ListId[]): Promise<Scene> {
  const { tx, deps, archived, told, arrival } = scene;
  const isFace = scene.topic.face.short === told.short;
  const spam = spamWords(arrival.reading);
  const routed = await placesOf(tx, scene.topic, archived.facts);
  const decisions: Decision[] = [...archived.decisions];
  const wanted = { ...wantedMail(archived, scene.noted, lists), subsystems: routed };
  const showings = await showingsOf(scene, wanted, isFace);
  if (showings.size === 0 && decisions.length === 0)
    decisions.push({ shown: archived.lists.length > 1 ? "held" : "off", because: nowhere(archived, spam) });

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
  let composed: Post | undefined;
  /** Most mails of a busy list come into no channel. */
  const card = async (): Promise<Post> => {
    composed ??= await cardPost(tx, topic, isFace ? archived : undefined);
    return composed;
  };
  for (const [channel, showing] of showings) {
    decisions.push({
      channel,
      shown: showing.shown,
      because: spam === undefined ? showing.because : `${showing.because}: ${spam}`,
      ...(showing.isUnwanted === true && { isUnwanted: true }),
    });
    // A card that waits would show the cover which came late and which nobody here wants.
    if (isFace && showing.isUnwanted === true) await tx.withdraw(channel, cardKey(id));
    if (isKeptBack(showing)) continue;
    await oweCard(
      tx,
      {
        channel,
        id,
        topic,
        card: await card(),
        level: isFace ? showing.level : "silent",
        wait: scene.isWaiting ? deps.waits.orphanMs : deps.waits.cardMs,
      },
      deps,
    );
    if (isFace || showing.shown === "counted") continue;
    await oweMail({ ...scene, topic }, channel, showing);
  }
  if (isOfSeries(told) && archived.decisions.length === 0) await leaveOldPlaces(tx, id, routed);
  // What is counted or told elsewhere, or changed the state, shows on the cards that are out already.
  for (const channel of await channelsOf(tx, id)) {
    const { shown, isUnwanted = false, isFolded = false } = showings.get(channel) ?? { shown: "digest" };
    if (shown === "digest" || (shown === "off" && (isUnwanted || isFolded || told.commands.length > 0)))
      await oweCard(tx, { channel, id, topic, card: await card(), level: "silent" }, deps);
  }
  for (const channel of await channelsOf(tx, id)) {
    const showing = showings.get(channel);
    if (showing !== undefined && !isKeptBack(showing)) await oweStateLines({ ...scene, topic }, channel, showing);
  }
  await tx.setDecisions(archived.key, decisions);
  return { ...scene, topic, archived: { ...archived, decisions } };
}

/** Nothing of it goes out now. */
function isKeptBack({ shown }: Showing): boolean {
  return shown === "off" || shown === "held" || shown === "digest";
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
