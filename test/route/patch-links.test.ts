import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { linkedMails } from "../../src/route/patch-links.ts";

describe("a robot's report links to", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, ids: readonly string[], because: string][] = [
    ["patch link:    https://lore.kernel.org/r/20261117.1-2-nora%40example.org", ["20261117.1-2-nora@example.org"], "an archive, the id encoded"],
    ["https://lore.kernel.org/all/1@dev/T/#u",            ["1@dev"],          "one of its pages"],
    ["see <https://list.example.org/wbus/1@dev/>",        ["1@dev"],          "a list's own archive"],
    ["https://lore.kernel.org/r/1@dev\nhttps://lore.kernel.org/r/1@dev\nhttps://lore.kernel.org/r/2@dev", ["1@dev", "2@dev"], "each mail once"],
    ["https://lore.kernel.org/r/%E0%A4%A@dev",            ["%E0%A4%A@dev"],   "an id that is no encoding, as it stands"],
    ["write to nora@example.org",                         [],                 "no address of a person"],
    ["https://git.example.org/wbus.git",                  [],                 "nothing of a tree"],
  ];
  for (const [text, ids, because] of rows) test(because, () => assert.deepEqual(linkedMails(text), ids));

  test("no more than five mails, found in little time in any text", () => {
    assert.equal(
      linkedMails(Array.from({ length: 9 }, (_, n) => `https://x.example.org/r/${n}@dev`).join("\n")).length,
      5,
    );
    const started = performance.now();
    linkedMails(`${"https://a/".repeat(99)}\n`.repeat(5000));
    assert.ok(performance.now() - started < 500);
  });
});
