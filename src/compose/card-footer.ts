import { tagCounts } from "../series/tags.ts";
import { type Bug, isComplete, type Topic } from "../series/topic.ts";
import { unchanged } from "../series/versions.ts";
import { subjectLine } from "./names.ts";
import { count, state } from "./place.ts";
import type { FooterItem } from "./post.ts";
import { inShort } from "./withheld.ts";

/** The state and the counters of a card: its last line, the only part that changes later. */
export function states(topic: Topic): FooterItem[] {
  return [
    ...outcome(topic),
    ...(topic.form === "series" ? stateOfSeries(topic) : stateOfTalk(topic)),
    ...replies(topic),
  ];
}

function stateOfSeries(topic: Topic): FooterItem[] {
  const items: FooterItem[] = [];
  const seen = Object.keys(topic.patches).length;
  const talkedAbout = extraMails(topic) > 0;
  if (topic.asked !== undefined) items.push(state(ASKED[topic.asked] ?? topic.asked.replaceAll("-", " "), "warn"));
  else if (outcome(topic).length === 0) items.push(talkedAbout ? state("in review", "warn") : state("new"));
  if (topic.total > 1 && !isComplete(topic)) items.push(state(`${seen}/${topic.total} here`, "warn"));
  else if (topic.total > 1 && !talkedAbout && topic.previous === undefined)
    items.push(state(`${topic.total}/${topic.total} here`));
  const same = unchanged(topic);
  if (same.length > 0 && !talkedAbout)
    items.push(state(same.length === topic.total ? "unchanged" : `${listed(same)} unchanged`));
  return items;
}

/** Patchwork's words for what its robot was told, where they are not plain English (patchwork, "State"). */
const ASKED: Readonly<Record<string, string>> = { cr: "changes requested", rfc: "request for comments" };

function stateOfTalk(topic: Topic): FooterItem[] {
  const { kind, bug } = topic;
  if (bug !== undefined) return [stateOfBug(bug)];
  if (kind === "regression-report") return [state("open", "bad")];
  return kind === "syzbot" ? [state("open", "warn")] : [];
}

/** `fix sent: wbus: hold a reference`. */
function stateOfBug({ state: word, title }: Bug): FooterItem {
  const said = { open: "open", fix: "fix sent", dup: "same as", invalid: "invalid" }[word];
  const about = title === undefined || word === "open" || word === "invalid" ? "" : `: ${subjectLine(title, 80)}`;
  return state(`${said}${about}`, word === "open" ? "bad" : "good");
}

/** What answers gave it: tags, NAKs, test robots, and how many there are. */
function replies(topic: Topic): FooterItem[] {
  const of = (n: number) => `${n}/${topic.total}`;
  const files = topic.attached;
  const newest =
    files === undefined ? [] : [state(files.version === undefined ? "new files" : `v${files.version} attached`)];
  const items: FooterItem[] = tagCounts(topic).map(({ letter, patches }) =>
    state(topic.total > 1 ? `${letter} ${of(patches)}` : letter, "good"),
  );
  items.unshift(...newest);
  const naks = topic.naks.filter(({ withdrawnAt }) => withdrawnAt === undefined);
  const on = naks.flatMap(({ n }) => n ?? []);
  if (naks.length > 0)
    items.push(state(`NAK ${naks.length}${on.length > 0 ? ` on ${on.map(of).join(", ")}` : ""}`, "bad"));
  const runs = topic.ci ?? [];
  const green = runs.filter(({ verdict }) => verdict === "green").length;
  if (runs.length > 0) items.push(state(`CI ${green}/${runs.length}`, green === runs.length ? "good" : "bad"));
  const extra = extraMails(topic);
  if (extra > (topic.form === "series" ? 0 : 1)) items.push(state(count(extra, "mail")));
  return items;
}

/** Mails that are no patch of it and not its cover. */
function extraMails(topic: Topic): number {
  return topic.mails - (topic.form === "series" ? Object.keys(topic.patches).length + (topic.hasCover ? 1 : 0) : 0);
}

/** `1 and 3`, `1–3 and 5`. */
function listed(numbers: readonly number[]): string {
  return ranges(numbers).replace(/, ([^,]*)$/, " and $1");
}

/** How it ended: applied, merged. */
export function outcome(topic: Topic): FooterItem[] {
  if (topic.merged !== undefined)
    return [state(topic.merged.tree === "" ? "merged" : `merged into ${inShort(topic.merged.tree, 60)}`, "good")];
  const last = topic.applied.at(-1);
  if (last === undefined) return [];
  const numbers = new Set(topic.applied.flatMap((one) => one.patches ?? []));
  const isPart =
    topic.total > 1 && topic.applied.every((one) => one.patches !== undefined) && numbers.size < topic.total;
  const what = isPart ? `applied ${ranges([...numbers])} of ${topic.total}` : "applied";
  return [state(last.to === undefined ? what : `${what} to ${inShort(last.to, 60)}`, "good")];
}

/** `1–3, 5` of `[1, 2, 3, 5]`. */
export function ranges(numbers: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === n - 1) run[1] = n;
    else runs.push([n, n]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
