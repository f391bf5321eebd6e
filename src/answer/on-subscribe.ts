import { presets, type Role } from "../command/row.ts";
import { noSuchName, notice } from "../compose/answers/notice.ts";
import { subscribed, subscriptionList, unsubscribed, wasNotSubscribed } from "../compose/answers/subscriptions.ts";
import type { Post } from "../compose/post.ts";
import { filterWords } from "../route/filter.ts";
import type { Subscription } from "../store/store.ts";
import type { Ask, ListEntry } from "./ask.ts";
import { lastWeek } from "./last-week.ts";
import { settingsHere } from "./settings-here.ts";
import { isSame, meant, namesHere, subscriptionsHere } from "./wished.ts";

export async function answerSubscribe(ask: Ask): Promise<Post> {
  const { deps, invocation, args } = ask;
  const { channel, user: by } = invocation;
  const wished = await meant(ask, args.what ?? "");
  if (!("what" in wished))
    return "problem" in wished ? notice("Not subscribed", ...wished.problem) : noSuchName(wished.near);
  const { value: preset, help } = presets.find(({ value }) => value === args.preset) ?? presets[0];
  const before = (await subscriptionsHere(ask)).find((one) => isSame(one.what, wished.what));
  if (before === undefined && !mayBegin(invocation.role, wished.what, await deps.lists()))
    return notice("Not subscribed", "This list is private: the operator alone subscribes channels to it.");
  const title = wished.name === wished.what.name || wished.what.kind === "list" ? {} : { title: wished.name };
  const subscription: Subscription = { channel, what: wished.what, ...title, preset, since: deps.now(), by };
  if (before?.preset !== preset) await deps.store.subscribe(subscription);
  const settings = await settingsHere(ask);
  const week = await lastWeek(ask, [subscription], settings);
  const { kind } = wished.what;
  return subscribed(
    { kind, name: wished.name, preset, since: subscription.since },
    { help, before: before?.preset, settings, week },
  );
}

/** A private list goes where the operator says, and nowhere by an admin's command. */
function mayBegin(role: Role, { kind, name }: Subscription["what"], lists: readonly ListEntry[]): boolean {
  return role === "operator" || kind !== "list" || lists.find(({ id }) => id === name)?.isPrivate !== true;
}

export async function answerUnsubscribe(ask: Ask): Promise<Post> {
  const word = ask.args.what ?? "";
  const nameOf = await namesHere(ask);
  // A list that may not be shown here has no name, and is as unknown as one that there is not.
  const here = (await subscriptionsHere(ask)).filter((one) => nameOf(one) !== undefined);
  const isNamed = (one: Subscription): boolean => {
    const plain = withoutKind(word, one.what.kind).toLowerCase();
    return [one.what.name, nameOf(one)].some((name) => name?.toLowerCase() === plain);
  };
  const wished = await meant(ask, word);
  // What nobody knows any more can still be given up by the name it was subscribed under.
  const own = here.find((one) => "what" in wished && isSame(one.what, wished.what)) ?? here.find(isNamed);
  if (own !== undefined) {
    await ask.deps.store.unsubscribe(ask.invocation.channel, own.what);
    return unsubscribed(own.what.kind, nameOf(own) ?? own.what.name);
  }
  return "what" in wished ? wasNotSubscribed(wished.what.kind, wished.name) : noSuchName();
}

/** `Nora Lind` of `person:Nora Lind`. */
function withoutKind(word: string, kind: string): string {
  return word.toLowerCase().startsWith(`${kind}:`) ? word.slice(kind.length + 1).trim() : word;
}

export async function answerShow(ask: Ask): Promise<Post> {
  const nameOf = await namesHere(ask);
  const shown = (await subscriptionsHere(ask)).flatMap((one) => {
    const name = nameOf(one);
    return name === undefined ? [] : [{ kind: one.what.kind, name, preset: one.preset, since: one.since }];
  });
  const { filters, ...settings } = await settingsHere(ask);
  return subscriptionList(shown, { ...settings, filters: filters.map(filterWords) });
}
