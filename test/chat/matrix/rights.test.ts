import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mayInvite, roleOf } from "../../../src/chat/matrix/rights.ts";

const ada = "@ada:example.org";
const made = (version: string, more: object = {}) => ({ sender: ada, content: { room_version: version, ...more } });

describe("somebody in a room is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [role: string, because: string, powerLevels: unknown, create?: unknown, user?: string][] = [
    ["admin",  "they have what changes the room's state",    { users: { [ada]: 50 } }],
    ["admin",  "they have more than that",                   { users: { [ada]: 100 }, state_default: 60 }],
    ["member", "they have less than the state needs",        { users: { [ada]: 50 }, state_default: 60 }],
    ["member", "50 is needed however little the state needs", { users: { [ada]: 10 }, state_default: 0 }],
    ["member", "everybody has what the room gives by default", { users: {}, users_default: 0 }],
    ["admin",  "the room gives everybody enough",            { users_default: 50 }],
    ["member", "there are no levels",                        undefined],
    ["member", "the levels are no object",                   "100"],
    ["member", "a level is text",                            { users: { [ada]: "100" } }],
    ["member", "a level is no whole number",                 { users: { [ada]: 50.5 } }],
    ["member", "what the state needs is text",               { users: { [ada]: 100 }, state_default: "0" }],
    ["member", "the users are a list",                       { users: [ada], users_default: 100 }],
    ["member", "a name that every object has is nobody's",   { users: {} }, undefined, "constructor"],
    ["admin",  "they made a room of version 12",             { users: {} }, made("12")],
    ["admin",  "they were named as one who made it",         { users: {} }, made("12", { additional_creators: ["@kim:example.org"] }), "@kim:example.org"],
    ["member", "they made a room of version 11, and are in no level", { users: {} }, made("11")],
    ["member", "the version is none that we know",           { users: {} }, made("org.example.12")],
    ["operator", "the configuration says so",                undefined, undefined, "@op:example.org"],
  ];
  for (const [role, because, powerLevels, create, user = ada] of rows)
    test(`${role}, since ${because}`, () => {
      assert.equal(roleOf(user, { powerLevels, create }, new Set(["@op:example.org"])), role);
    });
});

test("an invitation counts by the user's id or by their server", () => {
  const allowed = new Set([ada, "example.net"]);
  const users = [ada, "@kim:example.net", "@kim:example.org", "@x:evil.example.net", "example.net", ""];
  assert.deepEqual(
    users.map((user) => mayInvite(user, allowed)),
    [true, true, false, false, true, false],
  );
});
