import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { checkCommand, parseCommand } from "../../src/command/parse.ts";
import { commands } from "../../src/command/table.ts";

describe("a request becomes a command:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, about: "post" | "nothing", name: string, args: Record<string, string>, because: string][] = [
    ["show",                                    "nothing", "show",        {},                                          "a command may stand alone"],
    ["  SHOW ",                                 "nothing", "show",        {},                                          "case and space around do not matter"],
    ["!show",                                   "nothing", "show",        {},                                          "the prefix of other rooms is forgiven"],
    ["/list show",                              "nothing", "show",        {},                                          "so is the slash and the group"],
    ["subscribe wbus",                          "nothing", "subscribe",   { what: "wbus" },                            "arguments go by place"],
    ["sub wbus",                                "nothing", "subscribe",   { what: "wbus" },                            "an alias is as good"],
    ["list subscribe wbus quiet",               "nothing", "subscribe",   { what: "wbus", preset: "quiet" },           "the group may be said"],
    ["subscribe wbus Quiet",                    "nothing", "subscribe",   { what: "wbus", preset: "quiet" },           "a choice has no case"],
    ["subscribe preset=quiet what=wbus",        "nothing", "subscribe",   { what: "wbus", preset: "quiet" },           "or by name"],
    ["subscribe preset=quiet wbus",             "nothing", "subscribe",   { what: "wbus", preset: "quiet" },           "or by both"],
    ['subscribe "WBUS DRIVERS" quiet',          "nothing", "subscribe",   { what: "WBUS DRIVERS", preset: "quiet" },   "quotes keep words together"],
    ["subscribe what='WBUS DRIVERS'",           "nothing", "subscribe",   { what: "WBUS DRIVERS" },                    "also behind ="],
    ["subscribe WBUS DRIVERS quiet",            "nothing", "subscribe",   { what: "WBUS DRIVERS", preset: "quiet" },   "a name takes what nothing later can take"],
    ["subscribe WBUS DRIVERS",                  "nothing", "subscribe",   { what: "WBUS DRIVERS" },                    "to the end"],
    ["subscribe quiet",                         "nothing", "subscribe",   { what: "quiet" },                           "a list may be called so"],
    ["subscribe \"dev'; DROP TABLE mail;--\"",  "nothing", "subscribe",   { what: "dev'; DROP TABLE mail;--" },        "a name is a value, whatever it holds"],
    ["subscribe __proto__",                     "nothing", "subscribe",   { what: "__proto__" },                       "even this"],
    ["full k7q2m9xa",                           "nothing", "full",        { mail: "k7q2m9xa" },                        "a mail by its short id"],
    ["mail full K7Q2M9XA",                      "nothing", "full",        { mail: "k7q2m9xa" },                        "typed on a phone"],
    ["full <v3-0@dev.example.org>",             "nothing", "full",        { mail: "v3-0@dev.example.org" },            "by Message-ID"],
    ["full v3-0@dev.example.org",               "nothing", "full",        { mail: "v3-0@dev.example.org" },            "without its brackets"],
    ["full ab=cd@dev.example.org",              "nothing", "full",        { mail: "ab=cd@dev.example.org" },           "with a = in it"],
    ["full mail=v3-0@dev.example.org",          "nothing", "full",        { mail: "v3-0@dev.example.org" },            "by the argument's name"],
    ["full",                                    "post",    "full",        {},                                          "in reply to a post it need not be named"],
    ["patch 3",                                 "post",    "patch",       { n: "3" },                                  "so small a number is no mail"],
    ["patch k7q2m9xa 03",                       "nothing", "patch",       { mail: "k7q2m9xa", n: "3" },                "zeros in front do not count"],
    ["diff v2 v3",                              "post",    "diff",        { from: "2", to: "3" },                      "versions by their names"],
    ["diff v2..v3",                             "post",    "diff",        { from: "2..3" },                            "or as git writes a range"],
    ["diff k7q2m9xa 2 3",                       "nothing", "diff",        { mail: "k7q2m9xa", from: "2", to: "3" },    "or by number"],
    ["mute 7d",                                 "post",    "mute",        { for: "7d" },                               "so short a word is no mail"],
    ["mute 7D k7q2m9xa",                        "nothing", "mute",        { mail: "k7q2m9xa", for: "7d" },             "a word goes where it fits, whatever the order"],
    ["help sub",                                "nothing", "help",        { command: "subscribe" },                    "an alias is explained as its command"],
    ["?",                                       "nothing", "help",        {},                                          "the shortest cry for help"],
  ];
  for (const [request, about, name, args, because] of rows) {
    test(`${request} (about ${about}), since ${because}`, () => {
      const parsed = parseCommand(request, about);
      assert.deepEqual(parsed.kind === "command" ? parsed.command : parsed, { name, args });
    });
  }
});

describe("a request is refused with one line that helps:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, say: RegExp][] = [
    ["",                                  /help/],
    ["!",                                 /help/],
    ["list",                              /no such command.*help/],
    ["subscirbe wbus",                    /Did you mean subscribe\?/],
    ["filter exclude robots",             /^Say one of: filter add, filter remove, filter test\.$/],
    ["threads",                           /Did you mean thread\?/],
    ["unsubscrib",                        /Did you mean unsubscribe\?/],
    ["xyzzy",                             /^There is no such command\. "help" lists/],
    ["help subscirbe",                    /Did you mean subscribe\?/],
    ["subscribe",                         /needs what: a list/],
    ["subscribe mode=series",             /no such option; say: subscribe what \[preset\]/],
    ["subscribe wbus preset=loud",        /preset must be one of normal, quiet, everything/],
    ["subscribe what=a what=b",           /given twice/],
    [`subscribe ${"x".repeat(201)}`,      /at most 200 characters/],
    [`subscribe ${"x".repeat(1000)}`,     /at most 1000 characters/],
    ["show me",                           /too much; say: show/],
    ["full",                              /Which mail\?.*full k7q2m9xa/],
    ["full wbus",                         /mail must be a short id/],
    [`full ${"x".repeat(200)}@a`,         /mail must be a short id/],
    ["patch k7q2m9xa three",              /n must be a number/],
    ["patch k7q2m9xa 12345",              /n must be a number/],
    ["mute k7q2m9xa forever",             /for must be a time such as/],
    ["mute k7q2m9xa 0d",                  /for must be a time such as/],
    ["mute k7q2m9xa 9999w",               /for must be a time such as/],
    ["full k7q2\u0000m9xa",               /cannot be seen/],
    ["full\nk7q2m9xa",                    /cannot be seen/],
    ["subscribe \u202egro.elpmaxe",       /cannot be seen/],
    ["subscribe \ud800",                  /cannot be seen/],
    ["__proto__",                         /no such command/],
    ["constructor x",                     /no such command/],
    ["subscribe wbus constructor=x",      /no such option/],
  ];
  for (const [request, say] of rows) {
    test(JSON.stringify(request.slice(0, 40)), () => {
      const parsed = parseCommand(request, "nothing");
      assert.equal(parsed.kind, "refused");
      assert.match(parsed.kind === "refused" ? parsed.say : "", say);
    });
  }
});

describe("a command that a platform took apart is checked by the same table:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, args: Record<string, string>, want: Record<string, string> | RegExp][] = [
    ["subscribe", { what: "wbus", preset: "quiet" }, { what: "wbus", preset: "quiet" }],
    ["subscribe", { what: " wbus ", preset: "" },    { what: "wbus" }],
    ["subscribe", { what: "wbus", preset: "loud" },  /must be one of/],
    ["subscribe", { what: "wbus", evil: "x" },       /no such option/],
    ["subscribe", {},                                /needs what/],
    ["full",      { mail: "a\r\nb" },                /must be a short id/],
    ["nothing",   {},                                /no such command/],
  ];
  for (const [name, args, want] of rows) {
    test(`${name} ${JSON.stringify(args)}`, () => {
      const checked = checkCommand({ name, args }, "nothing");
      if (want instanceof RegExp) assert.match(checked.kind === "refused" ? checked.say : "", want);
      else assert.deepEqual(checked.kind === "command" ? checked.command.args : checked, want);
    });
  }
});

describe("whatever is typed", () => {
  const names = commands.flatMap((row) => [row.name, ...row.aliases]);
  const typed = fc.array(
    fc.oneof(
      fc.constantFrom(...names, "list", "mail", "=", '"', "'", "@", "<", "what=", " "),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 12 },
  );

  test("the parser gives a command of the table or one short line, and never throws", () => {
    fc.assert(
      fc.property(typed, fc.constantFrom("post", "nothing"), (parts, about) => {
        const parsed = parseCommand(parts.join(" "), about);
        if (parsed.kind === "refused") assert.match(parsed.say, /^[ -~]{1,200}$/);
        else
          assert.deepEqual(checkCommand(parsed.command, about), parsed, "what was parsed passes the check unchanged");
      }),
    );
  });

  test("a line refused for its length is refused at once, however long it is", () => {
    for (const filling of ['"', "=", "a ", "'a=", " ", "<@"]) {
      const parsed = parseCommand(`full ${filling.repeat(2_000_000)}x`, "nothing");
      assert.equal(parsed.kind, "refused");
    }
  });
});
