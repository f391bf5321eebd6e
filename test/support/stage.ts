import type { TestContext } from "node:test";
import type { ChannelId, Outgoing, Poster, PostRef } from "../../src/chat/chat-platform.ts";
import { type Directory, directory } from "../../src/cli/directory.ts";
import type { Post } from "../../src/compose/post.ts";
import { octetsBeside } from "../../src/intake/beside.ts";
import { takeIn } from "../../src/intake/take-in.ts";
import { identify } from "../../src/mail/identity.ts";
import type { ListId } from "../../src/mail/mail.ts";
import { readOne } from "../../src/reader/read-one.ts";
import type { RouteTables } from "../../src/route/route.ts";
import type { Delivery, Store, Subscription } from "../../src/store/store.ts";
import { dueOf } from "./due.ts";
import { temporaryStore } from "./temporary-store.ts";

/** One mail of a story, in the words that matter to it. */
export interface StoryMail {
  readonly id: string;
  readonly subject: string;
  readonly from?: string;
  readonly list?: string;
  /** Message-IDs, oldest first; the last one becomes In-Reply-To. */
  readonly refs?: readonly string[];
  readonly date?: string;
  readonly headers?: readonly string[];
  readonly text?: string;
}

/** The octets of a story's mail. */
export function written(mail: StoryMail): Buffer {
  const refs = (mail.refs ?? []).map((id) => `<${id}>`);
  const list = mail.list ?? "wbus.lists.example.org";
  return Buffer.from(
    [
      `From: ${mail.from ?? "Nora Lind <nora@example.org>"}`,
      `To: <${list.replace(".", "@")}>`,
      `Date: ${mail.date ?? "Tue, 17 Nov 2026 09:00:00 +0000"}`,
      `Message-ID: <${mail.id}>`,
      ...(refs.length > 0 ? [`In-Reply-To: ${refs.at(-1)}`, `References: ${refs.join(" ")}`] : []),
      `Subject: ${mail.subject}`,
      ...(list === "" ? [] : [`List-Id: <${list}>`]),
      ...(mail.headers ?? []),
      "Content-Type: text/plain; charset=utf-8",
      "",
      mail.text ?? "Hello.",
      "",
    ].join("\r\n"),
  );
}

/** A patch mail's text that touches `path`. */
export function patchText(path: string, message = "Because it is needed."): string {
  return [
    message,
    "",
    "Signed-off-by: Nora Lind <nora@example.org>",
    "---",
    ` ${path} | 2 +-`,
    " 1 file changed, 1 insertion(+), 1 deletion(-)",
    "",
    `diff --git a/${path} b/${path}`,
    "index 1111111..2222222 100644",
    `--- a/${path}`,
    `+++ b/${path}`,
    "@@ -1,3 +1,3 @@ int wbus_fill(void)",
    " int a;",
    "-int b;",
    "+int c;",
    " int d;",
    "-- ",
    "2.47.0",
  ].join("\n");
}

export interface Stage {
  readonly store: Store & { readonly file: string };
  readonly now: () => Date;
  pass(ms: number): void;
  /** A mail arrives and is taken in. */
  arrive(mail: StoryMail, receivedAt?: Date): Promise<void>;
  /** The same for a mail of its own making. */
  arriveAs(octets: Buffer, receivedAt?: Date): Promise<void>;
  subscribe(subscription: Partial<Subscription> & Pick<Subscription, "what">): Promise<void>;
  /** Pays everything that is due now, as `deliver` does, into `shown`; what `refusal` has a reason against is dead. */
  pay(refusal?: (delivery: Delivery) => Promise<string | undefined>): Promise<void>;
  /** What is in the channels, in order: edits have replaced what they edit. */
  readonly shown: readonly Shown[];
  owed(): Promise<readonly Delivery[]>;
}

export interface Shown {
  readonly channel: string;
  readonly key: string;
  readonly level: string;
  readonly post: Post;
  readonly root?: string;
  readonly answers?: string;
  readonly mentions?: readonly string[];
}

export const LIVE = { cardMs: 45_000, orphanMs: 120_000 };

/** A store of its own, a clock that the test moves, and mails read in the test's own process. */
export async function stage(
  t: TestContext,
  omit: ReadonlySet<string> = new Set(),
  tables: RouteTables = {},
  { maySee, audienceOf }: Pick<Directory, "maySee" | "audienceOf"> = directory([]),
): Promise<Stage> {
  const store = await temporaryStore();
  t.after(() => store.close());
  const shown: Shown[] = [];
  let now = Date.UTC(2026, 10, 17, 9);
  const clock = () => new Date(now);
  const deps = {
    now: clock,
    tables,
    linkTo: () => undefined,
    maySee,
    audienceOf,
    channelFor: (list: ListId): Subscription => ({
      channel: `web:${list.replace(/\..*/, "")}` as ChannelId,
      what: { kind: "list", name: list },
      preset: "normal",
      since: clock(),
      by: "test",
    }),
    editSpacingMs: () => 60_000,
    omit,
    waits: LIVE,
  };
  const on: Stage = {
    store,
    now: clock,
    shown,
    pass(ms) {
      now += ms;
    },
    async arrive(mail, receivedAt = clock()) {
      await on.arriveAs(written({ date: receivedAt.toUTCString().replace("GMT", "+0000"), ...mail }), receivedAt);
    },
    async arriveAs(octets, receivedAt = clock()) {
      const identity = identify(octets);
      const beside = await octetsBeside(identity.ancestors, new Map(), store);
      const reading = readOne(octets, octets.byteLength, beside);
      const arrival = { identity, octets, receivedAt, reading, state: "read" } as const;
      await store.atomically((tx) => takeIn(tx, arrival, deps));
    },
    async subscribe(subscription) {
      await store.subscribe({
        channel: "web:wbus" as ChannelId,
        preset: "normal",
        since: clock(),
        by: "test",
        ...subscription,
      });
    },
    async pay(refusal = async () => undefined) {
      for (let due = await dueOf(store, clock(), 100); due.length > 0; due = await dueOf(store, clock(), 100)) {
        for (const delivery of due) {
          const reason = await refusal(delivery);
          if (reason !== undefined) await store.abandon(delivery.seq, reason);
          else await payInto(shown, delivery, store, clock());
        }
      }
    },
    owed: async () => await dueOf(store, new Date(now + 1e9), 1000),
  };
  return on;
}

async function payInto(shown: Shown[], delivery: Delivery, store: Store, now: Date): Promise<void> {
  const { channel, key, level, post, root, answers, mentions } = delivery;
  await store.markSending(delivery.seq, now);
  if (delivery.form === "edit") {
    const at = shown.findIndex((one) => one.channel === channel && one.key === root);
    shown[at] = { ...shown[at]!, post };
  } else if (delivery.form === "erase") {
    shown.splice(
      shown.findIndex((one) => one.channel === channel && one.key === root),
      1,
    );
  } else {
    shown.push({
      channel,
      key,
      level,
      post,
      ...(root !== undefined && { root }),
      ...(answers !== undefined && { answers }),
      ...(mentions !== undefined && { mentions }),
    });
  }
  await store.markSent(delivery.seq, `${channel} ${root ?? key}` as PostRef, now);
}

/** What a channel shows, a line a post: form, title and the words that a test looks at. */
export function lines(shown: readonly Shown[], channel = "web:wbus"): string[] {
  return shown
    .filter((one) => one.channel === channel)
    .map(({ post }) => [post.form, post.tag, post.title, post.anchor].filter(Boolean).join(" · "));
}

export function footer(post: Post): string {
  return post.footer
    .filter((item) => item.kind === "state")
    .map(({ text }) => text)
    .join(" · ");
}

/** A poster that keeps what it is given; `fail` makes the next calls throw. */
export function recordingPoster(name = "web"): Poster & {
  readonly posted: Outgoing[];
  readonly edited: Post[];
  readonly erased: PostRef[];
  fail(error: Error, times?: number): void;
} {
  const posted: Outgoing[] = [];
  const erased: PostRef[] = [];
  const edited: Post[] = [];
  const failures: Error[] = [];
  return {
    name,
    editSpacingMs: 0,
    posted,
    edited,
    erased,
    fail: (error, times = 1) => failures.push(...Array.from({ length: times }, () => error)),
    async post(outgoing) {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      if (!posted.some(({ channel, key }) => channel === outgoing.channel && key === outgoing.key))
        posted.push(outgoing);
      return `${outgoing.channel} ${outgoing.key}` as PostRef;
    },
    async edit(_channel, _ref, post) {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      edited.push(post);
    },
    async erase(_channel, ref) {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      erased.push(ref);
    },
    async find({ channel, key }) {
      return posted.some((one) => one.channel === channel && one.key === key)
        ? (`${channel} ${key}` as PostRef)
        : "absent";
    },
  };
}
