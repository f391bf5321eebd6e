import { count } from "./place.ts";
import type { Post } from "./post.ts";
import { inShort } from "./withheld.ts";

/** What was too much for a channel within an hour. */
export interface OverflowFacts {
  readonly mails: number;
  /** Messages an hour. */
  readonly cap: number;
  /** Lists that brought too many by themselves. */
  readonly floods: readonly string[];
}

/** `and 34 more`: the line that stands for mails which a channel is not shown one by one, and tells how to read them. */
export function composeOverflow({ mails, cap, floods }: OverflowFacts): Post {
  return {
    form: "line",
    title: moreMails(mails),
    anchor: floods.length > 0 ? floodWords(floods) : `than the ${cap} messages an hour that this channel gets`,
    byline: ['"news" tells what they are about, "thread" in reply to a card what was said there'],
    blocks: [],
    footer: [],
    isCut: false,
  };
}

/** `and 34 more`. */
export function moreMails(mails: number): string {
  return `and ${mails} more`;
}

/** A line stands for one hour. */
const HOUR_MS = 3_600_000;

/** Whether the line that began at `since`, in ms, still grows. */
export function stillGrows(since: number, now: Date): boolean {
  return Math.abs(now.getTime() - since) < HOUR_MS;
}

/** The same for `status`. */
export function overflowWords(facts: OverflowFacts): string {
  const floods = facts.floods.length > 0 ? `; ${floodWords(facts.floods)}` : "";
  return `${count(facts.mails, "mail")} not shown one by one, over the cap of ${facts.cap} messages an hour${floods}`;
}

/** `wbus.lists.example.org and 2 other lists brought too many at once`. */
function floodWords(floods: readonly string[]): string {
  const [first = "", ...others] = floods;
  const more = others.length > 0 ? ` and ${count(others.length, "other list")}` : "";
  return `${inShort(first, 60)}${more} brought too many at once`;
}

/** The line of a gap: how much of it is shown. */
export function composeGap({ cards, folded }: { readonly cards: number; readonly folded: number }): Post {
  return {
    form: "line",
    title: "Back after a gap",
    anchor: `${count(cards, "card")} above, ${folded} more ${folded === 1 ? "mail" : "mails"} not shown one by one`,
    byline: ["ask a card for its thread to see what was said meanwhile"],
    blocks: [],
    footer: [],
    isCut: false,
  };
}
