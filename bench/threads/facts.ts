import { isDeepStrictEqual } from "node:util";
import type { Kind } from "../../src/kind/kind.ts";
import type { Diffstat, Trailer } from "../../src/patch/patch.ts";
import type { Place, Truth } from "./corpus.ts";
import { type ById, type Inspected, rowsOf } from "./inspected.ts";
import { type Bar, type Score, score } from "./score.ts";

interface Measure {
  readonly what: string;
  /** Undefined where the corpus says nothing, so that it is not measured. */
  readonly theirs: (truth: Truth) => unknown;
  readonly ours: (row: Inspected) => unknown;
  readonly bar: Bar;
}

const nearlyAll = { share: 0.995 };
const allButOne = { misses: 1 };
const all = { misses: 0 };

// biome-ignore format: the columns are the specification
const measures: readonly Measure[] = [
  { what: "isReply",                  theirs: ({ isReply }) => isReply,                          ours: ({ isReply }) => isReply,                      bar: nearlyAll },
  { what: "subset",                   theirs: ({ subset }) => subset,                            ours: ({ subset }) => subset,                        bar: nearlyAll },
  { what: "version",                  theirs: ({ version }) => version,                          ours: ({ version }) => version,                      bar: nearlyAll },
  { what: "n",                        theirs: ({ n }) => n,                                      ours: ({ n }) => n,                                  bar: nearlyAll },
  { what: "total",                    theirs: ({ total }) => total,                              ours: ({ total }) => total,                          bar: nearlyAll },
  { what: "title",                    theirs: ({ title }) => title,                              ours: ({ title }) => title,                          bar: nearlyAll },
  { what: "tags",                     theirs: ({ tags }) => tags,                                ours: ({ tags }) => tags,                            bar: nearlyAll },
  { what: "prefixes",                 theirs: ({ prefixes }) => prefixes,                        ours: ({ prefixes }) => prefixes,                    bar: nearlyAll },
  { what: "component",                theirs: ({ component }) => component,                      ours: ({ component }) => component,                  bar: nearlyAll },
  { what: "changeId, where stated",   theirs: ({ changeId }) => changeId,                        ours: ({ changeId }) => changeId,                    bar: allButOne },
  { what: "changeId, nowhere else",   theirs: ({ changeId }) => changeId === undefined ? null : undefined,     ours: ({ changeId }) => changeId,      bar: all },
  { what: "baseCommit, where stated", theirs: ({ baseCommit }) => baseCommit,                    ours: ({ baseCommit }) => baseCommit,                bar: allButOne },
  { what: "baseCommit, nowhere else", theirs: ({ baseCommit }) => baseCommit === undefined ? null : undefined, ours: ({ baseCommit }) => baseCommit,  bar: all },
  { what: "author of a patch",        theirs: ({ author, diffstat }) => diffstat && author && mailbox(author), ours: ({ author }) => mailbox(`${author.name} <${author.address}>`), bar: all },
  { what: "diffstat stated",          theirs: ({ diffstatLine }) => diffstatLine,                ours: ({ diffstatStated }) => diffstatStated,        bar: all },
  { what: "diffstat computed",        theirs: ({ diffstat }) => diffstat && totals(diffstat),    ours: ({ diffstat }) => diffstat && totals(diffstat), bar: all },
  { what: "files",                    theirs: ({ diffstat }) => diffstat?.paths.toSorted(),      ours: ({ files }) => files.toSorted(),               bar: all },
  { what: "commit trailers",          theirs: ({ commitTrailers }) => commitTrailers,            ours: ({ commitTrailers }) => commitTrailers,        bar: nearlyAll },
  { what: "fixes",                    theirs: ({ fixes, commitTrailers }) => commitTrailers && (fixes ?? []), ours: ({ fixes }) => fixes,             bar: nearlyAll },
  { what: "Cc: stable",               theirs: ({ ccStable, commitTrailers }) => commitTrailers && (ccStable ?? false), ours: ({ ccStable }) => ccStable, bar: nearlyAll },
  { what: "kind",                     theirs: ({ kind }) => kind,                                ours: ({ kind }) => kind,                            bar: { share: 0.95 } },
];

/** Kinds that must never be said of another mail. */
const neverInvented: readonly Kind[] = ["applied-notice", "nak", "regression-report"];

interface Corpus {
  readonly truths: readonly Truth[];
  readonly places: readonly Place[];
  readonly rows: ById;
}

/** What subjects, patches and replies say, mail by mail. */
export function scoreFacts({ truths, places, rows }: Corpus): Score[] {
  return [
    scoreListTags({ truths, places, rows }),
    ...measures.map(({ what, theirs, ours, bar }) =>
      score(
        what,
        truths.filter((truth) => theirs(truth) !== undefined),
        (truth) => miss(truth, rows, theirs(truth), ours),
        bar,
      ),
    ),
    ...neverInvented.map((kind) =>
      score(
        `kind: no ${kind} invented`,
        truths.filter((truth) => truth.kind !== kind),
        (truth) =>
          rowsOf(rows, truth.messageId).some((row) => row.kind === kind)
            ? `<${truth.messageId}> is ${truth.kind}`
            : undefined,
        all,
      ),
    ),
    ...scoreGiven(truths, rows),
  ];
}

/** The copies of several lists differ in them, and the corpus tells of one copy only. */
function scoreListTags({ truths, places, rows }: Corpus): Score {
  const ofOneList = new Set(places.filter(({ lists }) => lists.length === 1).map(({ messageId }) => messageId));
  return score(
    "list tags, of mails by one list",
    truths.filter(({ messageId }) => ofOneList.has(messageId)),
    (truth) => miss(truth, rows, truth.listTags, ({ listTags }) => listTags),
    nearlyAll,
  );
}

/** Trailers given in replies, one by one; what a robot asks for is left out. */
function scoreGiven(truths: readonly Truth[], rows: ById): Score[] {
  const replies = truths.filter(({ commitTrailers }) => commitTrailers === undefined);
  const given = replies.map(({ messageId, givenTrailers = [] }) => ({
    messageId,
    theirs: byPeople(givenTrailers),
    ours: byPeople(rowsOf(rows, messageId)[0]?.givenTrailers ?? []),
  }));
  const missing = (trailer: string, from: readonly string[], id: string) =>
    from.includes(trailer) ? undefined : `<${id}> ${trailer}`;
  return [
    score(
      "trailers given by people",
      given.flatMap(({ messageId, theirs, ours }) => theirs.map((trailer) => ({ messageId, trailer, ours }))),
      ({ messageId, trailer, ours }) => missing(trailer, ours, messageId),
      allButOne,
    ),
    score(
      "trailers given by people: none invented",
      given.flatMap(({ messageId, theirs, ours }) => ours.map((trailer) => ({ messageId, trailer, theirs }))),
      ({ messageId, trailer, theirs }) => missing(trailer, theirs, messageId),
      all,
    ),
  ];
}

function miss(truth: Truth, rows: ById, theirs: unknown, ours: Measure["ours"]): string | undefined {
  const wrong = rowsOf(rows, truth.messageId).find((row) => !isDeepStrictEqual(ours(row), theirs));
  return wrong && `<${truth.messageId}> ${JSON.stringify(ours(wrong))} is ${JSON.stringify(theirs)}`;
}

function byPeople(trailers: readonly Trailer[]): string[] {
  return trailers
    .filter(({ value }) => !/lkp@intel\.com|@syzkaller\.appspotmail\.com/.test(value))
    .map(({ name, value }) => `${name}: ${value}`);
}

function totals({ files, insertions, deletions }: Diffstat): readonly number[] {
  return [files, insertions, deletions];
}

/** Name and address, without the quotes that a header needs. */
function mailbox(written: string): readonly string[] {
  const name = written.replace(/ ?<.*$/, "").replace(/^"(.*)"$/, "$1");
  return [name, written.replace(/^.*<|>.*$/g, "").toLowerCase()];
}
