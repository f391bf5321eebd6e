import { type CommandRow, commandRow, commands, presets, usage } from "../command/table.ts";
import { type HelpRow, helpOn, helpOnAll } from "../compose/answers/help.ts";
import { noSuchName } from "../compose/answers/notice.ts";
import { status } from "../compose/answers/status.ts";
import {
  type SubscriptionFacts,
  subscribed,
  subscriptionList,
  unsubscribed,
  wasNotSubscribed,
} from "../compose/answers/subscriptions.ts";
import type { Post } from "../compose/post.ts";
import type { ListId } from "../mail/mail.ts";
import type { ArchivedMail, Subscription } from "../store/store.ts";
import type { Ask } from "./ask.ts";

/** How many mails that were held back `status` names, and among how many of the latest it looks for them. */
const maxHeldBack = 10;
const maxLookedAt = 500;

/** What somebody meant by a name: `what` as the store keeps it, a list by its id, and the name that people read. */
interface Named {
  readonly what: Subscription["what"];
  readonly name: string;
}

export async function answerSubscribe(ask: Ask): Promise<Post> {
  const { deps, invocation, args } = ask;
  const { channel, user: by } = invocation;
  const [named] = await meant(ask, args.what ?? "");
  if (named === undefined) return noSuchName;
  const { value: preset, help } = presets.find(({ value }) => value === args.preset) ?? presets[0];
  const before = (await subscriptionsHere(ask)).find((one) => isSame(one.what, named.what));
  const subscription: Subscription = { channel, what: named.what, preset, since: deps.now(), by };
  if (before?.preset !== preset) await deps.store.subscribe(subscription);
  return subscribed(facts(subscription, named.name), help, before?.preset);
}

export async function answerUnsubscribe(ask: Ask): Promise<Post> {
  const word = ask.args.what ?? "";
  const known = await meant(ask, word);
  const here = await subscriptionsHere(ask);
  // A list that nobody knows any more can still be given up by the name it was subscribed under.
  const gone = here.filter(({ what }) => what.name.toLowerCase() === word.toLowerCase());
  const all = [...known, ...gone.map(({ what }) => ({ what, name: what.name }))];
  const named = all.find(({ what }) => here.some((one) => isSame(one.what, what))) ?? all[0];
  if (named === undefined) return noSuchName;
  const was = await ask.deps.store.unsubscribe(ask.invocation.channel, named.what);
  return was ? unsubscribed(named.what.kind, named.name) : wasNotSubscribed(named.what.kind, named.name);
}

export async function answerShow(ask: Ask): Promise<Post> {
  const { deps, invocation } = ask;
  const names = new Map((await deps.lists()).map(({ id, name }) => [id as string, name]));
  const shown = (await subscriptionsHere(ask)).filter(
    ({ what }) => what.kind !== "list" || deps.maySee(invocation.channel, [what.name as ListId]),
  );
  return subscriptionList(shown.map((one) => facts(one, one.title ?? names.get(one.what.name) ?? one.what.name)));
}

export async function answerStatus({ deps, invocation: { role, channel } }: Ask): Promise<Post> {
  const now = deps.now();
  const latest = await deps.store.latestMails(maxLookedAt);
  const [last] = latest;
  const held = [...(await deps.store.quarantined(maxHeldBack)), ...latest.filter(isHeld)].filter(
    ({ lists }) => role === "operator" || deps.maySee(channel, lists),
  );
  return status(
    await deps.status(),
    {
      counts: await deps.store.counts(),
      depths: await deps.store.depths(now),
      ...(last && { lastMailAt: last.arrivedAt }),
      heldBack: held.slice(0, maxHeldBack).map((mail) => ({ short: mail.short, problem: whyHeld(mail) })),
    },
    now,
  );
}

/** Read, but shown nowhere: it looks like spam, or may not be meant for everybody. */
function isHeld({ state, decisions }: ArchivedMail): boolean {
  return state !== "quarantined" && decisions.length > 0 && decisions.every(({ shown }) => shown === "held");
}

/** `looks like spam is held: it offers money`, without the subscription, which is not the point here. */
function whyHeld({ problem, decisions: [decision] }: ArchivedMail): string {
  return (
    problem ??
    decision?.because.replace(/^subscribed to .*?; /, "").replace("; `status` lists it", "") ??
    "no reason was noted"
  );
}

export async function answerHelp({ args }: Ask): Promise<Post> {
  const row = commandRow(args.command ?? "");
  return row === undefined ? helpOnAll(commands.map(helpRow)) : helpOn(helpRow(row));
}

/** Lists that may be shown here and subsystems with this name; a list comes before a subsystem that is called the same. */
async function meant({ deps, invocation }: Ask, word: string): Promise<Named[]> {
  const name = word.toLowerCase();
  const lists = (await deps.lists())
    .filter((list) => list.id.toLowerCase() === name || list.name.toLowerCase() === name)
    .filter(({ id }) => deps.maySee(invocation.channel, [id]))
    .map((list): Named => ({ what: { kind: "list", name: list.id }, name: list.name }));
  const subsystems = deps.subsystems
    .filter((subsystem) => subsystem.toLowerCase() === name)
    .map((subsystem): Named => ({ what: { kind: "subsystem", name: subsystem }, name: subsystem }));
  return [...lists, ...subsystems];
}

async function subscriptionsHere({ deps, invocation }: Ask): Promise<Subscription[]> {
  return (await deps.store.subscriptions()).filter(({ channel }) => channel === invocation.channel);
}

function isSame(a: Subscription["what"], b: Subscription["what"]): boolean {
  return a.kind === b.kind && a.name === b.name;
}

function facts({ what, preset, since }: Subscription, name: string): SubscriptionFacts {
  return { kind: what.kind, name, preset, since };
}

function helpRow(row: CommandRow): HelpRow {
  return { ...row, usage: usage(row) };
}
