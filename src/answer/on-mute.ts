import { durationMs } from "../command/values.ts";
import { type MuteOutcome, muting } from "../compose/answers/mutes.ts";
import { notFound } from "../compose/answers/notice.ts";
import type { Post } from "../compose/post.ts";
import { idleAfter } from "../series/following.ts";
import type { TopicId } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mailFacts, namedMail } from "./named-mail.ts";

/** Nothing new of the mail's series or topic in this channel: for as long as was said, or until it is idle. */
export function answerMute(ask: Ask): Promise<Post> {
  const { deps, args, invocation } = ask;
  const isIdle = args.for === undefined;
  const until = args.for === undefined ? idleAfter(deps.now()) : after(ask, args.for);
  return withTopic(ask, async (topic) => {
    await deps.store.mute(invocation.channel, topic, { manner: "mute", until, isIdle });
    return { kind: "muted", until, isIdle };
  });
}

/** Its replies are counted for a while, a day if nothing was said. */
export function answerCool(ask: Ask): Promise<Post> {
  const { deps, args, invocation } = ask;
  const until = after(ask, args.for ?? "24h");
  return withTopic(ask, async (topic) => {
    await deps.store.mute(invocation.channel, topic, { manner: "cool", until, isIdle: false });
    return { kind: "cooled", until, isIdle: false };
  });
}

export function answerUnmute(ask: Ask): Promise<Post> {
  const { deps, invocation } = ask;
  return withTopic(ask, async (topic) => {
    const was = await deps.store.unmute(invocation.channel, topic);
    return { kind: was ? "unmuted" : "not-muted" };
  });
}

async function withTopic(ask: Ask, work: (topic: TopicId) => Promise<MuteOutcome>): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  return muting(await work(mail.topic), (await mailFacts(ask, mail)).subject, mail.short);
}

function after({ deps }: Ask, duration: string): Date {
  return new Date(deps.now().getTime() + (durationMs(duration) ?? 0));
}
