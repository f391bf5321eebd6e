import { full, withoutText } from "../compose/answers/full.ts";
import { link } from "../compose/answers/link.ts";
import { notFound } from "../compose/answers/notice.ts";
import { patchChoice, patchesOf, patchFile } from "../compose/answers/patch.ts";
import { threadTree } from "../compose/answers/thread.ts";
import type { Post } from "../compose/post.ts";
import { isUnquoted, UNQUOTED } from "../compose/unquoted.ts";
import type { Reading } from "../reader.ts";
import type { ArchivedMail } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { isHiddenHere, mailFacts, mayShow, namedMail, opened } from "./named-mail.ts";

export async function answerFull(ask: Ask): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  return withReading(ask, mail, async (reading) => {
    const isWithoutQuotes = await answersUnquoted(ask, mail);
    return full(await mailFacts(ask, mail), { ...reading.mail, isWithoutQuotes });
  });
}

/** Mails above an answer that it may quote. */
const MAX_QUOTED = 4;

/** Whether one of the nearest mails above asks not to be quoted. */
async function answersUnquoted(ask: Ask, mail: ArchivedMail): Promise<boolean> {
  for (const above of await ask.deps.store.mailsById(mail.ancestors.slice(-MAX_QUOTED))) {
    const outcome = await opened(ask, above);
    if (outcome.kind === "read" && isUnquoted(outcome.reading.mail, ask.deps.omit)) return true;
  }
  return false;
}

export async function answerPatch(ask: Ask): Promise<Post> {
  const named = await namedMail(ask);
  if (named === undefined) return notFound;
  const topic = await ask.deps.store.mailsOfTopic(named.topic);
  const patches = patchesOf(topic.filter((mail) => mayShow(ask, mail)));
  const choice = async () => patchChoice(await mailFacts(ask, named), patches);
  const patchIn = (mail: ArchivedMail, otherwise: () => Promise<Post>) =>
    withReading(ask, mail, async ({ mail: { author, date, subject }, patch }) =>
      patch === undefined || patch.diff === ""
        ? otherwise()
        : patchFile(await mailFacts(ask, mail), { author, ...(date && { date }), subject: subject.text, patch }),
    );
  if (ask.args.n !== undefined) {
    const asked = patches.find(({ n }) => n === Number(ask.args.n));
    return asked === undefined ? choice() : patchIn(asked.mail, choice);
  }
  const [only, second] = patches;
  return patchIn(named, () => (only !== undefined && second === undefined ? patchIn(only.mail, choice) : choice()));
}

export async function answerThread(ask: Ask): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  // What is hidden keeps its place in the tree.
  const mails = (await ask.deps.store.mailsOfThread(mail.thread)).flatMap((one) =>
    mayShow(ask, one) ? [one] : isHiddenHere(ask, one) ? [{ ...one, subject: "hidden here", author: "" }] : [],
  );
  return threadTree((await mailFacts(ask, mail)).subject, mail.short, mails);
}

export async function answerLink(ask: Ask): Promise<Post> {
  const mail = await namedMail(ask);
  return mail === undefined ? notFound : link(await mailFacts(ask, mail));
}

/** What `show` makes of the mail read again, or a word on why it cannot be. */
async function withReading(ask: Ask, mail: ArchivedMail, show: (reading: Reading) => Promise<Post>): Promise<Post> {
  const outcome = await opened(ask, mail);
  const facts = await mailFacts(ask, mail);
  switch (outcome.kind) {
    case "gone":
      return withoutText(facts, "Its text is no longer kept here.");
    case "broken":
      return withoutText(facts, `It cannot be read: ${outcome.reason}.`);
    case "read":
      return isUnquoted(outcome.reading.mail, ask.deps.omit) ? withoutText(facts, UNQUOTED) : show(outcome.reading);
  }
}
