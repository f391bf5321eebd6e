import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseCommand } from "../../src/command/parse.ts";
import { presets, type Role } from "../../src/command/row.ts";
import { commands, may, usage } from "../../src/command/table.ts";

describe("the command table", () => {
  test("names every command and alias once, so that none hides another", () => {
    const names = commands.flatMap((row) => [row.name, ...row.aliases]);
    assert.deepEqual(names, [...new Set(names)]);
  });

  test("keeps to what Discord takes: names of 1 to 32 small letters, or two of them, descriptions of 1 to 100 characters", () => {
    for (const row of commands) {
      for (const { name, help } of [row, ...row.args]) {
        assert.match(name, /^[a-z]{1,32}(?: [a-z]{1,32})?$/);
        assert.ok(help.length >= 1 && help.length <= 100, `${row.name} ${name}: ${help.length}`);
      }
    }
    for (const preset of presets) assert.ok(preset.help.length + preset.value.length + 2 <= 100, preset.value);
  });

  test("asks for what is required first, as Discord wants it", () => {
    for (const row of commands) {
      const required = row.args.map((arg) => arg.required === "yes");
      assert.deepEqual(
        required,
        required.toSorted((a, b) => Number(b) - Number(a)),
        row.name,
      );
    }
  });

  test("gives examples that the parser takes", () => {
    for (const row of commands) {
      for (const example of row.examples) {
        const parsed = parseCommand(example, "post");
        assert.equal(parsed.kind === "command" ? parsed.command.name : parsed.say, row.name, example);
      }
    }
  });

  test("lets nobody but a channel's admin change what all get; members change what is for them alone", () => {
    const changing = commands.filter((row) => row.changes && may("member", row)).map(({ name }) => name);
    assert.deepEqual(changing, ["follow", "unfollow"]);
  });

  const rows: readonly [role: Role, who: Role, allowed: boolean][] = [
    ["member", "member", true],
    ["member", "admin", false],
    ["admin", "admin", true],
    ["admin", "operator", false],
    ["operator", "admin", true],
  ];
  for (const [role, who, allowed] of rows) {
    test(`${allowed ? "lets" : "does not let"} a ${role} give a command of the ${who}`, () => {
      assert.equal(may(role, { ...commands[0]!, who }), allowed);
    });
  }

  test("shows in a command's usage what may be left out", () => {
    assert.deepEqual(commands.map(usage), [
      "subscribe what [preset]",
      "unsubscribe what",
      "filter add rule",
      "filter remove n",
      "filter test [rule]",
      "block [who]",
      "unblock [who]",
      "set name value",
      "show",
      "status",
      "full [mail]",
      "patch [mail] [n]",
      "thread [mail]",
      "series [mail]",
      "diff [mail] [from] [to]",
      "link [mail]",
      "why [mail]",
      "follow [mail]",
      "unfollow [mail]",
      "mute [mail] [for]",
      "cool [mail] [for]",
      "unmute [mail]",
      "hide [mail]",
      "unhide [mail]",
      "news",
      "help [command]",
    ]);
  });
});
