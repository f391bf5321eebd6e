import { letterOf, nameIn } from "../../series/tags.ts";
import type { Topic } from "../../series/topic.ts";
import { outcome, states } from "../card-footer.ts";
import { authorName, subjectLine } from "../names.ts";
import { count, state } from "../place.ts";
import type { FooterItem, Post } from "../post.ts";
import { inShort } from "../withheld.ts";
import { fileText } from "./file-text.ts";
import { withoutText } from "./full.ts";
import { foot, type MailFacts } from "./mail-facts.ts";

const maxRows = 40;

/** For a mail that is no patch and answers none. */
export function noSeries(facts: MailFacts): Post {
  return withoutText(facts, "This mail belongs to no patch series.");
}

/**
 * The answer to `series`: its versions, oldest first, and what was said of each patch of the newest. `facts` are those of
 * the newest version's face. More than 40 rows are in a file.
 */
export function seriesOverview(facts: MailFacts, versions: readonly Topic[]): Post {
  const newest = versions.at(-1)!;
  const rows = patchRows(newest);
  const more = rows.length - maxRows;
  const title = subjectLine(newest.title, 160);
  const heading = newest.total > 1 ? `Patches of v${newest.version}` : `v${newest.version}`;
  const versionRows = versions.map(versionRow);
  const mails = versions.reduce((sum, one) => sum + one.mails, 0);
  return {
    form: "answer",
    ...(newest.tag !== "" && { tag: inShort(newest.tag, 60) }),
    title,
    byline: [[facts.author, count(versions.length, "version"), count(mails, "mail")].join(" · ")],
    blocks: [
      { kind: "list", items: versionRows },
      { kind: "text", lines: [heading] },
      { kind: "list", items: rows.slice(0, maxRows) },
      ...(more > 0 ? [{ kind: "text", lines: [`and ${more} more`] } as const] : []),
    ],
    footer: foot(facts),
    isCut: more > 0,
    mail: facts.short,
    ...(more > 0 && {
      file: {
        name: `${facts.short}-series.txt`,
        type: "text/plain",
        text: fileText([title, "", ...versionRows, "", heading, ...rows]).text,
      } as const,
    }),
  };
}

/** `v2 (m3xaq2k9), 2026-11-12: in review · R 2/4 · 9 mails`. */
function versionRow(topic: Topic): string {
  const again = topic.previous?.version === topic.version ? ", sent again" : "";
  const words = standing(topic).map(({ text }) => text);
  return `v${topic.version}${again} (${topic.face.short}), ${topic.sentAt.slice(0, 10)}: ${words.join(" · ")}`;
}

function standing(topic: Topic): readonly FooterItem[] {
  if (topic.next === undefined) return states(topic);
  return [state("superseded"), ...outcome(topic), state(count(topic.mails, "mail"))];
}

/** A row a patch, by number; before them, in a series of several, what was said of all. */
function patchRows(topic: Topic): string[] {
  const numbers = Array.from({ length: Math.max(topic.total, 1) }, (_, index) => index + 1);
  if (topic.total <= 1) return numbers.map((n) => row([titleOf(topic, n), ...remarks(topic, undefined)]));
  const onAll = remarks(topic, undefined);
  return [
    ...(onAll.length > 0 ? [row(["all", ...onAll])] : []),
    ...numbers.map((n) => row([`${n}/${topic.total} ${titleOf(topic, n)}`, ...remarks(topic, n)])),
  ];
}

function row(parts: readonly string[]): string {
  return parts.join(" · ");
}

function titleOf(topic: Topic, n: number): string {
  const patch = topic.patches[String(n)];
  if (patch === undefined) return "is not here";
  const again = patch.version === undefined || patch.version === topic.version ? "" : ` (v${patch.version})`;
  return subjectLine(patch.title, 120) + again;
}

/** `R Tom Okafor, Ines Marsh`, `NAK Kit Walsh: "…"`, `CI 2/3`, `applied to wbus/next`. Without a number: what is on all. */
function remarks(topic: Topic, n: number | undefined): string[] {
  const given = topic.given.filter((one) => one.n === n);
  const own = n === undefined ? [] : (topic.patches[String(n)]?.trailers ?? []);
  const all = [...given, ...own.map(({ name, value }) => ({ name, who: nameIn(value) }))];
  const tags = ["R", "A", "T"].flatMap((letter) => {
    const names = new Set(all.filter((tag) => letterOf(tag) === letter).map(({ who }) => authorName(who)));
    return names.size > 0 ? [`${letter} ${[...names].join(", ")}`] : [];
  });
  const naks = topic.naks
    .filter((one) => one.n === n)
    .map(({ who, sentence, withdrawnAt }) =>
      withdrawnAt === undefined
        ? `NAK ${authorName(who)}: "${inShort(sentence, 200)}"`
        : `NAK of ${authorName(who)} withdrawn`,
    );
  const runs = (topic.ci ?? []).filter((one) => one.n === n);
  const green = runs.filter(({ verdict }) => verdict === "green").length;
  const applied = topic.applied
    .filter(({ patches }) => (n === undefined ? patches === undefined : patches?.includes(n)))
    .map(({ to, by }) => `applied ${to === undefined ? "" : `to ${inShort(to, 60)} `}by ${authorName(by)}`);
  return [...tags, ...naks, ...(runs.length > 0 ? [`CI ${green}/${runs.length}`] : []), ...applied];
}
