import type { Wish } from "../../route/wants.ts";
import type { Post } from "../post.ts";
import { instant, notice } from "./notice.ts";

/** A subscription, as far as one is told of it. */
export interface SubscriptionFacts {
  readonly kind: Wish["what"]["kind"];
  readonly name: string;
  readonly preset: string;
  readonly since: Date;
}

/** Echoes the setting that now holds. `help` says what the preset does; `before` is the preset that it replaces. */
export function subscribed(now: SubscriptionFacts, help: string, before?: string): Post {
  return notice(
    `Subscribed to the ${now.kind} ${now.name}, preset ${now.preset}`,
    `From now on this channel gets ${help}.`,
    ...(before !== undefined && before !== now.preset ? [`It was ${before} before.`] : []),
  );
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
export function subscriptionList(all: readonly SubscriptionFacts[]): Post {
  if (all.length === 0)
    return notice(
      "This channel is subscribed to nothing",
      'An admin of the channel can say "subscribe" and the name of a list.',
    );
  return {
    ...notice("This channel is subscribed to"),
    blocks: [
      {
        kind: "list",
        items: all.map(({ kind, name, preset, since }) => `${name} (${kind}): ${preset}, since ${instant(since)}`),
      },
    ],
  };
}

/** The answer to `mute`. */
export function muted(title: string, short: string, until: Date): Post {
  return {
    ...notice(
      `Muted here until ${instant(until)}`,
      title,
      "Nothing new of it is shown in this channel till then. Other channels go on.",
    ),
    footer: [{ kind: "id", text: short }],
    mail: short,
  };
}
