import type { Member, Topic, TopicMail } from "./topic.ts";

/** A topic without what one of its mails said, and by whom. That there was a mail stays, and which place in a series it has. */
export function withoutMail(topic: Topic, mail: TopicMail): Topic {
  const blank = (member: Member): Member => (member.short === mail.short ? blankMember(member) : member);
  const isOther = ({ short }: { readonly short: string }) => short !== mail.short;
  return {
    ...topic,
    ...(isOther(topic.face) ? {} : { address: "", title: "", changeLog: [], summary: [] }),
    face: blank(topic.face),
    patches: Object.fromEntries(Object.entries(topic.patches).map(([n, member]) => [n, blank(member)])),
    given: topic.given.filter((tag) => !mail.givenTrailers.some(isSame(tag))),
    naks: topic.naks.filter(isOther),
    ...(topic.ci !== undefined && { ci: topic.ci.filter(isOther) }),
    applied: topic.applied.map((one) =>
      mail.applied !== undefined && one.by === mail.author ? { ...one, by: "" } : one,
    ),
    counted: topic.counted.filter((one) => one.mail !== mail.short),
  };
}

/** What is kept of a mail for its topic when the rest is forgotten. */
export function blankTopicMail({
  short,
  id,
  ancestors,
  missing,
  at,
  sentAt,
  kind,
  isReply,
  tag,
  tags,
  version,
  n,
  total,
}: TopicMail): TopicMail {
  return {
    short,
    id,
    ancestors,
    missing,
    at,
    sentAt,
    kind,
    isReply,
    tag,
    tags,
    ...(version !== undefined && { version }),
    ...(n !== undefined && { n }),
    ...(total !== undefined && { total }),
    author: "",
    address: "",
    title: "",
    paths: [],
    changeLog: [],
    summary: [],
    ownTrailers: [],
    givenTrailers: [],
    commands: [],
  };
}

const blankMember = ({ short, id, at }: Member): Member => ({ short, id, at, title: "", who: "" });

const isSame =
  (one: { readonly name: string; readonly value: string }) =>
  (other: { readonly name: string; readonly value: string }) =>
    one.name === other.name && one.value === other.value;
