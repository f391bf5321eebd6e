import type { MailFacts } from "../intake/facts.ts";
import { placesNow } from "../intake/places.ts";
import type { MailIdentity } from "../mail/identity.ts";
import type { Reading } from "../reader.ts";
import type { Routed } from "../route/route.ts";
import type { GivenTag, Topic } from "../series/topic.ts";
import type { ArchivedMail, Store, TopicId } from "../store/store.ts";

/** One arrival, as it was read. */
export interface Read {
  readonly file: string;
  readonly index: number;
  readonly identity: MailIdentity;
  readonly octets: Uint8Array;
  /** Octets of the mail that it answers, where that is here. */
  readonly answered?: Uint8Array;
  readonly receivedAt: Date;
  readonly reading: Reading;
  readonly state: "read" | "degraded";
  readonly problem?: string;
}

/** Where a row keeps what `--lines` shows; a symbol, so that JSON leaves it out. */
export const READ = Symbol("read");

export type Row = Awaited<ReturnType<typeof rowOf>>;

/** One line of `--json`. The names are a contract with scripts: docs/cli.md. */
export async function rowOf(
  read: Read,
  archived: ArchivedMail<MailFacts>,
  duplicateOf: { file: string; index: number } | undefined,
  store: Store,
) {
  const { mail, patch, condensed, givenTrailers } = read.reading;
  const { subject } = mail;
  const posts = duplicateOf === undefined ? await store.deliveriesOfMail(archived.key) : [];
  return {
    file: read.file,
    index: read.index,
    messageId: mail.id,
    duplicateOf: duplicateOf ?? null,
    date: mail.date?.toISOString() ?? null,
    from: mail.from,
    author: mail.author,
    lists: mail.lists,
    subject: subject.text,
    kind: read.reading.kind,
    isReply: subject.isReply,
    thread: archived.thread as string,
    parent: (archived.parent ?? null) as string | null,
    tags: subject.tags,
    version: subject.version ?? null,
    n: subject.n ?? null,
    total: subject.total ?? null,
    title: subject.title,
    subset: subject.subset,
    listTags: subject.listTags,
    prefixes: subject.prefixes,
    component: subject.component ?? null,
    changeId: patch?.changeId ?? null,
    baseCommit: patch?.baseCommit ?? null,
    diffstat: patch?.diffstat ?? null,
    diffstatStated: patch?.diffstatStated === undefined ? null : Object.values(patch.diffstatStated),
    givenTrailers: givenTrailers.map(({ name, value }) => ({ name, value })),
    // git interpret-trailers takes a body's first paragraph for the title, so one of nothing but trailers has none.
    commitTrailers: patch === undefined || patch.message === "" ? [] : patch.commitTrailers,
    fixes: patch?.fixes ?? [],
    ccStable: patch?.ccStable ?? false,
    files: patch?.files.map(({ path }) => path) ?? [],
    comments: comments(read.reading),
    series: await seriesIn(store, archived.topic),
    subsystems: archived.facts.routed.map(subsystem),
    places: (await placesNow(store, archived)).map(({ name }) => name),
    reply: condensed.reply,
    elided: condensed.elided,
    posts: {
      web: posts.filter(({ channel }) => channel.startsWith("web:")).map(({ channel, post }) => ({ channel, post })),
      discord: [],
      matrix: [],
    },
    ...{ [READ]: read },
  };
}

/** A row once everything is here: parents, threads and series that came to light later. */
export async function settled(row: Row, store: Store): Promise<Row> {
  const mail = await store.mailByKey(row[READ].identity.key);
  if (mail === undefined) return row;
  return {
    ...row,
    thread: mail.thread,
    parent: mail.parent ?? null,
    series: await seriesIn(store, mail.topic),
    places: (await placesNow(store, mail)).map(({ name }) => name),
  };
}

const subsystem = ({ name, by, reason }: Routed) => ({ name, by, reason });

/** What is said about quoted lines, each with the line right above and where that one stands. */
function comments({ condensed, anchors }: Reading) {
  return condensed.passages.flatMap(({ above: quoted }, index) => {
    const place = anchors[index];
    return quoted === undefined ? [] : [{ path: place?.path ?? null, line: place?.line ?? null, quoted }];
  });
}

/** The series' version that a topic stands for; null where it is another conversation. */
async function seriesIn(store: Store, id: TopicId) {
  const topic = await store.topic<Topic>(id);
  if (topic?.form !== "series") return null;
  return {
    id: topic.face.id as string,
    version: topic.version,
    total: topic.total,
    previous: topic.previous === undefined ? null : await faceId(store, topic.previous.short),
    trailers: topic.given.map(givenTrailer),
  };
}

/** The id that names the series which the mail belongs to. */
async function faceId(store: Store, short: string): Promise<string | null> {
  const mail = await store.mailByShort(short);
  const topic = mail && (await store.topic<Topic>(mail.topic));
  return topic?.face.id ?? null;
}

function givenTrailer({ name, value, n }: GivenTag) {
  return { name, value, patch: n ?? null };
}
