import type { ChannelId } from "../chat/chat-platform.ts";
import { composeLine, isLineChange, withAnotherFailure, withdrawnLine } from "../compose/line.ts";
import type { Post } from "../compose/post.ts";
import { composeReply } from "../compose/reply.ts";
import type { Showing } from "../route/wants.ts";
import { mentionsOf } from "./followers.ts";
import { cardKey, mailKey, notBefore } from "./owe-card.ts";
import type { Scene } from "./scene.ts";

/** The mail's own post: a line where it changed the state, else a reply. */
export async function oweMail(
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
export async function oweStateLines(scene: Scene, channel: ChannelId, showing: Showing): Promise<void> {
  const { tx, deps, archived, told, topic, changes } = scene;
  const card = cardKey(archived.topic);
  const source = { short: told.short, at: told.at, link: archived.facts.link };
  for (const change of changes) {
    if (change.kind === "nak-withdrawn") {
      const line = `nak-${change.nak.short}`;
      await oweEdit(scene, channel, line, change.nak.short, (post) =>
        withdrawnLine(post, change.nak, change.at, topic.total),
      );
    }
    if (change.kind === "ci-again")
      await oweEdit(scene, channel, mailKey(change.first), change.first, (post) => withAnotherFailure(post, source));
    if (!isLineChange(change) || change.kind === "applied" || change.kind === "merged") continue;
    if (change.kind === "nak" && showing.shown === "counted") continue;
    const { mail: _, ...post } = composeLine(change, topic, source);
    await tx.owe({
      channel,
      key: `${change.kind}-${told.short}`,
      topic: archived.topic,
      form: "post",
      level: change.kind !== "nak" ? "silent" : showing.shown === "line" ? showing.level : "normal",
      post,
      answers: card,
      ...(change.kind === "attached" && (await mentionsOf(tx, channel, archived.topic, deps.now()))),
      dueAt: await notBefore(tx, channel, card, deps.now()),
    });
  }
}

/** A post of the channel about a mail that is not hidden, if it is there, becomes what `next` makes of it: at once where it waits, else by an edit. */
async function oweEdit(
  { tx, deps, archived }: Scene,
  channel: ChannelId,
  key: string,
  about: string,
  next: (post: Post) => Post,
): Promise<void> {
  const shown = await tx.delivery(channel, key);
  if (shown === undefined || (await tx.mailByShort(about))?.hidden !== undefined) return;
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
