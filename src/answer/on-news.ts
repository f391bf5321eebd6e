import { instant, notice } from "../compose/answers/notice.ts";
import { composeDigest, NEWS } from "../compose/digest.ts";
import { newsTitle } from "../compose/digest-title.ts";
import type { Post } from "../compose/post.ts";
import { happenedIn } from "../happened.ts";
import type { Ask } from "./ask.ts";

const DAY_MS = 86_400_000;

/**
 * What happened in the channel since the one who asks did so last; the first time, in the last day. The same invocation
 * again is answered the same.
 */
export async function answerNews({ deps, invocation: { id, channel, user } }: Ask): Promise<Post> {
  const { store } = deps;
  const now = deps.now();
  const told = await store.lastTold(channel, user);
  const isRepeated = told?.by === id;
  const dayAgo = new Date(now.getTime() - DAY_MS);
  const from = isRepeated ? told.from : (told?.to ?? { place: await store.placeBefore(channel, dayAgo), at: dayAgo });
  const stretch = { channel, after: from.place, isWhole: true, ...(isRepeated && { upTo: told.to.place }) };
  const { happened, place } = await happenedIn(stretch, now, deps);
  if (!isRepeated) await store.saveTold({ channel, reader: user, by: id, from, to: { place, at: now } });
  const names = new Map((await deps.lists()).map((list) => [list.id as string, list.name]));
  const here = (await store.subscriptions()).filter((one) => one.channel === channel);
  const title = newsTitle(
    here.map(({ what, title }) => title ?? names.get(what.name) ?? what.name),
    instant(from.at),
  );
  const post = composeDigest(happened, title, NEWS);
  return post.blocks.length === 0
    ? notice("Nothing new here", `since ${instant(from.at)}.`)
    : { ...post, form: "answer" };
}
