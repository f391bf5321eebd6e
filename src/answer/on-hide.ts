import { hidden, hiddenElsewhere, notHidden, shownAgain } from "../compose/answers/hides.ts";
import { notFound } from "../compose/answers/notice.ts";
import type { Post } from "../compose/post.ts";
import type { Ask } from "./ask.ts";
import { isHiddenHere, namedMail, namedMails } from "./named-mail.ts";

/** The mail is out of sight in every channel: its posts, and whatever commands would tell of it. */
export async function answerHide(ask: Ask): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  const { deps, invocation } = ask;
  const { channel, user: by } = invocation;
  const { channels, unsure } = await deps.store.atomically(async (tx) => {
    await tx.hide(mail.key, { by, channel, at: deps.now() });
    return await deps.retell(tx, (await tx.mailByKey(mail.key)) ?? mail);
  });
  return hidden({ channels: channels.length, unsure }, mail.short);
}

export async function answerUnhide(ask: Ask): Promise<Post> {
  const { deps, invocation } = ask;
  const mail = (await namedMails(ask)).find((one) => isHiddenHere(ask, one));
  if (mail === undefined) return notHidden;
  if (invocation.role !== "operator" && mail.hidden?.channel !== invocation.channel) return hiddenElsewhere;
  const { channels, unsure } = await deps.store.atomically(async (tx) => {
    await tx.unhide(mail.key);
    return await deps.retell(tx, (await tx.mailByKey(mail.key)) ?? mail);
  });
  return shownAgain({ channels: channels.length, unsure }, mail.short);
}
