import type { ChannelId, Level, Poster, PostRef } from "../../../src/chat/chat-platform.ts";
import type { Block, FooterItem, Post } from "../../../src/compose/post.ts";

/** A post with only what a test names. */
export function post(some: Partial<Post> & Pick<Post, "title">): Post {
  return { form: "card", byline: [], blocks: [], footer: [], isCut: false, ...some };
}

const text = (...lines: string[]): Block => ({ kind: "text", lines });
const quote = (...lines: string[]): Block => ({ kind: "quote", lines, code: false });
const code = (...lines: string[]): Block => ({ kind: "quote", lines, code: true });
const state = (text: string, tone: "neutral" | "good" | "bad" | "warn" = "neutral"): FooterItem => ({
  kind: "state",
  text,
  tone,
});
const lore: FooterItem = { kind: "link", text: "lore", url: "https://lore.example.org/wbus/" };
const id = (text: string): FooterItem => ({ kind: "id", text });

interface Row {
  readonly key: string;
  readonly level?: Level;
  readonly root?: string;
  readonly answers?: string;
  /** Minutes before the end of the story. */
  readonly ago: number;
  readonly post: Post;
}

const rows: readonly Row[] = [
  {
    key: "old",
    ago: 13_100,
    post: post({
      title: "wbus: add burst mode → v2 (m3xa)",
      tag: "[PATCH 0/4]",
      byline: ["Nora Lind"],
      footer: [state("superseded"), id("k7q2m9xa")],
      mail: "k7q2m9xa",
    }),
  },
  {
    key: "leak",
    ago: 1_700,
    post: post({
      title: "wbus: fix a leak in the error path of wbus_probe()",
      tag: "[PATCH]",
      byline: ["Jun Sato · wbus", "1 patch, 1 file, +2 −1"],
      blocks: [text("The clock was not put when the second resource is missing.")],
      footer: [state("applied to wbus/next", "good"), state("R 2", "good"), lore, id("c4hw8r2p")],
      mail: "c4hw8r2p",
    }),
  },
  {
    key: "applied",
    root: "leak",
    answers: "leak",
    ago: 900,
    post: post({
      form: "line",
      title: "Applied to wbus/next by Ines Marsh",
      byline: ["3f2a91c · 2 days, 1 version, 4 mails"],
      footer: [lore, id("r8wd6k3n")],
      mail: "r8wd6k3n",
    }),
  },
  {
    key: "suspend",
    level: "loud",
    ago: 410,
    post: post({
      title: "wbus stops after the second suspend",
      tag: "[REGRESSION]",
      byline: ["Lee Moran · wbus, also regressions", "since 7.2-rc3"],
      blocks: [text("Two laptops lose the bus at the second suspend. Reverting 9c1f02d helps.")],
      footer: [state("open", "bad"), state("bisected 9c1f02d"), state("6 mails"), lore, id("w4ppz7ta")],
      isCut: true,
      mail: "w4ppz7ta",
    }),
  },
  {
    key: "burst",
    answers: "old",
    ago: 190,
    post: post({
      title: "wbus: add burst mode",
      tag: "[PATCH v2 0/4]",
      byline: ["Nora Lind · wbus, also dt-bindings", "4 patches, 6 files, +212 −31 · 9 days after v1 (14 mails, R 1)"],
      blocks: [
        text("Sends up to 16 words in one transfer. On the two boards we have it halves the interrupt load."),
        { kind: "list", items: ["drop the DMA path (Tom)", "new binding example (Ines)"] },
      ],
      footer: [
        state("in review", "warn"),
        state("R 2/4", "good"),
        state("NAK 1", "bad"),
        state("CI 12/13"),
        state("9 mails"),
        lore,
        id("m3xa5v8e"),
      ],
      mail: "m3xa5v8e",
      counted: [
        { mail: "aa11bb22", label: "1/4 wbus: split the transfer out", who: "Nora Lind", at: "2026-11-03T08:01:00Z" },
        { mail: "aa11bb23", label: "2/4 wbus: fill the ring", who: "Nora Lind", at: "2026-11-03T08:01:00Z" },
        { mail: "aa11bb24", label: "3/4 wbus: send bursts", who: "Nora Lind", at: "2026-11-03T08:01:00Z" },
        { mail: "aa11bb25", label: "4/4 dt-bindings: wbus: burst words", who: "Nora Lind", at: "2026-11-03T08:01:00Z" },
        { mail: "aa11bb26", label: "Reviewed-by on 1/4", who: "Ines Marsh", at: "2026-11-03T08:40:00Z" },
      ],
    }),
  },
  {
    key: "r1",
    root: "burst",
    answers: "burst",
    ago: 150,
    post: post({
      form: "reply",
      title: "Tom Okafor",
      anchor: "on 2/4 · ring.c:212 wbus_fill()",
      blocks: [
        code("+\tif (!ring->head)", "+\t\treturn -EAGAIN;"),
        text("Head is read outside the lock here; two writers can both see NULL. Move the check below the spin_lock."),
        code("+\tudelay(50);"),
        text("Why 50? The datasheet says 5."),
      ],
      footer: [state("38 quoted lines out"), lore, id("p9dk2m4c")],
      isCut: true,
      mail: "p9dk2m4c",
    }),
  },
  {
    key: "r2",
    root: "burst",
    answers: "r1",
    ago: 95,
    post: post({
      form: "reply",
      title: "Nora Lind",
      anchor: "answers Tom Okafor",
      blocks: [
        quote("two writers can both see NULL. Move the check below the spin_lock."),
        text("Right, would this do?"),
        {
          kind: "code",
          language: "diff",
          lines: [
            "@@ -209,8 +209,8 @@ static int wbus_fill(struct wbus *bus)",
            "-\tif (!ring->head)",
            "-\t\treturn -EAGAIN;",
            " \tspin_lock(&ring->lock);",
            "+\tif (!ring->head)",
            "+\t\tgoto again;",
          ],
        },
      ],
      footer: [lore, id("s6ju9b3x")],
      mail: "s6ju9b3x",
    }),
  },
  {
    key: "r3",
    root: "burst",
    answers: "burst",
    ago: 41,
    post: post({
      form: "reply",
      title: "Ines Marsh",
      anchor: "on 1–2/4",
      blocks: [{ kind: "tags", tags: [{ name: "Reviewed-by", who: "Ines Marsh" }] }],
      footer: [lore, id("t5hh7c2k")],
      mail: "t5hh7c2k",
    }),
  },
  {
    key: "nak",
    root: "burst",
    answers: "burst",
    level: "normal",
    ago: 4,
    post: post({
      form: "line",
      title: "NAK on 2/4 from Tom Okafor",
      blocks: [quote("This breaks boards with the old clock. I cannot take it without a quirk table.")],
      footer: [state("NAK", "bad"), lore, id("q1zz4w6m")],
      mail: "q1zz4w6m",
    }),
  },
];

export const wbus = "web:wbus" as ChannelId;

/** When the last post of the story is written. */
export const endOfStory = new Date("2026-11-03T11:04:00Z");

/** Tells the story into `poster`; gives the refs by key. */
export async function postStory(poster: Poster): Promise<Map<string, PostRef>> {
  const refs = new Map<string, PostRef>();
  for (const { key, level = "silent", root, answers, ago, post } of rows) {
    const at = new Date(endOfStory.getTime() - ago * 60_000).toISOString();
    const ref = await poster.post({
      channel: wbus,
      key,
      level,
      post: { ...post, at },
      ...(root === undefined ? {} : { root: refs.get(root)! }),
      ...(answers === undefined ? {} : { answers: refs.get(answers)! }),
    });
    refs.set(key, ref);
  }
  return refs;
}
