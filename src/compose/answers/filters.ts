import type { Overrides } from "../../route/wants.ts";
import { count } from "../place.ts";
import type { Block, Post } from "../post.ts";
import { notice } from "./notice.ts";

/** What filters leave out of the mail that a channel is subscribed to. */
export interface FilterReport {
  /** Newest first. */
  readonly leftOut: readonly { readonly short: string; readonly subject: string; readonly because: string }[];
  readonly passed: number;
  /** There was more mail than is looked at. */
  readonly isCut: boolean;
}

/** Mails that are named. */
const MOST_NAMED = 5;

export function filterAdded(n: number, words: string, report: FilterReport): Post {
  return { ...notice(`Filter ${n}: ${words}`), blocks: told(report) };
}

export function filterGone(n: number, words: string): Post {
  return notice(`No longer a filter: ${words}`, `The filters behind ${n} have moved up by one.`);
}

export function filterReport(words: string, report: FilterReport): Post {
  return { ...notice(words), blocks: told(report) };
}

function told({ leftOut, passed, isCut }: FilterReport): Block[] {
  const of = count(leftOut.length + passed, "mail");
  const reasons = Map.groupBy(leftOut, ({ because }) => because);
  const lines = [
    `Of the last week ${leftOut.length === 0 ? `none of ${of} is` : `${leftOut.length} of ${of} are`} left out.`,
    ...(isCut ? ["There was more mail than is looked at."] : []),
    ...(reasons.size > 1 ? Array.from(reasons, ([because, mails]) => `${mails.length}: ${because}`) : []),
  ];
  const rows = leftOut.slice(0, MOST_NAMED).map(({ short, subject }) => ({ text: subject, mail: short }));
  return [
    { kind: "text", lines },
    ...(rows.length > 0
      ? [{ kind: "mails", heading: leftOut.length > MOST_NAMED ? "The latest" : "Those", rows } as const]
      : []),
  ];
}

type Set = Partial<Record<"mode" | "layout" | "cap", string | number | undefined>> & Pick<Overrides, "levels">;

/** The answer to `set`: all that holds in the channel now. */
export function settingsNow(settings: Set): Post {
  const lines = settingLines(settings);
  return notice("Set for this channel", lines.length === 0 ? "Everything is as the presets say." : lines.join("; "));
}

/** `mode digest`, `ci-red off`, one a setting. */
export function settingLines({ mode, layout, cap, levels }: Set): string[] {
  return [
    ...(mode === undefined ? [] : [`mode ${mode}`]),
    ...(layout === undefined ? [] : [`layout ${layout}`]),
    ...(cap === undefined ? [] : [`cap ${cap} messages an hour`]),
    ...Object.entries(levels).map(([name, level]) => `${name} ${level}`),
  ];
}
