import { nearest } from "../command/nearest.ts";
import { settingsNow } from "../compose/answers/filters.ts";
import { notice } from "../compose/answers/notice.ts";
import type { Post } from "../compose/post.ts";
import { levelWords, type Notable, notables } from "../route/notable.ts";
import type { ChannelSettings } from "../store/settings.ts";
import type { Ask } from "./ask.ts";
import { changeSettings } from "./settings-here.ts";

const modes = ["series", "digest", "all"] as const;
const layouts = ["thread", "flat", "forum"] as const;
const mostMessages = 1000;

/** Spam is held whatever a channel wants. */
const news = notables.filter((name) => name !== "spam");
/** What can be set. */
export const settingNames: readonly string[] = ["mode", "layout", "cap", ...news];

/** The words that a setting takes, `default` last. */
export function settingValues(name: string): readonly string[] {
  const values: Readonly<Record<string, readonly string[]>> = { mode: modes, layout: layouts, cap: [] };
  return settingNames.includes(name) ? [...(values[name] ?? levelWords), "default"] : [];
}

type Change = (settings: ChannelSettings) => ChannelSettings;

export async function answerSet(ask: Ask): Promise<Post> {
  const { name = "", value = "" } = ask.args;
  const change = changeOf(name, value);
  if (typeof change === "string") return notice("Not set", change);
  const { mode, layout, cap, levels } = await changeSettings(ask, change);
  const has = ask.deps.layouts(ask.invocation.channel);
  const isAbsent = name === "layout" && layout !== undefined && !has.includes(layout);
  return settingsNow(
    { mode, layout, cap, levels },
    ...(isAbsent ? [`This chat has no layout ${layout}; it shows ${has.join(" or ")}.`] : []),
  );
}

/** `default` takes back what was set. */
function changeOf(name: string, value: string): Change | string {
  const isDefault = value === "default";
  if (name === "mode") return isDefault ? without("mode") : oneOf(modes, value, (mode) => (all) => ({ ...all, mode }));
  if (name === "layout")
    return isDefault ? without("layout") : oneOf(layouts, value, (layout) => (all) => ({ ...all, layout }));
  if (name === "cap") return isDefault ? without("cap") : capOf(value);
  const notable = news.find((one) => one === name);
  if (notable === undefined) {
    const meant = nearest(name, settingNames);
    return `There is no setting of that name; ${meant === undefined ? "" : `did you mean ${meant}? `}There are ${settingNames.join(", ")}.`;
  }
  if (isDefault) return (all) => ({ ...all, levels: withoutLevel(all.levels, notable) });
  return oneOf(levelWords, value, (level) => (all) => ({ ...all, levels: { ...all.levels, [notable]: level } }));
}

function capOf(value: string): Change | string {
  const cap = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (cap < 1 || cap > mostMessages)
    return `cap is a number of messages an hour from 1 to ${mostMessages}, or default.`;
  return (all) => ({ ...all, cap });
}

function oneOf<Value extends string>(
  values: readonly Value[],
  word: string,
  change: (value: Value) => Change,
): Change | string {
  const value = values.find((one) => one === word);
  return value === undefined ? `It is one of ${values.join(", ")}, or default.` : change(value);
}

const without =
  (name: "mode" | "layout" | "cap"): Change =>
  ({ [name]: _, ...rest }) =>
    rest as ChannelSettings;

function withoutLevel(levels: ChannelSettings["levels"], notable: Notable): ChannelSettings["levels"] {
  const { [notable]: _, ...rest } = levels;
  return rest;
}
