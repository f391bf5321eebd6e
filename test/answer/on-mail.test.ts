import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MessageId } from "../../src/mail/message-id.ts";
import { type Kept, patch, relay, secretList } from "./relay.ts";

describe("full", () => {
  test("gives the text with its labels, a file, and what is to be known about it", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa", {
      mail: { text: "> why?\nBecause.\n", signed: "pgp", textFrom: "html", problems: ["no Date"] },
    });
    const post = await ask("full k7q2m9xa", { role: "member" });
    const [notes, mail] = post.blocks;
    assert.deepEqual(notes?.kind === "text" && notes.lines, [
      "Signed or encrypted (pgp); nothing is verified.",
      "Written in HTML; shown as text.",
      "no Date",
    ]);
    assert.deepEqual(mail?.kind === "mail" && mail.lines.slice(0, 2), [
      { text: "> why?", label: "quote", depth: 1 },
      { text: "Because.", label: "new", depth: 0 },
    ]);
    assert.match(post.file?.text ?? "", /^From: Nora Lind$/m);
    assert.equal(
      post.footer[0]?.kind === "link" && post.footer[0].url,
      "https://archive.example.org/wbus/k7q2m9xa%40dev.example.org/",
    );
  });

  // biome-ignore format: the columns are the specification
  const rows: readonly [short: string, kept: Kept, says: RegExp][] = [
    ["gonegone", { isGone: true },                                                                  /no longer kept here/],
    ["brokenxx", { opened: { kind: "broken", reason: "it took longer than 10 s" } },                /cannot be read: it took longer than 10 s/],
    ["noarchiv", { mail: { noArchive: true }, patch: patch("+x"), archived: { kind: "patch" } },    /not to be quoted/],
    ["omittedd", { mail: { author: { name: "Quin", address: "Quiet@example.org" } }, patch: patch("+x"), archived: { kind: "patch" } }, /not to be quoted/],
  ];
  for (const [short, kept, says] of rows) {
    test(`says why it cannot, and where to read instead: ${short}`, async (t) => {
      const { ask, keep } = await relay(t);
      await keep(short, kept);
      for (const command of ["full", "patch"]) {
        const post = await ask(`${command} ${short}`);
        assert.match(JSON.stringify(post.blocks), says);
        assert.equal(post.footer[0]?.kind, "link");
        assert.equal(post.file, undefined);
      }
    });
  }
});

describe("patch", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, file: string | undefined, because: string][] = [
    ["patch coverxxx 1",  "patchone.patch", "a patch of the series by its number"],
    ["patch coverxxx 2",  "patchtwo.patch", "the next one"],
    ["patch patchone 2",  "patchtwo.patch", "asked at another patch of it"],
    ["patch patchone",    "patchone.patch", "the mail's own"],
    ["patch reviewxx 1",  "patchone.patch", "asked at an answer to it"],
    ["patch coverxxx",    undefined,        "no number, two patches: which one?"],
    ["patch reviewxx",    undefined,        "an answer has none of its own"],
    ["patch coverxxx 3",  undefined,        "there is no third"],
  ];
  for (const [request, file, because] of rows) {
    test(`${request}: ${because}`, async (t) => {
      const { ask, keep } = await relay(t);
      await keep("coverxxx", { archived: { kind: "series-cover", subject: "[PATCH 0/2] wbus: add burst mode" } });
      await keep("patchtwo", {
        patch: patch("+2"),
        archived: { kind: "patch", subject: "[PATCH 2/2] wbus: empty it" },
      });
      await keep("patchone", { patch: patch("+1"), archived: { kind: "patch", subject: "[PATCH 1/2] wbus: fill it" } });
      await keep("reviewxx", { archived: { kind: "reply", subject: "Re: [PATCH 1/2] wbus: fill it" } });
      const post = await ask(request);
      assert.equal(post.file?.name, file);
      if (file === undefined) assert.match(JSON.stringify(post.blocks), /"1: wbus: fill it","2: wbus: empty it"/);
      else assert.match(post.file?.text ?? "", /^Subject: \[PATCH \d\/2\] wbus: .* it$/m);
    });
  }

  test("of a single patch needs no number, also asked at an answer to it", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("patchone", { patch: patch("+1"), archived: { kind: "patch", subject: "[PATCH] wbus: fill it" } });
    await keep("reviewxx", { archived: { kind: "reply", subject: "Re: [PATCH] wbus: fill it" } });
    assert.equal((await ask("patch reviewxx")).file?.name, "patchone.patch");
  });

  test("that an answer brings along comes before the one it answers", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("patchone", { patch: patch("+1"), archived: { kind: "patch", subject: "[PATCH] wbus: fill it" } });
    await keep("answerxx", { patch: patch("+2"), archived: { kind: "reply", subject: "Re: [PATCH] wbus: fill it" } });
    assert.equal((await ask("patch answerxx")).file?.name, "answerxx.patch");
  });

  test("is none where nobody sent one", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa");
    assert.match(JSON.stringify(await ask("patch k7q2m9xa")), /carries no patch/);
  });
});

test("thread shows the mails that may be shown, and bridges those that may not", async (t) => {
  const { ask, keep } = await relay(t);
  const ids = ["first@dev.example.org", "second@dev.example.org"] as MessageId[];
  await keep("firstxxx", { archived: { id: ids[0]!, subject: "first" } });
  await keep("secretxx", {
    archived: { id: ids[1]!, ancestors: ids.slice(0, 1), lists: [secretList], subject: "hush" },
  });
  await keep("thirdxxx", { archived: { ancestors: ids, subject: "third" } });
  const post = await ask("thread thirdxxx", { role: "member" });
  const [tree] = post.blocks;
  assert.deepEqual(tree?.kind === "tree" && tree.rows.map(({ depth, title, mail }) => [depth, title, mail]), [
    [0, "first", "firstxxx"],
    [1, "third", "thirdxxx"],
  ]);
  assert.deepEqual(post.byline, ["2 mails"]);
});

test("link names the Message-ID and the archive", async (t) => {
  const { ask, keep } = await relay(t);
  await keep("k7q2m9xa");
  const post = await ask("link k7q2m9xa");
  assert.match(JSON.stringify(post.blocks), /b4 am k7q2m9xa@dev\.example\.org/);
  assert.equal(post.footer[0]?.kind === "link" && post.footer[0].text, "archive of wbus");
});

test("full leaves out what a mail quotes where one that it answers is not to be quoted", async (t) => {
  const { ask, keep } = await relay(t);
  const above = await keep("quiet111", { mail: { noArchive: true, text: "Secret words.\n" } });
  const text = "Quin wrote:\n> Secret words.\n\nI know.\n";
  await keep("answer11", { mail: { text }, archived: { ancestors: [above.id] } });
  await keep("answer22", { mail: { text } });
  const shown = JSON.stringify(await ask("full answer11"));
  assert.match(shown, /I know\./);
  assert.doesNotMatch(shown, /Secret/);
  assert.match(JSON.stringify(await ask("full answer22")), /Secret/);
});
