import { setImmediate } from "node:timers/promises";
import { diffOfVersions, noSuchVersion, onlyOneVersion } from "../compose/answers/diff.ts";
import type { ComparedPatch, WithoutText } from "../compose/answers/diff-table.ts";
import { notFound } from "../compose/answers/notice.ts";
import { noSeries, seriesOverview } from "../compose/answers/series.ts";
import type { Post } from "../compose/post.ts";
import { isUnquoted } from "../compose/unquoted.ts";
import { comparableLines } from "../series/comparable.ts";
import { type Compared, differences } from "../series/difference.ts";
import { isOfSeries, openTopic, takeMail } from "../series/fold.ts";
import { matchPatches, type PatchContent } from "../series/match.ts";
import type { Topic } from "../series/topic.ts";
import type { ArchivedMail, TopicId } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mailFacts, mayShow, namedMail, opened } from "./named-mail.ts";

/** Versions of one series that are looked at. */
const maxVersions = 100;

/** Characters of diffs of one version that are held in memory to be compared. */
const maxDiffChars = 8 << 20;

/** A version as far as its mails may be shown in the channel. */
interface Version {
  readonly topic: Topic;
  readonly face: ArchivedMail;
  readonly mails: readonly ArchivedMail[];
}

export async function answerSeries(ask: Ask): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  const versions = await versionsOf(ask, mail.topic);
  const newest = versions.at(-1);
  return newest === undefined
    ? noSeries(await mailFacts(ask, mail))
    : seriesOverview(
        await mailFacts(ask, newest.face),
        versions.map(({ topic }) => topic),
      );
}

export async function answerDiff(ask: Ask): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  const versions = new Map((await versionsOf(ask, mail.topic)).map((version) => [version.topic.version, version]));
  const there = [...versions.keys()];
  const newest = versions.get(there.at(-1) ?? 0);
  if (newest === undefined) return noSeries(await mailFacts(ask, mail));
  const asked = asksFor(ask.args, there);
  const [was, now] = asked.map((version) => versions.get(version));
  const facts = await mailFacts(ask, newest.face);
  if (asked.some((version) => !versions.has(version))) return noSuchVersion(facts, there);
  if (was === undefined || now === undefined) return onlyOneVersion(facts, newest.topic.version);
  const matches = matchPatches(await patchesOf(ask, was), await patchesOf(ask, now));
  const compared: Compared<ComparedPatch>[] = [];
  for (const one of differences(matches)) {
    compared.push(one);
    await setImmediate(); // each may take a tenth of a second, and mail and chat go on
  }
  return diffOfVersions(await mailFacts(ask, now.face), was.topic, now.topic, compared);
}

/** Two versions, as far as there are two. One that is named alone is compared with the newest, or with the one before that. */
function asksFor({ from, to }: Ask["args"], there: readonly number[]): readonly number[] {
  const named = [from, to].flatMap((word) => word?.split("..") ?? []).map(Number);
  const [one] = named;
  if (one === undefined) return there.slice(-2);
  if (named.length > 1) return named;
  return one === there.at(-1) ? there.slice(-2) : [one, ...there.slice(-1)];
}

/** All versions that the mail's topic is one of, oldest first. */
async function versionsOf(ask: Ask, topic: TopicId): Promise<Version[]> {
  const { store } = ask.deps;
  const chain = [topic];
  for (const link of ["previous", "next"] as const) {
    for (let at = topic; chain.length < maxVersions; ) {
      const short = (await store.topic<Topic>(at))?.[link]?.short;
      const linked = short === undefined ? undefined : (await store.mailByShort(short))?.topic;
      if (linked === undefined || chain.includes(linked)) break;
      if (link === "previous") chain.unshift(linked);
      else chain.push(linked);
      at = linked;
    }
  }
  const versions: Version[] = [];
  for (const id of chain) versions.push(...(await visible(ask, id)));
  return versions;
}

/** A version folded anew from the mails that may be shown here, so that no other leaves a trace; none where there are none. */
async function visible(ask: Ask, id: TopicId): Promise<[] | [Version]> {
  const stored = await ask.deps.store.topic<Topic>(id);
  const mails = (await ask.deps.store.mailsOfTopic(id)).filter((mail) => mayShow(ask, mail));
  const told = mails.flatMap((mail) => ask.deps.topicMail(mail) ?? []);
  const first = told.find(isOfSeries);
  if (stored?.form !== "series" || first === undefined) return [];
  const others = told.filter((one) => one !== first);
  const folded = others.reduce((topic, one) => takeMail(topic, one).topic, openTopic(first, false));
  const face = mails.find(({ short }) => short === folded.face.short);
  const { previous, next } = stored;
  return face === undefined
    ? []
    : [{ topic: { ...folded, ...(previous && { previous }), ...(next && { next }) }, face, mails }];
}

async function patchesOf(ask: Ask, { topic, mails }: Version): Promise<ComparedPatch[]> {
  const byShort = new Map(mails.map((mail) => [mail.short, mail]));
  const patches: ComparedPatch[] = [];
  let room = maxDiffChars;
  for (const [n, { short, title, patchId }] of Object.entries(topic.patches)) {
    // One after the other: mail that arrives meanwhile is read in between.
    const text = await textOf(ask, byShort.get(short), room);
    room -= text.content?.diff.reduce((sum, line) => sum + line.text.length, 0) ?? 0;
    patches.push({ n: Number(n), title, ...(patchId !== undefined && { patchId }), ...text });
  }
  return patches;
}

type PatchText = { readonly content?: PatchContent; readonly without?: WithoutText };

async function textOf(ask: Ask, mail: ArchivedMail | undefined, room: number): Promise<PatchText> {
  const outcome = mail === undefined ? ({ kind: "gone" } as const) : await opened(ask, mail);
  if (outcome.kind !== "read") return { without: outcome.kind };
  const { mail: read, patch } = outcome.reading;
  if (isUnquoted(read, ask.deps.omit)) return { without: "unquoted" };
  if (patch === undefined) return { without: "broken" };
  if (patch.diff.length > room) return { without: "too-large" };
  const { message, commitTrailers, diff } = patch;
  return { content: { message, trailers: commitTrailers, diff: comparableLines(diff) } };
}
