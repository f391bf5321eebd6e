import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { ArchivedMail } from "../../src/store/store.ts";
import { footer, lines, patchText, type Stage, type StoryMail, stage } from "../support/stage.ts";

/** Patch `n` of a series of `total`: `v2-1@dev` answers `v2-0@dev`. */
function patch(n: number, total: number, version = 1, more: Partial<StoryMail> = {}): StoryMail {
  const v = version === 1 ? "" : ` v${version}`;
  return {
    id: `v${version}-${n}@dev`,
    subject: `[PATCH${v} ${n}/${total}] wbus: ${n === 0 ? "add burst mode" : `part ${n}`}`,
    text: n === 0 ? "Sends up to 16 words in one transfer." : patchText(`drivers/wbus/part${n}.c`),
    ...(n > 0 && { refs: [`v${version}-0@dev`] }),
    ...more,
  };
}

async function series(on: Stage, total: number, version = 1): Promise<void> {
  for (let n = 0; n <= total; n += 1) await on.arrive(patch(n, total, version));
}

async function mailOf(on: Stage, id: string): Promise<ArchivedMail<MailFacts>> {
  const [mail] = await on.store.mailsById([id as MessageId]);
  return mail as ArchivedMail<MailFacts>;
}

const review = (id: string, n: number, text: string, more: Partial<StoryMail> = {}): StoryMail => ({
  id,
  from: "Tom Okafor <tom@example.org>",
  subject: `Re: [PATCH ${n}/2] wbus: part ${n}`,
  refs: ["v1-0@dev", `v1-${n}@dev`],
  text,
  ...more,
});

describe("a series", () => {
  test("is one card, shown as soon as it is whole, with its patches counted", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    assert.deepEqual(lines(on.shown), ["card · [PATCH 0/2] · wbus: add burst mode"]);
    assert.equal(footer(on.shown[0]!.post), "new · 2/2 here");
    assert.deepEqual(
      on.shown[0]!.post.counted?.map(({ label }) => label),
      ["1/2 wbus: part 1", "2/2 wbus: part 2"],
    );
  });

  for (const order of [
    [0, 1],
    [1, 0],
  ])
    test(`of one patch below its cover is one card, ${order[0] === 0 ? "the cover" : "the patch"} first`, async (t) => {
      const on = await stage(t);
      for (const n of order) await on.arrive(patch(n, 1));
      await on.pay();
      assert.deepEqual(lines(on.shown), ["card · [PATCH 0/1] · wbus: add burst mode"]);
      assert.equal(footer(on.shown[0]!.post), "new");
    });

  test("that is not whole waits 45 seconds and says what is here", async (t) => {
    const on = await stage(t);
    await on.arrive(patch(0, 2));
    await on.arrive(patch(1, 2));
    on.pass(44_999);
    await on.pay();
    assert.deepEqual(lines(on.shown), []);
    on.pass(1);
    await on.pay();
    assert.equal(footer(on.shown[0]!.post), "new · 1/2 here");
  });

  test("gets its cover late and is still one card, now the cover's", async (t) => {
    const on = await stage(t);
    await on.arrive(patch(1, 2));
    await on.arrive(patch(2, 2));
    await on.arrive(patch(0, 2));
    await on.pay();
    assert.deepEqual(lines(on.shown), ["card · [PATCH 0/2] · wbus: add burst mode"]);
  });

  test("without a cover is one card, the patch seen first", async (t) => {
    const on = await stage(t);
    await on.arrive(patch(1, 2, 1, { refs: [] }));
    await on.arrive(patch(2, 2, 1, { refs: ["v1-1@dev"] }));
    await on.pay();
    assert.deepEqual(lines(on.shown), ["card · [PATCH 1/2] · wbus: part 1"]);
  });

  test("of 189 patches in a minute is one card, edited a few times at most", async (t) => {
    const on = await stage(t);
    await series(on, 189);
    await on.pay();
    assert.equal(on.shown.length, 1);
    assert.equal(on.shown[0]!.post.counted?.length, 189);
  });

  test("sent again as v2 is a new card that answers the old one, which shrinks to a line", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    on.pass(9 * 86_400_000);
    await series(on, 2, 2);
    await on.pay();
    assert.deepEqual(lines(on.shown), [
      "card · [PATCH 0/2] · wbus: add burst mode",
      "card · [PATCH v2 0/2] · wbus: add burst mode",
    ]);
    const [old, next] = on.shown;
    assert.match(old!.post.byline[0]!, /^→ v2 \([a-z0-9]{8}\)$/);
    assert.equal(next!.answers, old!.key);
    assert.match(next!.post.byline[1]!, /^9 days after v1 \(3 mails\) · 2 patches/);
  });

  for (const order of [
    [0, 1, 2],
    [1, 0, 2],
    [1, 2, 0],
  ]) {
    test(`whose cover alone says v2 is one card, in the order ${order.join(", ")}`, async (t) => {
      const on = await stage(t);
      await series(on, 2);
      for (const n of order)
        await on.arrive(n === 0 ? patch(0, 2, 2) : { ...patch(n, 2, 2), subject: `[PATCH ${n}/2] wbus: part ${n}` });
      await on.pay();
      assert.deepEqual(lines(on.shown), [
        "card · [PATCH 0/2] · wbus: add burst mode",
        "card · [PATCH v2 0/2] · wbus: add burst mode",
      ]);
      assert.equal(on.shown[1]!.answers, on.shown[0]!.key);
    });
  }

  test("whose v2 answers the old cover is a new card all the same", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    await on.arrive(patch(0, 2, 2, { refs: ["v1-0@dev"], subject: "[PATCH v2 0/2] wbus: bursts, reworked" }));
    for (const n of [1, 2]) await on.arrive(patch(n, 2, 2, { refs: ["v1-0@dev", "v2-0@dev"] }));
    await on.pay();
    assert.deepEqual(lines(on.shown), [
      "card · [PATCH 0/2] · wbus: add burst mode",
      "card · [PATCH v2 0/2] · wbus: bursts, reworked",
    ]);
    assert.equal(on.shown[1]!.answers, on.shown[0]!.key);
  });

  test("sent again as v2 says which patches are unchanged, and what was said of v1", async (t) => {
    const on = await stage(t);
    await series(on, 3);
    await on.arrive({ ...review("t1@tom", 0, "Reviewed-by: Tom Okafor <tom@example.org>"), refs: ["v1-0@dev"] });
    await on.pay();
    on.pass(3 * 86_400_000);
    for (const n of [0, 1, 2, 3]) {
      const again = patch(n, 3, 2);
      await on.arrive(n === 2 ? { ...again, text: again.text!.replace("+int c;", "+long c;") } : again);
    }
    await on.pay();
    const next = on.shown.at(-1)!.post;
    assert.match(next.byline[1]!, /^3 days after v1 \(5 mails, R 3\) · 3 patches/);
    assert.equal(footer(next), "new · 1 and 3 unchanged");
  });

  for (const [how, subject, refs] of [
    ["as v1.1", "[PATCH v1.1 2/3] wbus: part 2", ["v1-0@dev"]],
    ["as v2 in answer to the patch", "[PATCH v2 2/3] wbus: part 2", ["v1-0@dev", "v1-2@dev"]],
    ["under the same number in answer to the patch", "[PATCH 2/3] wbus: part 2", ["v1-0@dev", "v1-2@dev"]],
  ] as const) {
    test(`of which one patch is sent again ${how} stays one card, with a line that says so`, async (t) => {
      const on = await stage(t);
      await series(on, 3);
      await on.pay();
      await on.arrive(patch(2, 3, 1, { id: "again@dev", subject, refs }));
      await on.pay();
      assert.equal(on.shown.length, 2);
      assert.match(lines(on.shown)[1]!, /^line · 2\/3 was sent again · (?:as v[12](?:\.1)? )?by Nora Lind$/);
      assert.equal(on.shown[1]!.answers, on.shown[0]!.key);
      await on.arrive({ ...review("r@tom", 2, "Better.", { refs: ["v1-0@dev", "again@dev"] }) });
      await on.pay();
      assert.match(lines(on.shown)[2]!, /^reply · Tom Okafor · on 2\/3/);
    });
  }

  test("resent is a card that says so and is no new version", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    on.pass(14 * 86_400_000);
    for (const n of [0, 1, 2]) {
      const again = patch(n, 2);
      await on.arrive({
        ...again,
        id: `again-${n}@dev`,
        subject: again.subject.replace("PATCH", "PATCH RESEND"),
        ...(n > 0 && { refs: ["again-0@dev"] }),
      });
    }
    await on.pay();
    assert.deepEqual(lines(on.shown), [
      "card · [PATCH 0/2] · wbus: add burst mode",
      "card · [PATCH RESEND 0/2] · wbus: add burst mode",
    ]);
    assert.match(on.shown[1]!.post.byline[1]!, /^sent again 14 days after the first time \(3 mails\)/);
    assert.equal(footer(on.shown[1]!.post), "new · unchanged");
    assert.match(on.shown[0]!.post.byline[0]!, /^→ sent again/);
  });

  test("that was sent twice over is two cards, each with the patches that refer to its cover", async (t) => {
    const on = await stage(t);
    await on.arrive(patch(1, 2));
    await on.arrive({ ...patch(0, 2), id: "other-0@dev" });
    await on.arrive({ ...patch(2, 2), refs: ["other-0@dev"], id: "other-2@dev" });
    await on.arrive(patch(0, 2));
    await on.arrive(patch(2, 2));
    await on.arrive({ ...patch(1, 2), refs: ["other-0@dev"], id: "other-1@dev" });
    await on.pay();
    assert.deepEqual(
      on.shown.map(({ post }) => footer(post)),
      ["new · 2/2 here", "new · 2/2 here"],
    );
    const topics = await Promise.all(["v1-1@dev", "v1-2@dev", "other-1@dev"].map((id) => mailOf(on, id)));
    assert.equal(topics[0]?.topic, topics[1]?.topic);
    assert.notEqual(topics[0]?.topic, topics[2]?.topic);
  });

  for (const order of [
    [0, 1, 2],
    [1, 0, 2],
    [1, 2, 0],
  ]) {
    test(`whose cover says no [PATCH], and that a slow list brings over hours, is one card, in the order ${order.join(", ")}`, async (t) => {
      const on = await stage(t);
      for (const n of order) {
        await on.arrive(n === 0 ? patch(0, 2, 1, { subject: "wbus: add burst mode, v2" }) : patch(n, 2));
        await on.pay();
        on.pass(74 * 60_000);
      }
      await on.pay();
      assert.deepEqual(
        on.shown.map(({ post }) => [post.form, footer(post)]),
        [["card", "new · 2/2 here"]],
      );
      assert.equal(on.shown[0]!.post.title, "wbus: add burst mode, v2");
    });
  }

  test("that changes one file in all its patches counts that file once", async (t) => {
    const on = await stage(t);
    for (const n of [1, 2])
      await on.arrive(patch(n, 2, 1, { refs: n === 1 ? [] : ["v1-1@dev"], text: patchText("ring.c") }));
    await on.pay();
    assert.match(on.shown[0]!.post.byline.join(), /2 patches · 1 file, \+2 −2/);
  });

  test("of which nothing but an answer is here has the numbers that the answer names", async (t) => {
    const on = await stage(t);
    const answer = { from: "Ines Marsh <ines@example.org>", refs: ["lost@dev"] };
    await on.arrive({
      ...answer,
      id: "a@ines",
      subject: "Re: (subset) [PATCH 0/7] wbus: bursts",
      text: "Applied patches 2-3 to wbus/next, thanks!",
    });
    const tag = "Reviewed-by: Ines Marsh <ines@example.org>";
    await on.arrive({
      ...answer,
      refs: ["gone@dev"],
      id: "b@ines",
      subject: "Re: [PATCH 06/25] wbus: part 6",
      text: `Fine.\n\n${tag}`,
    });
    await on.arrive({
      ...answer,
      refs: ["gone@dev", "too@dev"],
      id: "c@ines",
      subject: "Re: [PATCH 20/25] wbus: part 20",
      text: `Good.\n\n${tag}`,
    });
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(
      on.shown.filter(({ post }) => post.form === "card").map(({ post }) => footer(post)),
      ["applied 2–3 of 7 to wbus/next", "R 2/25 · 2 mails"],
    );
    assert.equal(on.shown.find(({ post }) => post.form === "reply")?.post.anchor, "on 20/25");
  });

  test("by another author with the same title is no new version", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    for (const n of [0, 1, 2]) await on.arrive(patch(n, 2, 2, { from: "Kit Walsh <kit@example.org>" }));
    await on.pay();
    assert.equal(on.shown[1]!.answers, undefined);
  });
});

describe("an answer", () => {
  test("stands under the card, with the patch it talks about and what it answers", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    const quoted = patchText("drivers/wbus/part2.c")
      .split("\n")
      .slice(7, 14)
      .map((line) => `> ${line}`);
    await on.arrive(
      review("r1@tom", 2, ["On Tue, 17 Nov 2026, Nora Lind wrote:", ...quoted, "Why c?", "", "-- ", "Tom"].join("\n")),
    );
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1), ["reply · Tom Okafor · on 2/2 · part2.c:2 wbus_fill()"]);
    assert.equal(on.shown[1]!.root, on.shown[0]!.key);
    assert.deepEqual(on.shown[1]!.post.blocks.at(-1), { kind: "text", lines: ["Why c?"] });
    assert.equal(footer(on.shown[0]!.post), "in review · 1 mail");
  });

  test("to a line without its headers has the place that the patch gives it", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.arrive(review("r1@tom", 2, "> int d;\n\nAnd this?"));
    await on.arrive({
      ...review("r2@nora", 2, "> > int d;\n>\n> And this?\n\nIt stays."),
      refs: ["v1-2@dev", "r1@tom"],
    });
    await on.arrive({ ...review("r3@tom", 2, "> > > int d;\n\nWell."), refs: ["v1-2@dev", "r1@tom", "r2@nora"] });
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1), [
      "reply · Tom Okafor · on 2/2 · part2.c:3 wbus_fill()",
      "reply · Tom Okafor · on 2/2",
      "reply · Tom Okafor · on 2/2 · part2.c:3 wbus_fill()",
    ]);
  });

  test("that is a bare trailer changes the counter only, until every patch has one: then one line, once", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    const tag = "Reviewed-by: Tom Okafor <tom@example.org>";
    await on.arrive(review("t1@tom", 1, tag));
    on.pass(60_000);
    await on.pay();
    assert.equal(lines(on.shown).length, 1);
    assert.equal(footer(on.shown[0]!.post), "in review · R 1/2 · 1 mail");
    await on.arrive(review("t2@tom", 2, tag));
    await on.arrive(
      review("t3@kit", 2, "Reviewed-by: Kit Walsh <kit@example.org>", { from: "Kit Walsh <kit@example.org>" }),
    );
    on.pass(60_000);
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1), ["line · All 2 patches of v1 have a Reviewed-by · (Tom Okafor 1–2)"]);
    assert.equal(footer(on.shown[0]!.post), "in review · R 2/2 · 3 mails");
  });

  test("to the cover with a trailer counts for every patch", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    await on.arrive({ ...review("t1@tom", 0, "Acked-by: Tom Okafor <tom@example.org>"), refs: ["v1-0@dev"] });
    on.pass(60_000);
    await on.pay();
    assert.equal(footer(on.shown[0]!.post), "in review · A 2/2 · 1 mail");
  });

  test("that says NAK stands in the thread, and as one normal line with its sentence", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.arrive(review("n1@tom", 2, "> +int c;\nNAK. This breaks boards with the old clock.\n\nSee the errata."));
    on.pass(60_000);
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1).sort(), [
      "line · NAK · on 2/2 from Tom Okafor",
      "reply · Tom Okafor · on 2/2 · part2.c:2 wbus_fill()",
    ]);
    const line = on.shown.find(({ post }) => post.form === "line");
    assert.equal(line?.level, "normal");
    assert.match(footer(on.shown[0]!.post), /NAK 1 on 2\/2/);
  });

  test("that takes a NAK back edits the line that told it, and the card no longer counts it", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.arrive(review("n1@tom", 2, "NAK. This breaks boards with the old clock."));
    await on.pay();
    on.pass(3 * 86_400_000);
    await on.arrive(review("n2@tom", 2, "With the quirk table in place I withdraw my NAK."));
    await on.pay();
    const line = on.shown.find(({ key }) => key.startsWith("nak-"));
    assert.equal(`${line?.post.title} ${line?.post.anchor}`, "NAK on 2/2 withdrawn (Tom Okafor, 3 days later)");
    assert.doesNotMatch(footer(on.shown[0]!.post), /NAK/);
  });

  test("that names patches counts for those, and one on somebody else's behalf is shown and not counted", async (t) => {
    const on = await stage(t);
    await series(on, 3);
    await on.pay();
    const cover = { refs: ["v1-0@dev"], subject: "Re: [PATCH 0/3] wbus: add burst mode" };
    await on.arrive(review("t1@tom", 0, "For patches 1-2:\n\nReviewed-by: Tom Okafor <tom@example.org>", cover));
    await on.arrive(review("t2@tom", 0, "From our lab:\n\nTested-by: Lee Moran <lee@example.org>", cover));
    on.pass(60_000);
    await on.pay();
    assert.match(footer(on.shown[0]!.post), /^in review · R 2\/3 · 2 mails$/);
  });

  test("to Patchwork's robot shows as the state of the card", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    await on.pay();
    await on.arrive(review("p1@ines", 0, "Please rebase.\n\n-- \npw-bot: cr", { refs: ["v1-0@dev"] }));
    on.pass(60_000);
    await on.pay();
    assert.match(footer(on.shown[0]!.post), /^changes requested · 1 mail$/);
  });

  test("of a test robot counts on the card; a second failure of the same patch is told where the first one stands", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    const robot = "kernel test robot <lkp@intel.com>";
    const failure = (id: string, config: string) =>
      review(
        id,
        2,
        `kernel test robot noticed the following build errors:\n\nconfig: ${config}\n\nring.c:240: error: 'len' undeclared`,
        {
          from: robot,
        },
      );
    await on.arrive(failure("c1@lkp", "arm64-allmodconfig"));
    await on.arrive(review("r1@tom", 1, "Nice."));
    await on.pay();
    await on.arrive(failure("c2@lkp", "riscv-defconfig"));
    on.pass(60_000);
    await on.pay();
    assert.equal(on.shown.length, 3);
    assert.match(
      footer(on.shown.find(({ key, post }) => post.form === "reply" && key.startsWith("mail-"))!.post),
      /failed again/,
    );
    assert.match(footer(on.shown[0]!.post), /CI 0\/1/);
  });

  test("of a test robot before any human's is its facts in few lines, and later ones stand beside it", async (t) => {
    const on = await stage(t);
    await series(on, 2);
    const report = [
      "kernel test robot noticed the following build warnings:",
      "",
      "config: arm64-allmodconfig (https://example.org/config)",
      "compiler: clang version 22.1.0",
      "",
      "All warnings (new ones prefixed by >>):",
      "",
      ">> drivers/wbus/ring.c:240:3: warning: variable 'len' is used uninitialized [-Wuninitialized]",
    ].join("\n");
    await on.arrive(review("c1@lkp", 2, report, { from: "kernel test robot <lkp@intel.com>" }));
    await on.arrive(review("r1@tom", 2, "It is right."));
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1), [
      "reply · test robot · 2/2 fails on arm64",
      "reply · Tom Okafor · on 2/2",
    ]);
    assert.deepEqual(on.shown[1]!.post.blocks, [
      { kind: "code", language: "text", lines: ["ring.c:240: variable 'len' is used uninitialized"] },
    ]);
    assert.equal(footer(on.shown[1]!.post), "allmodconfig, clang 22");
    assert.equal(footer(on.shown[0]!.post), "in review · CI 0/1 · 2 mails");
  });

  test("that brings v3 as files is told below its thread's card, whose last line names it", async (t) => {
    const on = await stage(t);
    const attached = (v: number) => [
      "MIME-Version: 1.0",
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "",
      `Here is v${v}.`,
      ...[1, 2].flatMap((n) => [
        "--b",
        "Content-Type: text/x-patch",
        `Content-Disposition: attachment; filename=v${v}-000${n}-part-${n}.patch`,
        "",
        `From 3f2a91c4d5e63f2a91c4d5e63f2a91c4d5e63f2a Mon Sep 17 00:00:00 2001`,
        "From: Nora Lind <nora@example.org>",
        `Subject: [PATCH v${v} ${n}/2] part ${n}`,
        "",
        patchText(`part${n}.c`),
      ]),
      "--b--",
    ];
    const octets = (id: string, subject: string, v: number, refs: string) =>
      Buffer.from(
        [
          "From: Nora Lind <nora@example.org>",
          "To: wbus@lists.example.org",
          "Date: Tue, 17 Nov 2026 09:00:00 +0000",
          `Message-ID: <${id}>`,
          ...(refs === "" ? [] : [`In-Reply-To: <${refs}>`]),
          `Subject: ${subject}`,
          "List-Id: <wbus.lists.example.org>",
          ...attached(v),
        ].join("\r\n"),
      );
    await on.arriveAs(octets("a@nora", "Faster rings", 1, ""));
    await on.pay();
    await on.arriveAs(octets("b@nora", "Re: Faster rings", 3, "a@nora"));
    on.pass(60_000);
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1).sort(), [
      "line · v3, 2 patches, 2 files, +2 −2 · attached by Nora Lind",
      "reply · Nora Lind · with v3, 2 patches, 2 files, +2 −2",
    ]);
    assert.match(footer(on.shown[0]!.post), /v3 attached/);
  });

  test("that says a pull request was merged is one line that answers its card", async (t) => {
    const on = await stage(t);
    const text =
      "The following changes since commit 1f0a:\n\nare available in the Git repository at:\n\n  https://example.org/wbus.git tags/wbus-7.3\n";
    await on.arrive({
      id: "pull@ines",
      from: "Ines Marsh <ines@example.org>",
      subject: "[GIT PULL] wbus changes for 7.3",
      text,
    });
    await on.pay();
    on.pass(18 * 3_600_000);
    await on.arrive({
      id: "done@bot",
      from: "pr-tracker-bot@kernel.org",
      subject: "Re: [GIT PULL] wbus changes for 7.3",
      refs: ["pull@ines"],
      text: "The pull request you sent:\n\n> https://example.org/wbus.git tags/wbus-7.3\n\nhas been merged into torvalds/linux.git:\nhttps://git.example.org/torvalds/c/1b2c3d4e5f60\n\nThank you!",
    });
    on.pass(60_000);
    await on.pay();
    assert.deepEqual(lines(on.shown).slice(1), ["line · Merged · into torvalds/linux.git, 18 h after the request"]);
    assert.equal(on.shown[1]!.answers, on.shown[0]!.key);
    assert.match(footer(on.shown[0]!.post), /^merged into torvalds\/linux\.git/);
  });

  test("for syzbot says on the report's card that a fix was sent, and makes no post", async (t) => {
    const on = await stage(t);
    const bot = "syzbot <syzbot+0123@syzkaller.appspotmail.com>";
    const text =
      "Hello,\n\nsyzbot found the following issue on:\n\nHEAD commit:    8d1f Merge\nC reproducer:   https://example.org/x\n\nCall Trace:\n wbus_fill+0x1/0x2\n wbus_xfer+0x1/0x2\n";
    await on.arrive({
      id: "s@bot",
      from: bot,
      subject: "[syzbot] [wbus?] KASAN: slab-use-after-free Read in wbus_fill",
      text,
    });
    await on.pay();
    assert.match(footer(on.shown[0]!.post), /^open/);
    await on.arrive(
      review("f@tom", 0, "#syz fix: wbus: hold a reference", { refs: ["s@bot"], subject: "Re: [syzbot] KASAN" }),
    );
    on.pass(60_000);
    await on.pay();
    assert.equal(on.shown.length, 1);
    assert.match(footer(on.shown[0]!.post), /^fix sent: wbus: hold a reference/);
  });

  test("that applies a part of the series is one line that answers the card", async (t) => {
    const on = await stage(t);
    await series(on, 3);
    await on.pay();
    const text =
      "Applied patches 1-2 to wbus/next, thanks!\n\n[1/3] wbus: part 1\n      commit: 3f2a91c4d5e6\n[2/3] wbus: part 2\n      commit: 90be1140aabb\n";
    await on.arrive({
      id: "a1@ines",
      from: "Ines Marsh <ines@example.org>",
      subject: "Re: (subset) [PATCH 0/3] wbus: add burst mode",
      refs: ["v1-0@dev"],
      text,
    });
    on.pass(60_000);
    await on.pay();
    assert.match(lines(on.shown)[1]!, /^line · Applied · 1–2 of 3 .*by Ines Marsh$/);
    assert.match(footer(on.shown[0]!.post), /applied 1–2 of 3/);
  });
});

describe("an answer whose parent is not here", () => {
  const early = review("r1@tom", 1, "Looks odd to me.", { refs: ["q@kit"], subject: "Re: wbus: a question" });
  const parent: StoryMail = {
    id: "q@kit",
    from: "Kit Walsh <kit@example.org>",
    subject: "wbus: a question",
    text: "Is there a limit?",
  };

  test("waits 120 seconds, then says so", async (t) => {
    const on = await stage(t);
    await on.arrive(early);
    on.pass(119_999);
    await on.pay();
    assert.deepEqual(lines(on.shown), []);
    on.pass(1);
    await on.pay();
    assert.deepEqual(
      on.shown[0]!.post.byline,
      ["Tom Okafor · wbus", "answers a mail not seen here"].map((line) => line.replace(" · wbus", "")),
    );
  });

  test("moves under its parent when that comes in time, as if it had come in order", async (t) => {
    const on = await stage(t);
    await on.arrive(early);
    on.pass(60_000);
    await on.arrive(parent);
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(lines(on.shown), ["card · wbus: a question", "reply · Tom Okafor · answers Kit Walsh"]);
    assert.equal(on.shown[1]!.root, on.shown[0]!.key);
    assert.equal((await mailOf(on, "r1@tom")).parent, "q@kit");
  });

  test("stays where it is when the parent comes later: a link line in both places, once", async (t) => {
    const on = await stage(t);
    await on.arrive(early);
    on.pass(120_000);
    await on.pay();
    await on.arrive(parent);
    await on.arrive(parent);
    await on.pay();
    assert.deepEqual(lines(on.shown).sort(), [
      "card · wbus: a question",
      "card · wbus: a question",
      "line · An answer came before this mail · wbus: a question (Tom Okafor)",
      "line · The mail this answers has come · wbus: a question (Kit Walsh)",
    ]);
    assert.equal((await mailOf(on, "r1@tom")).parent, "q@kit");
    assert.equal((await mailOf(on, "r1@tom")).thread, (await mailOf(on, "q@kit")).thread);
  });

  test("shares its conversation with another answer to the same mail", async (t) => {
    const on = await stage(t);
    await on.arrive(early);
    await on.arrive({ ...early, id: "r2@ines", from: "Ines Marsh <ines@example.org>", text: "To me too." });
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(lines(on.shown), ["card · wbus: a question", "reply · Ines Marsh"]);
  });
});

describe("one mail", () => {
  const question: StoryMail = { id: "q@kit", subject: "wbus: a question", text: "Is there a limit?" };

  test("delivered twice is shown once", async (t) => {
    const on = await stage(t);
    await on.arrive(question);
    await on.pay();
    await on.arrive(question);
    await on.pay();
    assert.equal(on.shown.length, 1);
    assert.equal((await on.store.counts()).mails, 1);
  });

  test("on two lists is one mail with two lists, shown once in each list's channel", async (t) => {
    const on = await stage(t);
    await on.arrive(question);
    await on.pay();
    await on.arrive({ ...question, list: "core.lists.example.org", subject: "[core] wbus: a question" });
    await on.pay();
    assert.deepEqual(
      on.shown.map(({ channel }) => channel),
      ["web:wbus", "web:core"],
    );
    assert.deepEqual((await mailOf(on, "q@kit")).lists, ["wbus.lists.example.org", "core.lists.example.org"]);
  });

  test("on two lists that one channel subscribes to is shown there once", async (t) => {
    const on = await stage(t);
    await on.subscribe({ channel: "web:all" as ChannelId, what: { kind: "list", name: "wbus.lists.example.org" } });
    await on.subscribe({ channel: "web:all" as ChannelId, what: { kind: "list", name: "core.lists.example.org" } });
    await on.arrive(question);
    await on.arrive({ ...question, list: "core.lists.example.org" });
    await on.pay();
    assert.equal(lines(on.shown, "web:all").length, 1);
  });

  test("is another mail under the same id when its Date is another", async (t) => {
    const on = await stage(t);
    await on.arrive(question);
    await on.arrive({ ...question, date: "Wed, 18 Nov 2026 09:00:00 +0000", text: "And is there a minimum?" });
    await on.pay();
    assert.equal(lines(on.shown).length, 2);
    assert.equal((await on.store.counts()).mails, 2);
  });

  // biome-ignore format: the columns are the specification
  const kept: readonly [name: string, mail: StoryMail, because: RegExp][] = [
    ["to no list is kept and not shown",                    { ...question, list: "" },                                                             /came by no list/],
    ["that names two lists is held, one may not be public", { ...question, headers: ["List-Id: <secret.lists.example.org>"] },                     /names two lists/],
    ["that looks like spam is held",                        { ...question, subject: "URGENT LOAN OFFER", headers: ["X-Spam-Flag: YES"], text: "Business loan at 2%" }, /spam/],
  ];
  for (const [name, mail, because] of kept) {
    test(`${name}, with the reason`, async (t) => {
      const on = await stage(t);
      await on.arrive(mail);
      await on.pay();
      assert.deepEqual(on.shown, []);
      assert.match((await mailOf(on, "q@kit")).decisions.map((one) => one.because).join(), because);
    });
  }

  // biome-ignore format: the columns are the specification
  const unquoted: readonly [name: string, more: Partial<StoryMail>][] = [
    ["whose author asks not to be archived", { headers: ["X-No-Archive: Yes"] }],
    ["whose author is on the operator's list", { from: "Quin <Quiet@example.org>" }],
  ];
  for (const [name, more] of unquoted) {
    test(`${name} is shown as its subject alone, as a card, a patch, a reply and a trailer`, async (t) => {
      const on = await stage(t, new Set(["quiet@example.org"]));
      await on.arrive({ ...question, text: "Secret words.", ...more });
      await on.arrive({ id: "r@x", subject: "Re: wbus: a question", refs: ["q@kit"], text: "Secret answer.", ...more });
      await on.arrive({
        id: "p@x",
        subject: "[PATCH] wbus: x",
        text: patchText("secret/wbus.c", "Secret reason."),
        ...more,
      });
      await on.arrive({
        id: "t@x",
        subject: "Re: [PATCH] wbus: x",
        refs: ["p@x"],
        text: "Reviewed-by: Secret <s@example.org>",
        ...more,
      });
      await on.pay();
      const asks = { kind: "text", lines: ["(the author asks not to be quoted elsewhere)"] };
      assert.deepEqual(
        on.shown.map(({ post }) => post.blocks),
        [[asks], [{ kind: "quote", lines: asks.lines, code: false }], [asks]],
      );
      assert.doesNotMatch(JSON.stringify(await on.owed()) + JSON.stringify(on.shown), /secret/i);
      assert.equal((await mailOf(on, "t@x")).decisions[0]?.shown, "counted");
    });

    test(`${name} is not quoted in the answers of others either, nor two mails further down`, async (t) => {
      const on = await stage(t, new Set(["quiet@example.org"]));
      await on.arrive({ ...question, text: "Secret words.\nSecret too.", ...more });
      const answer = { from: "Tom Okafor <tom@example.org>", subject: "Re: wbus: a question" };
      await on.arrive({ ...answer, id: "a@tom", refs: ["q@kit"], text: "Quin wrote:\n> Secret words.\n\nI know.\n" });
      const again = "Tom wrote:\n> Quin wrote:\n>> Secret words.\n> I know.\n\nDo you?\n";
      await on.arrive({
        ...answer,
        id: "b@kit",
        from: "Kit Walsh <kit@example.org>",
        refs: ["q@kit", "a@tom"],
        text: again,
      });
      await on.pay();
      const told = JSON.stringify(on.shown);
      assert.match(told, /I know\..*Do you\?/s);
      assert.doesNotMatch(told, /secret/i);
    });
  }

  test("in a topic that a channel muted is not shown there", async (t) => {
    const on = await stage(t);
    await on.arrive(question);
    await on.pay();
    await on.store.mute("web:wbus" as ChannelId, (await mailOf(on, "q@kit")).topic, {
      manner: "mute",
      until: new Date(on.now().getTime() + 86_400_000),
      isIdle: false,
    });
    await on.arrive({
      id: "r@tom",
      from: "Tom <tom@example.org>",
      subject: "Re: wbus: a question",
      refs: ["q@kit"],
      text: "No.",
    });
    await on.pay();
    assert.equal(on.shown.length, 1);
    assert.match((await mailOf(on, "r@tom")).decisions[0]!.because, /^muted here until 2026-11-18/);
  });
});
