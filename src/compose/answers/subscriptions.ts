import type { Wish } from "../../route/wants.ts";
import { count } from "../place.ts";
import type { Block, Post } from "../post.ts";
import { notLookedAt, settingLines } from "./filters.ts";
import { instant, notice } from "./notice.ts";

/** A subscription, as far as one is told of it. */
export interface SubscriptionFacts {
  readonly kind: Wish["what"]["kind"];
  readonly name: string;
  readonly preset: string;
  readonly since: Date;
}

/** What `subscribe` tells beside what holds now. */
interface Told {
  /** What the preset does. */
  readonly help: string;
  /** The preset that it replaces. */
  readonly before: string | undefined;
  /** What the channel's admins set for all that it shows. */
  readonly settings: Parameters<typeof settingLines>[0] & { readonly filters: readonly unknown[] };
  /** How many mails of the last week it would have shown, and how; what filters left out. */
  readonly week: {
    readonly shown: Readonly<Partial<Record<string, number>>>;
    readonly filtered: readonly unknown[];
    readonly unknown: number;
    readonly isCut: boolean;
  };
}

/** Echoes the setting that now holds. */
export function subscribed(now: SubscriptionFacts, { help, before, settings, week }: Told): Post {
  const { length: filters } = settings.filters;
  const set = [...settingLines(settings), ...(filters > 0 ? [count(filters, "filter")] : [])];
  return notice(
    `Subscribed to the ${now.kind} ${now.name}, preset ${now.preset}`,
    `From now on this channel gets ${help}.`,
    ...(set.length > 0 ? [`What is set for the channel holds here, too: ${set.join("; ")}.`] : []),
    weekWords(week),
    ...(before !== undefined && before !== now.preset ? [`It was ${before} before.`] : []),
  );
}

const weekRows: readonly (readonly [shown: string, one: string, many: string])[] = [
  ["card", "card", "cards"],
  ["reply", "reply in a thread", "replies in threads"],
  ["line", "line", "lines"],
  ["digest", "mail told in a digest", "mails told in a digest"],
  ["counted", "mail only counted", "mails only counted"],
  ["held", "mail held", "mails held"],
  ["off", "mail not shown", "mails not shown"],
];

function weekWords({ shown, filtered, unknown, isCut }: Told["week"]): string {
  const parts = weekRows.flatMap(([key, one, many]) => {
    const n = shown[key] ?? 0;
    return n === 0 ? [] : [count(n, one, many)];
  });
  if (filtered.length > 0) parts.push(`${filtered.length} left out by filters`);
  const words =
    parts.length === 0
      ? "In the last week there was nothing of it."
      : `Of the last week it would have been ${parts.join(", ")}.`;
  return [words, ...notLookedAt(unknown, isCut)].join(" ");
}

export function unsubscribed(kind: SubscriptionFacts["kind"], name: string): Post {
  return notice(
    `No longer subscribed to the ${kind} ${name}`,
    "What was posted stays; cards that are open are no longer edited.",
  );
}

export function wasNotSubscribed(kind: SubscriptionFacts["kind"], name: string): Post {
  return notice(`This channel was not subscribed to the ${kind} ${name}`);
}

/** The answer to `show`. */
export function subscriptionList(
  all: readonly SubscriptionFacts[],
  { filters, ...settings }: Parameters<typeof settingLines>[0] & { readonly filters: readonly string[] },
): Post {
  const set = [...settingLines(settings), ...filters.map((words, at) => `filter ${at + 1}: ${words}`)];
  const also: Block[] =
    set.length === 0
      ? []
      : [
          { kind: "text", lines: ["Set here:"] },
          { kind: "list", items: set },
        ];
  if (all.length === 0) {
    const nothing = notice(
      "This channel is subscribed to nothing",
      'An admin of the channel can say "subscribe" and the name of a list.',
    );
    return { ...nothing, blocks: [...nothing.blocks, ...also] };
  }
  const items = all.map(({ kind, name, preset, since }) => `${name} (${kind}): ${preset}, since ${instant(since)}`);
  return { ...notice("This channel is subscribed to"), blocks: [{ kind: "list", items }, ...also] };
}
