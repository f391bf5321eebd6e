import assert from "node:assert/strict";
import { test } from "node:test";
import { commands, usage } from "../../../src/command/table.ts";
import { helpOn, helpOnAll } from "../../../src/compose/answers/help.ts";

const rows = commands.map((row) => ({ ...row, usage: usage(row) }));

test("help names every command with what it is for and who may give it", () => {
  const [list] = helpOnAll(rows).blocks;
  assert.ok(list?.kind === "list");
  assert.equal(list.items.length, commands.length);
  assert.equal(
    list.items[0],
    "subscribe what [preset]: Show a list, a subsystem, a path, a person's mail or a thread in this channel from now on (channel admins)",
  );
});

test("help on one command explains its arguments, their choices, and shows examples", () => {
  const [line, args, examples, also] = helpOn(rows[0]!).blocks;
  assert.deepEqual(line, {
    kind: "text",
    lines: [
      "Show a list, a subsystem, a path, a person's mail or a thread in this channel from now on (channel admins).",
    ],
  });
  assert.ok(args?.kind === "list" && args.items.some((item) => item.startsWith("quiet: ")));
  assert.deepEqual(examples, { kind: "code", language: "text", lines: commands[0]!.examples });
  assert.deepEqual(also, { kind: "text", lines: ["Also: sub"] });
});
