import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type FullMail, full, withoutText } from "../../../src/compose/answers/full.ts";
import type { MailFacts } from "../../../src/compose/answers/mail-facts.ts";
import { someMail } from "./facts.ts";

const text = `On Tue, 3 Nov 2026, Dev <dev@example.org> wrote:
> +	total += count(page);
This overflows on 32 bit.

--\x20
Maint
`;

function fullOf(mail: Partial<FullMail> = {}, facts: Partial<MailFacts> = {}) {
  return full(someMail(facts), { text, textFrom: "plain", attachments: [], problems: [], ...mail });
}

describe("full shows", () => {
  test("every line of the mail with what it is, also what the channel did not get", () => {
    const [block] = fullOf().blocks;
    assert.ok(block?.kind === "mail");
    assert.deepEqual(
      block.lines.slice(0, 6).map(({ label, depth, text }) => [label, depth, text]),
      [
        ["attribution", 0, "On Tue, 3 Nov 2026, Dev <d...@example.org> wrote:"],
        ["quote", 1, "> +	total += count(page);"],
        ["new", 0, "This overflows on 32 bit."],
        ["blank", 0, ""],
        ["signature", 0, "-- "],
        ["signature", 0, "Maint"],
      ],
    );
  });

  test("nothing that is quoted of one who asks not to be, in the file neither", () => {
    const post = fullOf({ isWithoutQuotes: true });
    assert.doesNotMatch(JSON.stringify(post), /total \+= count/);
    assert.match(JSON.stringify(post), /What it quotes is left out.*This overflows on 32 bit/s);
    assert.match(post.file?.text ?? "", /This overflows/);
  });

  test("the same as a text file under a name of ours, with a head and without addresses", () => {
    const { file } = fullOf();
    assert.equal(file?.name, "k7q2m9xa.txt");
    assert.equal(file?.type, "text/plain");
    assert.equal(
      file?.text.split("\n\n")[0],
      [
        "Subject: [PATCH v2 1/2] wbus: fill the ring",
        "From: Nora Lind",
        "Date: 2026-11-03 10:00 UTC",
        "Lists: wbus",
        "Message-ID: <v2-1@dev.example.org>",
      ].join("\n"),
    );
    assert.ok(!file?.text.includes("dev@example.org"));
  });

  test("who, where and when, by the mail's own date where it has one", () => {
    assert.deepEqual(fullOf().byline, ["Nora Lind · wbus · 2026-11-03 10:00 UTC"]);
    assert.deepEqual(fullOf({ date: new Date("2026-11-02T09:56:00Z") }, { lists: [] }).byline, [
      "Nora Lind · 2026-11-02 09:56 UTC",
    ]);
    assert.deepEqual(fullOf({ date: new Date(Number.NaN) }).byline, ["Nora Lind · wbus · at an unknown time"]);
  });

  test("where to read it, and its short id last", () => {
    assert.deepEqual(fullOf().footer, [
      { kind: "link", text: "archive", url: "https://archive.example.org/wbus/v2-1@dev.example.org/" },
      { kind: "id", text: "k7q2m9xa" },
    ]);
    assert.deepEqual(fullOf({}, { archives: [] }).footer, [{ kind: "id", text: "k7q2m9xa" }]);
  });

  test("attachments by name and size only", () => {
    const attachments = [
      { name: "v2-0001-ring.patch", type: "text/x-diff", size: 2049 },
      { name: "", type: "image/png", size: 1 },
    ];
    assert.deepEqual(fullOf({ attachments }).blocks.at(-1), {
      kind: "list",
      items: [
        "Attached: v2-0001-ring.patch (text/x-diff, 3 KiB)",
        "Attached: a part without a name (image/png, 1 byte)",
      ],
    });
  });

  // biome-ignore format: the columns are the specification
  const giants: readonly [what: string, text: string][] = [
    ["10,000 short lines", "word\n".repeat(10_000)],
    ["a quarter of a million empty lines", `x${"\\n".repeat(250_000)}`],
    ["a megabyte of lines", `${"word ".repeat(14)}\n`.repeat(15_000)],
    ["a single line of a megabyte", "x".repeat(1_000_000)],
    ["a megabyte of characters of three octets", "語".repeat(350_000)],
    ["a megabyte of characters of two units, cut between them", `x${"𝔸".repeat(250_000)}`],
  ];
  for (const [what, giant] of giants) {
    test(`of ${what} the beginning, within the limits, and says so`, () => {
      const post = fullOf({ text: giant });
      const [note, block] = post.blocks;
      assert.ok(post.isCut && block?.kind === "mail" && note?.kind === "text");
      assert.ok(block.lines.length <= 2000);
      assert.ok(Buffer.byteLength(post.file?.text ?? "") <= 256 * 1024);
      assert.ok((post.file?.text.length ?? 0) > 80_000 || / lines$/.test(what), "not less than there is room for");
      assert.ok(post.file?.text.isWellFormed());
      assert.match(note.lines.join(), /only its beginning/);
    });
  }
});

test("instead of a text that is gone there is the reason and the link", () => {
  const post = withoutText(someMail(), "Its text is no longer kept here.");
  assert.deepEqual(post.blocks, [{ kind: "text", lines: ["Its text is no longer kept here."] }]);
  assert.equal(post.footer[0]?.kind, "link");
  assert.equal(post.file, undefined);
});
