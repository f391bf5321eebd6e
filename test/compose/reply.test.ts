import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { blocksOf, composeReply, type Remark, type ReplyParts } from "../../src/compose/reply.ts";

const prose = (text: string, context: string[] = []): Remark => ({
  context,
  contextAt: -1,
  text: text.split("\n"),
  kind: "prose",
});

const parts = (more: Partial<ReplyParts>): ReplyParts => ({
  short: "p9dk2345",
  author: "Tom Okafor",
  at: "2026-11-17T09:00:00.000Z",
  remarks: [],
  trailers: [],
  elided: {},
  quotesOnly: false,
  attachments: [],
  link: undefined,
  ...more,
});

describe("a reply's post", () => {
  test("says who, on which patch, and where in the code", () => {
    const place = { path: "drivers/wbus/ring.c", line: 212, functionName: "wbus_fill()" };
    const post = composeReply(
      parts({ on: "2/4", answers: "Nora Lind", remarks: [{ ...prose("Why 50?", ["+ udelay(50);"]), place }] }),
    );
    assert.equal(`${post.title} ${post.anchor}`, "Tom Okafor on 2/4 · ring.c:212 wbus_fill()");
    assert.deepEqual(post.blocks, [
      { kind: "quote", lines: ["+ udelay(50);"], code: true },
      { kind: "text", lines: ["Why 50?"] },
    ]);
  });

  test("says whom it answers only where nothing more exact is known", () => {
    assert.equal(composeReply(parts({ answers: "Nora Lind" })).anchor, "answers Nora Lind");
    assert.equal(composeReply(parts({ answers: "Nora Lind", on: "2/4" })).anchor, "on 2/4");
  });

  test("counts the quoted lines that it leaves out, not those it shows, and ends with link and id", () => {
    const link = { text: "lore", url: "https://lore.example.org/x" };
    const remarks = [prose("Why 50?", ["+ udelay(50);"])];
    const { footer } = composeReply(parts({ elided: { quote: 39, signature: 3 }, link, remarks }));
    assert.deepEqual(
      footer.map(({ text }) => text),
      ["38 quoted lines out", "lore", "p9dk2345"],
    );
  });

  test("shows tags as tags, with the name and never the address", () => {
    const trailers = [{ name: "Reviewed-by", value: "Tom Okafor <tom@example.org>" }];
    assert.deepEqual(blocksOf(parts({ trailers })), [
      { kind: "tags", tags: [{ name: "Reviewed-by", who: "Tom Okafor" }] },
    ]);
  });

  test("shows no address, wherever it stands, but in a diff, which must stay as it is", () => {
    const context = ["On Mon, adaberg@example.org said:"];
    const diff: Remark = { ...prose('+MODULE_AUTHOR("adaberg@example.org");'), kind: "diff" };
    const log: Remark = { ...prose("cc: adaberg@example.org"), kind: "log" };
    const post = composeReply(
      parts({
        author: "adaberg@example.org",
        answers: "tom.okafor@example.org",
        newSubject: "for adaberg@example.org",
        remarks: [prose("Write to adaberg@example.org.", context), log, diff],
        trailers: [{ name: "Cc", value: "adaberg@example.org" }],
        attachments: [{ name: "adaberg@example.org.txt", size: 5 }],
      }),
    );
    const shown = JSON.stringify({ ...post, blocks: post.blocks.filter((block) => block.kind !== "code") });
    assert.doesNotMatch(shown, /adaberg|okafor/);
    assert.equal(shown.match(/ada\.\.\.@example\.org/g)?.length, 6);
    assert.deepEqual(
      post.blocks.filter((block) => block.kind === "code").map(({ lines }) => lines),
      [["cc: ada...@example.org"], ['+MODULE_AUTHOR("adaberg@example.org");']],
    );
  });

  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, shown: string[], because: string][] = [
    ["Hi Nora,\n\nthe clock is wrong.",  ["the clock is wrong."],   "a greeting takes a line and says nothing"],
    ["[ ... ]",                          [],                        "a mark for something left out says nothing"],
    ["Hi all",                           [],                        "another remark follows"],
    ["Thanks for the fish.",             ["Thanks for the fish."],  "this says something"],
  ];
  for (const [text, shown, because] of rows) {
    test(`of ${JSON.stringify(text)} shows ${JSON.stringify(shown)}, since ${because}`, () => {
      const blocks = blocksOf(parts({ remarks: [prose(text), prose("Last words.")] }));
      assert.deepEqual(
        blocks.flatMap((block) => (block.kind === "text" ? block.lines : [])),
        [...shown, "Last words."],
      );
    });
  }

  test("shows a greeting after all where the mail says nothing else", () => {
    assert.deepEqual(blocksOf(parts({ remarks: [prose("Hello!")] })), [{ kind: "text", lines: ["Hello!"] }]);
  });
});
