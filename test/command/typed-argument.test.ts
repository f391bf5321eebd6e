import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { typedArgument } from "../../src/command/typed-argument.ts";

describe("of a line is being typed", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, argument: string | undefined, typed: string, before: string, because: string][] = [
    ["subscribe wb",          "what",    "wb",     "subscribe ",      "the first argument stands behind the command"],
    ["subscribe ",            "what",    "",       "subscribe ",      "a blank begins it"],
    ["!sub wbus dri",         "what",    "wbus dri", "!sub ",         "a name has several words"],
    ["set mo",                "name",    "mo",     "set ",            "one word at a time"],
    ["set mode di",           "value",   "di",     "set mode ",       "arguments go by place"],
    ["set mode ",             "value",   "",       "set mode ",       "the next one may be empty still"],
    ["filter remove 1",       "n",       "1",      "filter remove ",  "a command may have two words"],
    ["filter add exclude r",  "rule",    "exclude r", "filter add ",  "a filter takes the rest"],
    ["subscribe",             undefined, "",       "",                "it may still become another command"],
    ["show me",               undefined, "",       "",                "it takes none"],
    ["xyzzy wb",              undefined, "",       "",                "there is no such command"],
  ];
  for (const [line, argument, typed, before, because] of rows)
    test(`${JSON.stringify(line)}: ${argument ?? "nothing"}, since ${because}`, () => {
      const found = typedArgument(line);
      assert.equal(found?.argument, argument);
      if (found !== undefined) assert.deepEqual([found.typed, found.before], [typed, before]);
    });

  test("with what was given before it", () => {
    assert.deepEqual(typedArgument("set mode di")?.given, { name: "mode" });
  });
});
