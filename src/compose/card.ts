import { tagCounts } from "../series/fold.ts";
import { countedMails, isComplete, type Topic } from "../series/topic.ts";
import { CARD, FLAT_REPLY, fitPost, shorten } from "./fit.ts";
import { authorName, subjectLine } from "./names.ts";
import { type ArchiveLink, count, state, whereToRead } from "./place.ts";
import type { Block, FooterItem, Post } from "./post.ts";
import { reflow } from "./reflow.ts";
import { inShort, withheld } from "./withheld.ts";

/** What a card needs besides its topic. */
export interface CardContext {
  /** Where it was routed, best first: `wbus`, `dt-bindings`. */
  readonly places: readonly string[];
  readonly link: ArchiveLink | undefined;
  /** What the mail it shows says, for a conversation; a series quotes its cover's first paragraph or change log. */
  readonly opening: readonly Block[];
}

/** The one post that stands for a series' version or another conversation. Only its last line changes later. */
export function composeCard(topic: Topic, context: CardContext): Post {
  const isOld = topic.next !== undefined;
  const isAlone = topic.form === "conversation" && topic.isOrphan;
  return fitPost(
    {
      form: "card",
      ...(topic.tag !== "" && { tag: inShort(topic.tag, 60) }),
      title: subjectLine(topic.title, 160),
      byline: isOld ? [`→ v${topic.next.version} (${topic.next.short})`] : byline(topic, context),
      blocks: isOld ? [] : said(topic, context),
      footer: [
        ...(isOld ? [state("superseded"), ...outcome(topic)] : states(topic)),
        ...whereToRead(topic.face.short, context.link),
      ],
      isCut: isOld || topic.form === "series",
      mail: topic.face.short,
      counted: countedMails(topic).map((one) => ({ ...one, label: inShort(one.label, 200), who: authorName(one.who) })),
      at: topic.face.at,
    },
    isAlone ? FLAT_REPLY : CARD,
  );
}

function said(topic: Topic, context: CardContext): readonly Block[] {
  if (topic.form === "conversation") return context.opening;
  const written = topic.previous !== undefined && topic.changeLog.length > 0 ? topic.changeLog : topic.summary;
  const lines = reflow(written).map(withheld);
  return lines.length === 0 ? [] : [{ kind: "quote", lines, code: false }];
}

function byline(topic: Topic, context: CardContext): string[] {
  const [first, ...others] = context.places;
  const place =
    first === undefined ? "" : ` · ${first}${others.length > 0 ? `, also ${others.slice(0, 2).join(", ")}` : ""}`;
  const lines = [`${authorName(topic.face.who, 40)}${shorten(place, 70)}`];
  if (topic.isOrphan) lines.push("answers a mail not seen here");
  if (topic.form === "series") {
    const since = topic.previous === undefined ? "" : sincePrevious(topic.previous, topic.openedAt);
    const facts = [since, topic.total > 1 ? count(topic.total, "patch", "patches") : "", diffstat(topic)].filter(
      (fact) => fact !== "",
    );
    if (facts.length > 0) lines.push(facts.join(" · "));
  }
  return lines;
}

function diffstat({ diffstat: stat }: Topic): string {
  return stat === undefined ? "" : `${count(stat.files, "file")}, +${stat.insertions} −${stat.deletions}`;
}

function sincePrevious(previous: NonNullable<Topic["previous"]>, at: string): string {
  const days = Math.round((Date.parse(at) - Date.parse(previous.at)) / 86_400_000);
  const after = days <= 0 ? "the same day as" : `${count(days, "day")} after`;
  return `${after} v${previous.version} (${count(previous.mails, "mail")})`;
}

function states(topic: Topic): FooterItem[] {
  const items: FooterItem[] = [...outcome(topic)];
  if (topic.form === "series") {
    const talkedAbout = topic.mails > Object.keys(topic.patches).length + (topic.hasCover ? 1 : 0);
    if (items.length === 0) items.push(talkedAbout ? state("in review", "warn") : state("new"));
    if (topic.total > 1 && !isComplete(topic))
      items.push(state(`${Object.keys(topic.patches).length}/${topic.total} here`, "warn"));
    else if (topic.total > 1 && !talkedAbout) items.push(state(`${topic.total}/${topic.total} here`));
  }
  if (topic.kind === "regression-report") items.unshift(state("open", "bad"));
  for (const { letter, patches } of tagCounts(topic)) {
    items.push(state(topic.total > 1 ? `${letter} ${patches}/${topic.total}` : letter, "good"));
  }
  const naks = topic.naks.length;
  const on = topic.naks.flatMap((nak) => nak.n ?? []);
  if (naks > 0)
    items.push(
      state(`NAK ${naks}${on.length > 0 ? ` on ${on.map((n) => `${n}/${topic.total}`).join(", ")}` : ""}`, "bad"),
    );
  const extra =
    topic.mails - (topic.form === "series" ? Object.keys(topic.patches).length + (topic.hasCover ? 1 : 0) : 0);
  if (extra > (topic.form === "series" ? 0 : 1)) items.push(state(count(extra, "mail")));
  return items;
}

/** How it ended: applied, merged. */
function outcome(topic: Topic): FooterItem[] {
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
