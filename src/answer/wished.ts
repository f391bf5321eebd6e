import type { ChannelId } from "../chat/chat-platform.ts";
import { authorName, subjectLine } from "../compose/names.ts";
import type { ListId } from "../mail/mail.ts";
import type { ArchivedMail, Subscription } from "../store/store.ts";
import type { AnswerDeps, Ask } from "./ask.ts";
import { mayShow, namedMail } from "./named-mail.ts";

/** What somebody meant by a name: `what` as the store keeps it, and the name that people read. */
export interface Wished {
  readonly what: Subscription["what"];
  readonly name: string;
}

/** Where nothing is meant, the reason in words, if there is more to say than that it is not here. */
export type Meant = Wished | { readonly problem?: string };

/** The latest mails among which people are looked for. */
const MOST_MAILS = 5000;

/**
 * What is to be subscribed to: a list before a subsystem that is called the same, then whatever looks like a path, a
 * person or a thread. What may not be shown here is as unknown as what does not exist.
 */
export async function meant(ask: Ask, word: string): Promise<Meant> {
  const [known] = [...(await listsNamed(ask, word)), ...subsystemsNamed(ask, word)];
  if (known !== undefined) return known;
  const [, kind = "", rest = ""] = /^(path|person|thread)(?::\s*(.*))?$/i.exec(word) ?? [];
  switch (kind.toLowerCase()) {
    case "path":
      return pathMeant(rest);
    case "person":
      return personMeant(ask, rest);
    case "thread":
      return threadMeant(ask, rest);
  }
  if (/^<[^<>\s]+@[^<>\s]+>$/.test(word)) return threadMeant(ask, word);
  if (/^[^\s<>@]+@[^\s<>@]+$/.test(word)) return personMeant(ask, word);
  return word.includes("/") ? pathMeant(word) : {};
}

/** Lists that may be shown here by this name or List-Id. */
async function listsNamed({ deps, invocation }: Ask, word: string): Promise<Wished[]> {
  const name = word.toLowerCase();
  return (await deps.lists())
    .filter((list) => list.id.toLowerCase() === name || list.name.toLowerCase() === name)
    .filter(({ id }) => deps.maySee(invocation.channel, [id]))
    .map((list) => ({ what: { kind: "list", name: list.id }, name: list.name }));
}

function subsystemsNamed({ deps }: Ask, word: string): Wished[] {
  const name = word.toLowerCase();
  return deps.subsystems
    .filter((subsystem) => subsystem.toLowerCase() === name)
    .map((subsystem) => ({ what: { kind: "subsystem", name: subsystem }, name: subsystem }));
}

function pathMeant(path: string): Meant {
  if (!/^[^\s/]\S*$/.test(path))
    return { problem: "A path has no blanks and does not begin with a slash: drivers/wbus/ or include/linux/wbus*.h" };
  return { what: { kind: "path", name: path }, name: path };
}

/** Somebody whose mail was seen here: by name, by address, or as the author of the post that is replied to. */
async function personMeant(ask: Ask, name: string): Promise<Meant> {
  const wanted = name.trim().toLowerCase();
  if (wanted === "") {
    const mail = await namedMail(ask);
    return (mail && personOf(ask, mail)) ?? { problem: "Whose mail? Say it in reply to a post, or write person:NAME" };
  }
  const people = (await ask.deps.store.latestMails(MOST_MAILS))
    .filter((mail) => mayShow(ask, mail))
    .flatMap((mail) => personOf(ask, mail) ?? [])
    .filter((person) => person.name.toLowerCase() === wanted || person.what.name === wanted);
  const [person, ...others] = new Map(people.map((one) => [one.what.name, one])).values();
  if (others.length > 0)
    return {
      problem: "Several people are called that. Say `subscribe person` in reply to a post of the one you mean.",
    };
  return person ?? {};
}

function personOf({ deps }: Ask, mail: ArchivedMail): Wished | undefined {
  // The last address is the author's own: one who sends the patches of others comes before.
  const address = deps.wanted(mail)?.addresses.at(-1) ?? deps.topicMail(mail)?.address;
  return address === undefined || address === ""
    ? undefined
    : { what: { kind: "person", name: address }, name: authorName(mail.author, 100) };
}

/** The conversation of a mail that is here. */
async function threadMeant(ask: Ask, word: string): Promise<Meant> {
  const id = word.trim().replace(/^<(.*)>$/, "$1");
  const mail = await namedMail(id === "" ? ask : { ...ask, args: { mail: id } });
  if (mail === undefined)
    return id === "" ? { problem: "Which thread? Say it in reply to a post, or write thread:ID" } : {};
  return { what: { kind: "thread", name: mail.thread }, name: subjectLine(mail.subject, 100) };
}

/** The names by which a channel knows what it is subscribed to. */
export async function subscriptionNames(
  deps: Pick<AnswerDeps, "store" | "lists" | "maySee">,
  channel: ChannelId,
): Promise<string[]> {
  const nameOf = await namesIn(deps, channel);
  return (await deps.store.subscriptions())
    .filter((one) => one.channel === channel)
    .flatMap((one) => nameOf(one) ?? []);
}

export async function subscriptionsHere({ deps, invocation }: Ask): Promise<Subscription[]> {
  return (await deps.store.subscriptions()).filter(({ channel }) => channel === invocation.channel);
}

/** What people read of a subscription: a list's name, a person's, a subject. */
export const namesHere = ({ deps, invocation }: Ask) => namesIn(deps, invocation.channel);

async function namesIn(
  deps: Pick<AnswerDeps, "lists" | "maySee">,
  channel: ChannelId,
): Promise<(of: Subscription) => string | undefined> {
  const names = new Map((await deps.lists()).map(({ id, name }) => [id as string, name]));
  return ({ what, title }) => {
    if (what.kind === "list")
      return deps.maySee(channel, [what.name as ListId]) ? (names.get(what.name) ?? what.name) : undefined;
    return title ?? (what.kind === "person" ? "somebody" : what.name);
  };
}

export function isSame(a: Subscription["what"], b: Subscription["what"]): boolean {
  return a.kind === b.kind && a.name === b.name;
}
