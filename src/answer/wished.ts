import type { ChannelId } from "../chat/chat-platform.ts";
import { complete, namesOf } from "../command/complete.ts";
import { nearest } from "../command/nearest.ts";
import { authorName, subjectLine } from "../compose/names.ts";
import { count } from "../compose/place.ts";
import type { ListId } from "../mail/mail.ts";
import type { ArchivedMail, Subscription } from "../store/store.ts";
import type { AnswerDeps, Ask } from "./ask.ts";
import { mayShow, namedMail } from "./named-mail.ts";
import { recentMails } from "./recent-mails.ts";

/** What somebody meant by a name: `what` as the store keeps it, and the name that people read. */
export interface Wished {
  readonly what: Subscription["what"];
  readonly name: string;
}

/** Where nothing is meant, the reason in words, or what there is that is called nearly so. */
export type Meant = Wished | { readonly problem: readonly string[] } | { readonly near: readonly string[] };

const NOTHING: Meant = { near: [] };

/** The latest mails among which people are looked for, and how many of a name are told apart. */
const MOST_MAILS = 5000;
const MOST_PEOPLE = 5;

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
      return personMeant(ask, rest, "subscribe person:");
    case "thread":
      return threadMeant(ask, rest);
  }
  if (/^<[^<>\s]+@[^<>\s]+>$/.test(word)) return threadMeant(ask, word);
  if (/^[^\s<>@]+@[^\s<>@]+$/.test(word)) return personMeant(ask, word, "subscribe person:");
  return word.includes("/") ? pathMeant(word) : begunOrNear(ask, word);
}

/** Shorter beginnings are typed by accident. */
const MIN_BEGINNING = 3;

/** The one subsystem whose name begins so; else names that are like it, none of a list that may not be shown here. */
async function begunOrNear({ deps, invocation }: Ask, word: string): Promise<Meant> {
  const begun = deps.subsystems.filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
  if (word.length >= MIN_BEGINNING && begun[0] !== undefined && begun.length === 1)
    return { what: { kind: "subsystem", name: begun[0] }, name: begun[0] };
  const lists = (await deps.lists()).filter(({ id }) => deps.maySee(invocation.channel, [id])).map(({ name }) => name);
  const holding = complete(word, [namesOf("list", lists), namesOf("subsystem", deps.subsystems)]);
  const names = [...lists, ...deps.subsystems];
  const slip = nearest(
    word,
    names.map((name) => name.toLowerCase()),
  );
  const near =
    holding.length > 0 ? holding.map(({ value }) => value) : names.filter((name) => name.toLowerCase() === slip);
  return { near: near.slice(0, MOST_NEAR) };
}

const MOST_NEAR = 3;

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
    return {
      problem: ["A path has no blanks and does not begin with a slash: drivers/wbus/ or include/linux/wbus*.h"],
    };
  return { what: { kind: "path", name: path }, name: path };
}

/**
 * Somebody whose mail was seen here: by name, by address, or as the author of the post that is replied to. `say`: what to
 * say before a mail's id, where the name is not enough.
 */
export async function personMeant(ask: Ask, name: string, say: string): Promise<Meant> {
  const wanted = name.trim().toLowerCase();
  if (wanted === "") {
    const mail = await namedMail(ask);
    return (mail && personOf(ask, mail)) ?? { problem: [`Whose mail? Say it in reply to a post, or write ${say}NAME`] };
  }
  const people = new Map<string, { person: Wished; last: ArchivedMail; mails: number }>();
  for await (const mail of recentMails(ask.deps.store, MOST_MAILS)) {
    const person = mayShow(ask, mail) ? personOf(ask, mail) : undefined;
    if (person === undefined || (person.name.toLowerCase() !== wanted && person.what.name !== wanted)) continue;
    const known = people.get(person.what.name);
    people.set(person.what.name, { person, last: mail, ...known, mails: (known?.mails ?? 0) + 1 });
  }
  const [only, ...others] = people.values();
  if (only === undefined) return authorOf(ask, wanted);
  if (others.length === 0) return only.person;
  return {
    problem: [
      "Several people are called that, or one who writes from several addresses. Name a mail of theirs:",
      ...[only, ...others]
        .slice(0, MOST_PEOPLE)
        .map(
          ({ last, mails }) =>
            `${say}${last.short} (${count(mails, "mail")} here, the last: ${subjectLine(last.subject, 80)})`,
        ),
    ],
  };
}

/** Who wrote the mail of this short id or Message-ID. */
async function authorOf(ask: Ask, name: string): Promise<Meant> {
  const mail = await namedMail({ ...ask, args: { mail: name } });
  return (mail && personOf(ask, mail)) ?? NOTHING;
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
    return id === "" ? { problem: ["Which thread? Say it in reply to a post, or write thread:ID"] } : NOTHING;
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
