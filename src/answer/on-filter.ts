import { type FilterReport, filterAdded, filterGone, filterReport } from "../compose/answers/filters.ts";
import { notice } from "../compose/answers/notice.ts";
import { subjectLine } from "../compose/names.ts";
import type { Post } from "../compose/post.ts";
import { type Filter, filterWords, parseFilter } from "../route/filter.ts";
import type { Ask } from "./ask.ts";
import { lastWeek } from "./last-week.ts";
import { changeSettings, settingsHere } from "./settings-here.ts";
import { subscriptionsHere } from "./wished.ts";

/** A channel with more would not know any more why it sees what it sees. */
export const MOST_FILTERS = 50;

export async function answerFilterAdd(ask: Ask): Promise<Post> {
  const filter = parseFilter(ask.args.rule ?? "", ask.invocation.user);
  if (typeof filter === "string") return notice("Not added", filter);
  const words = filterWords(filter);
  const before = await settingsHere(ask);
  const known = before.filters.findIndex((one) => filterWords(one) === words);
  if (known >= 0) return notice(`That is filter ${known + 1} already: ${words}`);
  if (before.filters.length >= MOST_FILTERS)
    return notice("Not added", `This channel has ${MOST_FILTERS} filters; take one back with "filter remove".`);
  const { filters } = await changeSettings(ask, (settings) => ({
    ...settings,
    filters: [...settings.filters, filter],
  }));
  return filterAdded(filters.length, words, await report(ask, [filter]));
}

export async function answerFilterRemove(ask: Ask): Promise<Post> {
  const n = Number(ask.args.n);
  const filter = (await settingsHere(ask)).filters[n - 1];
  if (filter === undefined) return notice("There is no filter of that number here", '"show" lists them.');
  await changeSettings(ask, (settings) => ({ ...settings, filters: settings.filters.filter((_, at) => at !== n - 1) }));
  return filterGone(n, filterWords(filter));
}

export async function answerFilterTest(ask: Ask): Promise<Post> {
  const { rule } = ask.args;
  if (rule === undefined) {
    const { filters } = await settingsHere(ask);
    if (filters.length === 0) return notice("This channel has no filters", "Test one: filter test exclude robots");
    return filterReport("The filters of this channel", await report(ask, filters));
  }
  const filter = parseFilter(rule, ask.invocation.user);
  if (typeof filter === "string") return notice("Not a filter", filter);
  return filterReport(filterWords(filter), await report(ask, [filter]));
}

async function report(ask: Ask, filters: readonly Filter[]): Promise<FilterReport> {
  const settings = { ...(await settingsHere(ask)), filters };
  const { filtered, ...week } = await lastWeek(ask, await subscriptionsHere(ask), settings);
  const counts = Map.groupBy(filtered, ({ filter }) => filter);
  const byFilter = filters.flatMap((filter, at) => {
    const count = counts.get(at)?.length ?? 0;
    return filter.action === "include" ? [] : [{ words: `filter ${at + 1}, ${filterWords(filter)}`, count }];
  });
  const notIn = counts.get(undefined)?.length ?? 0;
  const isOne = filters.length === 1;
  return {
    ...week,
    leftOut: filtered.map(({ short, subject }) => ({ short, subject: subjectLine(subject, 100) })),
    byFilter: isOne ? [] : [...byFilter, ...(notIn > 0 ? [{ words: "none of what is let in", count: notIn }] : [])],
  };
}
