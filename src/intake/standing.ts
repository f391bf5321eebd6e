import { attachedWords } from "../compose/line.ts";
import type { ReplyParts } from "../compose/reply.ts";
import type { MessageId } from "../mail/message-id.ts";
import { isOfSeries } from "../series/fold.ts";
import { patchNumber, type Topic, type TopicMail } from "../series/topic.ts";
import type { ArchivedMail } from "../store/store.ts";
import type { MailFacts } from "./facts.ts";

/** What a reply's first line says about where it stands. */
export function standing(
  topic: Topic,
  mail: TopicMail,
  parent: MessageId | undefined,
  ancestors: readonly ArchivedMail<MailFacts>[],
): Pick<ReplyParts, "on" | "answers" | "newSubject" | "attached"> {
  const n = patchNumber(topic, mail);
  const answered = ancestors.find(({ id }) => id === parent);
  const isDrift = !isOfSeries(mail) && n === undefined && mail.title !== topic.title && topic.face.short !== mail.short;
  return {
    ...(n !== undefined && { on: `${n}/${topic.total}` }),
    ...(answered !== undefined && answered.facts.topicMail.author !== mail.author && { answers: answered.author }),
    ...(mail.attached !== undefined && { attached: attachedWords(mail.attached) }),
    ...(isDrift && topic.form === "conversation" && { newSubject: mail.title }),
  };
}
