import { notFound } from "../compose/answers/notice.ts";
import { why, whyHeldBack } from "../compose/answers/why.ts";
import { shorten } from "../compose/fit.ts";
import type { Post } from "../compose/post.ts";
import type { ArchivedMail, Delivery } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mailFacts, mayShow, namedMails, opened } from "./named-mail.ts";

/** Every decision about a mail. Admins see quarantined mail too; only the operator sees what other channels got. */
export async function answerWhy(ask: Ask): Promise<Post> {
  const { deps, invocation } = ask;
  const { channel, role } = invocation;
  const named = await namedMails(ask);
  const isVisible = (one: ArchivedMail): boolean =>
    mayShow(ask, one) || (one.state === "quarantined" && role !== "member" && deps.maySee(channel, one.lists));
  const mail = named.find(isVisible);
  const held = named.find((one) => one.state === "quarantined");
  if (mail === undefined && held !== undefined && role === "operator") {
    return whyHeldBack(held.short, held.state, held.problem === undefined ? [] : [held.problem]);
  }
  if (mail === undefined) return notFound;

  const isOurs = (where: { readonly channel?: string }): boolean =>
    role === "operator" || where.channel === undefined || where.channel === channel;
  const outcome = mail.state === "quarantined" ? undefined : await opened(ask, mail);
  const reading = outcome?.kind === "read" ? outcome.reading : undefined;
  const mutedUntil = await deps.store.mutedUntil(channel, mail.topic);
  return why({
    ...(await mailFacts(ask, mail)),
    kind: mail.kind,
    place: await place(ask, mail),
    routing: deps.routing(mail),
    decisions: mail.decisions
      .filter(isOurs)
      .map((decision) => ({ ...decision, where: nameOf(decision.channel, channel) })),
    deliveries: (await deliveries(ask, mail))
      .filter(isOurs)
      .map((one) => ({ ...one, where: nameOf(one.channel, channel) })),
    ...(mutedUntil && { mutedUntil }),
    ...(reading && { text: reading.mail.text }),
    problems: [
      ...(mail.problem === undefined ? [] : [mail.problem]),
      ...(reading?.mail.problems ?? []),
      ...(reading?.condensed.sure === false ? ["a weak rule decided what is new in it"] : []),
      ...(reading?.mail.noArchive === true ? ["its author asked that it not be archived"] : []),
      ...(outcome?.kind === "broken" ? [outcome.reason] : []),
    ],
  });
}

/** Its own deliveries, and those of the card that may only count it. */
async function deliveries({ deps: { store } }: Ask, mail: ArchivedMail): Promise<Delivery[]> {
  const own = await store.deliveriesOfMail(mail.key);
  const cards = await store.deliveriesOfTopic(mail.topic);
  return [...own, ...cards.filter((one) => one.mail === undefined && !own.some(({ seq }) => seq === one.seq))];
}

async function place(ask: Ask, mail: ArchivedMail): Promise<string[]> {
  const { store } = ask.deps;
  const parents = mail.parent === undefined ? [] : await store.mailsById([mail.parent]);
  const parent = parents.find((one) => mayShow(ask, one));
  const twins = (await store.mailsById([mail.id])).filter((one) => one.key !== mail.key && mayShow(ask, one));
  return [
    ...(parent === undefined ? [] : [`answers ${parent.short} (${shorten(parent.author, 60)})`]),
    ...(parent === undefined && mail.ancestors.length > 0 ? ["answers a mail not seen here"] : []),
    ...(mail.state === "degraded" ? ["shown with what could be read of it"] : []),
    ...twins.map(({ short }) => `${short} has the same Message-ID and another date: another mail`),
  ];
}

function nameOf(channel: string | undefined, here: string): string {
  return channel === undefined ? "everywhere" : channel === here ? "here" : channel;
}
