import { notFound } from "../compose/answers/notice.ts";
import { why, whyHeldBack } from "../compose/answers/why.ts";
import type { Post } from "../compose/post.ts";
import type { ArchivedMail, Delivery } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mailFacts, mayShow, namedMails, opened } from "./named-mail.ts";

/** Every decision about a mail. Admins see quarantined mail too; only the operator sees what other channels got. */
export async function answerWhy(ask: Ask): Promise<Post> {
  const { deps, invocation } = ask;
  const { channel, role } = invocation;
  const named = await namedMails(ask);
  const mayAsk = (one: ArchivedMail): boolean =>
    mayShow(ask, one) || (one.state === "quarantined" && role !== "member" && deps.maySee(channel, one.lists));
  const mail = named.find(mayAsk);
  const hidden = named.find((one) => one.state === "quarantined");
  if (mail === undefined) {
    return hidden !== undefined && role === "operator" ? whyHeldBack(hidden.short, hidden.problem) : notFound;
  }
  const mayKnow = (where: { readonly channel?: string }): boolean =>
    role === "operator" || where.channel === undefined || where.channel === channel;
  // What broke the reader once is not read again.
  const outcome = mail.state === "quarantined" ? undefined : await opened(ask, mail);
  const parent = await parentOf(ask, mail);
  const mute = await deps.store.muteOf(channel, mail.topic);
  return why({
    ...(await mailFacts(ask, mail)),
    here: channel,
    kind: mail.kind,
    state: mail.state,
    ...(mail.problem !== undefined && { problem: mail.problem }),
    ...(parent && { parent }),
    twins: await twinsOf(ask, mail),
    routing: deps.routing(mail),
    decisions: mail.decisions.filter(mayKnow),
    deliveries: (await deliveriesOf(ask, mail)).filter(mayKnow),
    ...(mute && { mute }),
    reading: outcome?.kind === "read" ? outcome.reading : undefined,
  });
}

/** Its own deliveries, and those of the card that may only count it. */
async function deliveriesOf({ deps: { store } }: Ask, mail: ArchivedMail): Promise<Delivery[]> {
  const own = await store.deliveriesOfMail(mail.key);
  const cards = (await store.deliveriesOfTopic(mail.topic)).filter((one) => one.mail === undefined);
  return [...own, ...cards];
}

async function parentOf(ask: Ask, mail: ArchivedMail) {
  const found = mail.parent === undefined ? [] : await ask.deps.store.mailsById([mail.parent]);
  const parent = found.find((one) => mayShow(ask, one));
  if (parent !== undefined) return mailFacts(ask, parent);
  return mail.ancestors.length > 0 ? "unseen" : undefined;
}

async function twinsOf(ask: Ask, mail: ArchivedMail): Promise<string[]> {
  const same = await ask.deps.store.mailsById([mail.id]);
  return same.filter((one) => one.key !== mail.key && mayShow(ask, one)).map(({ short }) => short);
}
