import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { patchChoice, patchesOf, patchFile } from "../../../src/compose/answers/patch.ts";
import type { Kind } from "../../../src/kind/kind.ts";
import { someMail } from "./facts.ts";

function mailable(diff: string) {
  return {
    author: { name: "Nora Lind", address: "nora@example.org" },
    subject: "[PATCH] wbus: fill the ring",
    patch: { message: "", commitTrailers: [], diff },
  };
}

describe("a patch is", () => {
  test("a file under a name of ours, and shown where it is short", () => {
    const post = patchFile(someMail(), mailable("--- a/x\n+++ b/x\n"));
    assert.equal(post.file?.name, "k7q2m9xa.patch");
    assert.equal(post.file?.type, "text/x-diff");
    assert.deepEqual(post.blocks, [{ kind: "code", language: "diff", lines: ["--- a/x", "+++ b/x"] }]);
  });

  test("a file alone where it is long", () => {
    const post = patchFile(someMail(), mailable("+x\n".repeat(41)));
    assert.deepEqual(post.blocks, []);
    assert.ok(post.isCut && post.file?.text.includes("+x\n+x\n"));
  });

  test("left to the archive where it is larger than a file may be, since half a patch is none", () => {
    const post = patchFile(someMail(), mailable(`+${"x".repeat(300_000)}\n`));
    assert.equal(post.file, undefined);
    assert.match(JSON.stringify(post.blocks), /larger than 256 KiB/);
  });
});

test("the patches of a topic are its numbered mails that are no answers, the first of each number", () => {
  const mails: readonly { subject: string; kind: Kind; short: string }[] = [
    { short: "cover", kind: "series-cover", subject: "[PATCH 0/2] wbus: add burst mode" },
    { short: "two", kind: "patch", subject: "[PATCH 2/2] wbus: empty the ring" },
    { short: "one", kind: "patch", subject: "[PATCH 1/2] wbus: fill the ring" },
    { short: "resent", kind: "patch", subject: "[PATCH 1/2] wbus: fill the ring" },
    { short: "review", kind: "reply", subject: "Re: [PATCH 1/2] wbus: fill the ring" },
    { short: "counter", kind: "patch", subject: "Re: [PATCH 1/2] wbus: fill the ring" },
  ];
  assert.deepEqual(
    patchesOf(mails).map(({ n, title, mail }) => [n, title, mail.short]),
    [
      [1, "wbus: fill the ring", "one"],
      [2, "wbus: empty the ring", "two"],
    ],
  );
});

describe("where a mail has no patch of its own", () => {
  test("those of its series are there to choose from", () => {
    const [ask, list] = patchChoice(someMail(), [{ n: 1, title: "wbus: fill the ring" }]).blocks;
    assert.deepEqual(ask, { kind: "text", lines: ['Which one? Say "patch" and its number.'] });
    assert.deepEqual(list, { kind: "list", items: ["1: wbus: fill the ring"] });
  });
  test("of 464 the first 40 are named and the rest counted", () => {
    const all = Array.from({ length: 464 }, (_, at) => ({ n: at + 1, title: "x" }));
    assert.deepEqual(patchChoice(someMail(), all).blocks.at(-1), { kind: "text", lines: ["and 424 more"] });
  });
  test("and there is no series, that is said", () => {
    assert.match(JSON.stringify(patchChoice(someMail(), []).blocks), /carries no patch/);
  });
});
