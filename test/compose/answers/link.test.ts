import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import fc from "fast-check";
import { link } from "../../../src/compose/answers/link.ts";
import { type MessageId, messageIds } from "../../../src/mail/message-id.ts";
import { someMail } from "./facts.ts";

function linesOf(id: string): readonly string[] {
  const [block] = link(someMail({ id: id as MessageId })).blocks;
  return block?.kind === "code" ? block.lines : [];
}

describe("link gives", () => {
  test("the Message-ID and a line to fetch it with", () => {
    assert.deepEqual(linesOf("v2-1@dev.example.org"), [
      "Message-ID: <v2-1@dev.example.org>",
      "b4 am v2-1@dev.example.org",
    ]);
  });

  test("each list's archive", () => {
    const archives = [
      { list: "wbus", url: "https://archive.example.org/wbus/1" },
      { list: "dt", url: "https://archive.example.org/dt/1" },
    ];
    assert.deepEqual(link(someMail({ archives })).footer, [
      { kind: "link", text: "archive of wbus", url: "https://archive.example.org/wbus/1" },
      { kind: "link", text: "archive of dt", url: "https://archive.example.org/dt/1" },
      { kind: "id", text: "k7q2m9xa" },
    ]);
  });

  test("no line to copy for an id that nobody would type", () => {
    assert.equal(linesOf(`${"x".repeat(300)}@example.org`).length, 1);
  });

  // biome-ignore format: the columns are the specification
  const hostile: readonly [id: string, word: string][] = [
    ["$(reboot)@example.org",  "'<$(reboot)@example.org>'"],
    ["a;b@example.org",        "'<a;b@example.org>'"],
    ["--help=x@example.org",   "'<--help=x@example.org>'"],
    ["it's@example.org",       "'<it'\\''s@example.org>'"],
  ];
  for (const [id, word] of hostile) {
    test(`${id} quoted, since it is meant for a shell`, () => assert.equal(linesOf(id)[1], `b4 am ${word}`));
  }

  test("an id that reaches a shell as one word, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).filter((text) => messageIds(`<${text}@x>`)[0] === `${text}@x`),
        (text) => {
          const words = linesOf(`${text}@x`)[1]?.replace("b4 am ", "") ?? "";
          const seen = execFileSync("/bin/sh", ["-c", `printf '%s|' ${words}`], { encoding: "utf8" });
          assert.equal(seen.replace(/[<>]/g, ""), `${text}@x|`);
        },
      ),
      { numRuns: 40 },
    );
  });
});
