/**
 * How well subjects, patches, trailers and kinds are read, against real list mail with known answers.
 *
 *     node bin/listwire.cjs node bench/patches.ts [--misses]
 *
 * Looks for the corpus beside the repository, in ../shared/corpora/threads; says so and ends with 0 where it is absent.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { condense } from "../src/condense/condense.ts";
import type { Kind } from "../src/kind/kind.ts";
import { kindOf } from "../src/kind/kind-of.ts";
import { robotOf } from "../src/kind/robots.ts";
import type { Mail } from "../src/mail/mail.ts";
import { readMail } from "../src/mail/read-mail.ts";
import type { Patch, Trailer } from "../src/patch/patch.ts";
import { readPatch } from "../src/patch/read-patch.ts";
import { givenTrailers } from "../src/patch/trailers.ts";
import { type Comment, commentsOnHunks } from "./quoted-hunks.ts";

const corpus = join(import.meta.dirname, "../../shared/corpora/threads");

/** A row of patches.jsonl, as the corpus's README describes it. */
interface Truth {
  readonly messageId: string;
  readonly kind: Kind;
  readonly isReply: boolean;
  readonly subset: boolean;
  readonly listTags: readonly string[];
  readonly tags: readonly string[];
  readonly version: number | null;
  readonly n: number | null;
  readonly total: number | null;
  readonly title: string;
  readonly prefixes: readonly string[];
  readonly givenTrailers?: readonly Trailer[];
  readonly changeId?: string;
  readonly baseCommit?: string;
  readonly diffstatLine?: readonly number[];
  readonly author?: string;
  readonly diffstat?: {
    readonly files: number;
    readonly insertions: number;
    readonly deletions: number;
    readonly paths: readonly string[];
  };
  readonly commitTrailers?: readonly Trailer[];
  readonly fixes?: readonly string[];
  readonly ccStable?: boolean;
}

interface Reading {
  readonly mail: Mail;
  readonly patch: Patch | undefined;
  readonly given: readonly Trailer[];
  readonly kind: Kind;
}

interface Measure {
  readonly name: string;
  /** Undefined where the corpus says nothing. */
  readonly theirs: (truth: Truth) => unknown;
  readonly ours: (reading: Reading) => unknown;
}

const byPeople = (trailers: readonly Trailer[]): readonly Trailer[] =>
  trailers.filter(
    ({ value }) =>
      robotOf({ name: value.replace(/ ?<.*/, ""), address: value.replace(/^.*<|>.*$/g, "") }) === undefined,
  );

const measures: readonly Measure[] = [
  { name: "isReply", theirs: (truth) => truth.isReply, ours: ({ mail }) => mail.subject.isReply },
  { name: "subset", theirs: (truth) => truth.subset, ours: ({ mail }) => mail.subject.subset },
  { name: "list tags", theirs: (truth) => truth.listTags, ours: ({ mail }) => mail.subject.listTags },
  { name: "tags", theirs: (truth) => truth.tags, ours: ({ mail }) => mail.subject.tags },
  { name: "version", theirs: (truth) => truth.version, ours: ({ mail }) => mail.subject.version ?? null },
  { name: "n", theirs: (truth) => truth.n, ours: ({ mail }) => mail.subject.n ?? null },
  { name: "total", theirs: (truth) => truth.total, ours: ({ mail }) => mail.subject.total ?? null },
  { name: "title", theirs: (truth) => truth.title, ours: ({ mail }) => mail.subject.title },
  { name: "prefixes", theirs: (truth) => truth.prefixes, ours: ({ mail }) => mail.subject.prefixes },
  { name: "changeId, where stated", theirs: (truth) => truth.changeId, ours: ({ patch }) => patch?.changeId },
  {
    name: "changeId, nowhere else",
    theirs: (truth) => truth.changeId ?? null,
    ours: ({ patch }) => patch?.changeId ?? null,
  },
  { name: "baseCommit, where stated", theirs: (truth) => truth.baseCommit, ours: ({ patch }) => patch?.baseCommit },
  {
    name: "baseCommit, nowhere else",
    theirs: (truth) => truth.baseCommit ?? null,
    ours: ({ patch }) => patch?.baseCommit ?? null,
  },
  {
    name: "author's address",
    theirs: ({ author }) => author && address(author),
    ours: ({ mail }) => mail.author.address.toLowerCase(),
  },
  { name: "author's name", theirs: ({ author }) => author && name(author), ours: ({ mail }) => mail.author.name },
  {
    name: "diffstat stated",
    theirs: (truth) => truth.diffstatLine,
    ours: ({ patch }) => numbers(patch?.diffstatStated),
  },
  {
    name: "diffstat computed",
    theirs: ({ diffstat }) => diffstat && numbers(diffstat),
    ours: ({ patch }) => numbers(patch?.diffstat),
  },
  {
    name: "files",
    theirs: ({ diffstat }) => diffstat?.paths.toSorted(),
    ours: ({ patch }) => patch?.files.map(({ path }) => path).toSorted(),
  },
  { name: "commit trailers", theirs: (truth) => truth.commitTrailers, ours: ({ patch }) => patch?.commitTrailers },
  {
    // The corpus asked git about bodies without their titles, and git takes the first paragraph for one.
    name: "  as the body alone says",
    theirs: (truth) => truth.commitTrailers,
    ours: ({ patch }) => (patch?.message === "" ? [] : patch?.commitTrailers),
  },
  {
    name: "fixes",
    theirs: ({ fixes, commitTrailers }) => commitTrailers && (fixes ?? []),
    ours: ({ patch }) => patch?.fixes,
  },
  {
    name: "Cc: stable",
    theirs: ({ ccStable, commitTrailers }) => commitTrailers && (ccStable ?? false),
    ours: ({ patch }) => patch?.ccStable,
  },
  {
    name: "given trailers",
    theirs: (truth) => (truth.commitTrailers ? undefined : byPeople(truth.givenTrailers ?? [])),
    ours: ({ given }) => byPeople(given),
  },
  { name: "kind", theirs: (truth) => truth.kind, ours: ({ kind }) => kind },
];

if (existsSync(corpus)) measure();
else console.log("skipped: shared corpora not here");

function measure(): void {
  const truths = readFileSync(join(corpus, "patches.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Truth);
  const readings = readAll();
  const showsMisses = process.argv.includes("--misses");
  const confused = new Map<string, number>();
  for (const { name, theirs, ours } of measures) {
    const known = truths.filter((truth) => theirs(truth) !== undefined);
    const missed = known.filter((truth) => !isDeepStrictEqual(ours(reading(readings, truth)), theirs(truth)));
    report(name, known.length - missed.length, known.length);
    for (const truth of missed) {
      const ourWord = ours(reading(readings, truth));
      if (showsMisses)
        console.log(`    <${truth.messageId}> ${JSON.stringify(ourWord)} is ${JSON.stringify(theirs(truth))}`);
      if (name === "kind") count(confused, `${truth.kind} read as ${String(ourWord)}`);
    }
  }
  for (const [pair, times] of [...confused].toSorted((a, b) => b[1] - a[1]))
    console.log(`  ${String(times).padStart(4)}  ${pair}`);
  for (const kind of ["applied-notice", "nak", "regression-report"] as const) {
    const invented = truths.filter((truth) => truth.kind !== kind && reading(readings, truth).kind === kind);
    console.log(`  ${String(invented.length).padStart(4)}  ${kind} invented`);
  }
  measureHunks(readings, showsMisses);
}

/** Comments under quoted hunks, against the patch that is answered; a number is not stated where it may be wrong. */
function measureHunks(readings: ReadonlyMap<string, Reading>, showsMisses: boolean): void {
  const comments = commentsOnHunks(readings);
  for (const by of ["alone", "beside"] as const) {
    const isRight = (comment: Comment, what: "path" | "line"): boolean =>
      comment.places.some(
        ({ path, line }) => path === comment[by]?.path && (what === "path" || line === comment[by].line),
      );
    const stated = comments.filter((comment) => comment[by]?.line !== undefined);
    const name = `hunks, ${by === "alone" ? "alone" : "by the patch"}`;
    report(`${name}: file`, comments.filter((comment) => isRight(comment, "path")).length, comments.length);
    report(`${name}: line`, comments.filter((comment) => isRight(comment, "line")).length, comments.length);
    report(`${name}: if said`, stated.filter((comment) => isRight(comment, "line")).length, stated.length);
    if (!showsMisses) continue;
    for (const comment of comments.filter((each) => !isRight(each, "line")))
      console.log(
        `    <${comment.mail}> ${JSON.stringify([comment.quoted, comment[by]])} is ${JSON.stringify(comment.places)}`,
      );
  }
}

function report(name: string, right: number, all: number): void {
  console.log(
    `${name.padEnd(26)} ${String(right).padStart(5)} of ${String(all).padStart(5)}  ${percent(all === 0 ? 1 : right / all)}`,
  );
}

function readAll(): ReadonlyMap<string, Reading> {
  const readings = new Map<string, Reading>();
  const started = performance.now();
  for (const folder of ["lore", "stream"]) {
    for (const file of readdirSync(join(corpus, folder))
      .filter((each) => each.endsWith(".mbox"))
      .toSorted()) {
      for (const octets of messages(readFileSync(join(corpus, folder, file)))) {
        const mail = readMail(octets);
        if (readings.has(mail.id)) continue;
        const patch = readPatch(mail);
        const condensed = condense(mail.text);
        const given = givenTrailers(condensed.lines);
        readings.set(mail.id, { mail, patch, given, kind: kindOf({ mail, patch, condensed, givenTrailers: given }) });
      }
    }
  }
  console.log(`${readings.size} mails read in ${Math.round(performance.now() - started)} ms`);
  return readings;
}

/** The messages of an mboxrd file (mbox(5)). */
function messages(mbox: Buffer): Buffer[] {
  const text = mbox.toString("latin1");
  return text
    .split(/^From mboxrd@z .*\n/m)
    .slice(1)
    .map((message) => Buffer.from(message.replace(/^>(>*From )/gm, "$1"), "latin1"));
}

function reading(readings: ReadonlyMap<string, Reading>, truth: Truth): Reading {
  const found = readings.get(truth.messageId.trim());
  if (found === undefined) throw new Error(`no mail has the id ${truth.messageId}`);
  return found;
}

function numbers(
  stat: { readonly files: number; readonly insertions: number; readonly deletions: number } | undefined,
): readonly number[] | undefined {
  return stat && [stat.files, stat.insertions, stat.deletions];
}

function address(mailbox: string): string {
  return mailbox.replace(/^.*<|>.*$/g, "").toLowerCase();
}

function name(mailbox: string): string {
  return mailbox.replace(/ ?<.*$/, "").replace(/^"(.*)"$/, "$1");
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
