import type { Overrides } from "../../route/wants.ts";
import { count } from "../place.ts";
import type { Block, Post } from "../post.ts";
import { notice } from "./notice.ts";

/** What filters leave out of the mail that a channel is subscribed to. */
export interface FilterReport {
  /** Newest first. */
  readonly leftOut: readonly { readonly short: string; readonly subject: string }[];
  /** How many each filter leaves out, where there are several. */
  readonly byFilter: readonly { readonly words: string; readonly count: number }[];
  readonly passed: number;
  /** Mails of which it is not known any more what decides about them. */
  readonly unknown: number;
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

function told({ leftOut, byFilter, passed, unknown, isCut }: FilterReport): Block[] {
  const of = count(leftOut.length + passed, "mail");
  const lines = [
    `Of the last week ${leftOut.length === 0 ? `none of ${of} is` : `${leftOut.length} of ${of} are`} left out.`,
    ...byFilter.map(({ words, count: n }) => `${n}: ${words}`),
    ...notLookedAt(unknown, isCut),
  ];
  const rows = leftOut.slice(0, MOST_NAMED).map(({ short, subject }) => ({ text: subject, mail: short }));
  return [
    { kind: "text", lines },
    ...(rows.length > 0
      ? [{ kind: "mails", heading: leftOut.length > MOST_NAMED ? "The latest" : "Those", rows } as const]
      : []),
  ];
}

/** What a look at the last week leaves open. */
export function notLookedAt(unknown: number, isCut: boolean): string[] {
  return [
    ...(unknown === 0 ? [] : [`${count(unknown, "mail")} from before such things were noted could not be asked.`]),
    ...(isCut ? ["There was more mail than is looked at."] : []),
  ];
}

type Set = Partial<Record<"mode" | "layout" | "cap", string | number | undefined>> & Pick<Overrides, "levels">;

/** The answer to `set`: all that holds in the channel now, and what is to be said of it. */
export function settingsNow(settings: Set, ...remarks: readonly string[]): Post {
  const lines = settingLines(settings);
  return notice(
    "Set for this channel",
    lines.length === 0 ? "Everything is as the presets say." : lines.join("; "),
    ...remarks,
  );
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
