import type { Copy, Place, Truth } from "./corpus.ts";
import { type ById, type Inspected, rowsOf } from "./inspected.ts";
import { type Score, score } from "./score.ts";

interface Corpus {
  readonly truths: readonly Truth[];
  readonly places: readonly Place[];
  readonly copies: readonly Copy[];
  readonly rows: ById;
}

/** A patch or cover, as the corpus and its header tell of it. */
interface Posting {
  readonly id: string;
  readonly family: string;
  /** The address that sent it: a series has patches of several authors. */
  readonly sender: string;
  readonly version: number;
  readonly title: string;
  readonly changeId: string | undefined;
  readonly answers: string | null;
  /** The cover that it answers, if that is here. */
  readonly cover: string | undefined;
  readonly row: Inspected;
}

/** Two versions of one series with no other between them, oldest first. */
interface Pair {
  readonly older: readonly Posting[];
  readonly newer: readonly Posting[];
}

const POSTINGS: readonly string[] = ["patch", "series-cover", "patch-untagged", "patch-nodiff"];

/** A patch, a cover, or a pull request that is the cover of its patches. */
function isPosting({ kind, isReply, n }: Truth): boolean {
  return !isReply && (POSTINGS.includes(kind) || (kind === "pull-request" && n === 0));
}

/**
 * Which versions belong together. Postings of one family are of one series where they share a change-id, where the same
 * address sends the same title again, or where one answers another of the same address; what follows in the numbers of
 * one series is a pair.
 */
export function scoreVersions(corpus: Corpus): Score[] {
  const { rows } = corpus;
  const postings = postingsOf(corpus);
  const pairs = seriesOf(postings).flatMap(pairsOf);
  const known = new Map(postings.map((posting) => [posting.id, posting]));
  const links = linksOf([...rows.values()].flat());
  const ids = (of: readonly Posting[]) => new Set(of.map(({ row }) => row.series?.id));
  return [
    score(
      "versions linked",
      pairs,
      (pair) => {
        const [older, newer] = [ids(pair.older), ids(pair.newer)];
        const isLinked = links.some(({ from, to }) => newer.has(from) && older.has(to));
        return isLinked ? undefined : `${words(pair.newer)} follows ${words(pair.older)}, by ${pair.newer[0]?.sender}`;
      },
      { share: 0.98 },
    ),
    score(
      "versions linked: none that are no pair",
      links,
      ({ from, to }) => {
        const isPair = pairs.some(({ older, newer }) => ids(newer).has(from) && ids(older).has(to));
        return isPair
          ? undefined
          : `<${from}> v${known.get(from)?.version} says it follows <${to}> v${known.get(to)?.version}`;
      },
      { misses: 0 },
    ),
    score(
      "patches on the card of their cover",
      postings.filter(({ cover }) => cover !== undefined),
      ({ id, cover, row }) =>
        row.series !== null && row.series.id === rowsOf(rows, cover!)[0]?.series?.id
          ? undefined
          : `<${id}> and <${cover}>`,
    ),
  ];
}

function postingsOf({ truths, places, copies, rows }: Corpus): Posting[] {
  const answers = new Map(places.map(({ messageId, headerParent }) => [messageId, headerParent]));
  const families = new Map(copies.map(({ messageId, family }) => [messageId, family]));
  const sent = truths.filter(isPosting);
  const byId = new Map(sent.map((truth) => [truth.messageId, truth]));
  return sent.map((truth) => {
    const row = rowsOf(rows, truth.messageId)[0]!;
    const above = byId.get(answers.get(truth.messageId) ?? "");
    const cover = above?.n === 0 && above.total === truth.total && truth.n !== 0 ? above : undefined;
    return {
      id: truth.messageId,
      family: families.get(truth.messageId) ?? "",
      sender: row.from.address.toLowerCase(),
      // Covers say `v2` above patches that do not.
      version: truth.version ?? cover?.version ?? 1,
      title: plain(truth.title),
      changeId: truth.changeId,
      answers: answers.get(truth.messageId) ?? null,
      cover: cover?.messageId,
      row,
    };
  });
}

/** `iio: new API, v6` and `iio: New API v12.` are one title. */
function plain(title: string): string {
  return title
    .toLowerCase()
    .replace(/\bv\d+\b/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The postings of each series, all versions together. */
function seriesOf(postings: readonly Posting[]): Posting[][] {
  const series = new Map<string, Posting[]>();
  for (const posting of postings) {
    const { id, family, sender, title, changeId, answers } = posting;
    const names = [`id ${sender} ${id}`, `title ${family} ${sender} ${title}`];
    if (changeId !== undefined) names.push(`change ${changeId}`);
    if (answers !== null) names.push(`id ${sender} ${answers}`);
    const joined = [...new Set(names.flatMap((name) => series.get(name) ?? [])), posting];
    // Whoever knew one of the parts by a name finds the whole by it.
    for (const [name, part] of series) if (part.some((one) => joined.includes(one))) series.set(name, joined);
    for (const name of names) series.set(name, joined);
  }
  return [...new Set(series.values())];
}

function pairsOf(series: readonly Posting[]): Pair[] {
  const versions = [...Map.groupBy(series, ({ version }) => version)].toSorted(([a], [b]) => a - b);
  return versions.slice(1).map(([, newer], at) => ({ older: versions[at]![1], newer }));
}

/** Each series that says which one it follows, by the ids of both. */
function linksOf(rows: readonly Inspected[]): { readonly from: string; readonly to: string }[] {
  const links = new Map<string, string>();
  for (const { series } of rows) if (series !== null && series.previous !== null) links.set(series.id, series.previous);
  return Array.from(links, ([from, to]) => ({ from, to }));
}

function words([first]: readonly Posting[]): string {
  return `<${first?.id}> v${first?.version} "${first?.title}"`;
}
