import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { openConnection, toJson } from "../../src/store/sqlite-connection.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("a connection", () => {
  test("binds texts without U+0000, dates as milliseconds and undefined as NULL", (t) => {
    const db = openConnection(join(temporaryFolder(t), "x.db"), "write");
    t.after(() => db.close());
    const row = db
      .prepare<{ a: string; b: number; c: null }>("select ? as a, ? as b, ? as c")
      .get("\0a\0", new Date(7), undefined);
    assert.deepEqual({ ...row }, { a: "a", b: 7, c: null });
  });

  const troubles: readonly [sql: string, trouble: string][] = [
    ["insert into a values (1)", "conflict"],
    ["insert into b values (1)", "failed"],
  ];
  for (const [sql, trouble] of troubles) {
    test(`says ${trouble} of a statement that goes wrong, with the file's name: ${sql}`, (t) => {
      const db = openConnection(join(temporaryFolder(t), "x.db"), "write");
      t.after(() => db.close());
      db.exec("create table a (n unique); insert into a values (1)");
      assert.throws(() => db.prepare(sql).run(), { name: "StoreError", trouble, message: /x\.db: / });
    });
  }

  test("for reading alone writes nothing", (t) => {
    const file = join(temporaryFolder(t), "x.db");
    const writer = openConnection(file, "write");
    const reader = openConnection(file, "read");
    t.after(() => writer.close());
    t.after(() => reader.close());
    assert.throws(() => reader.exec("create table a (n)"), { trouble: "access" });
  });
});

describe("JSON for the store", () => {
  const rows: readonly [value: unknown, json: string][] = [
    [undefined, "null"],
    [["a\0", { b: "\0\0" }], '["a",{"b":""}]'],
    ["the six characters \\u0000", '"the six characters \\\\u0000"'],
    [["\0", "\\u0000"], '["","\\\\u0000"]'],
  ];
  for (const [value, json] of rows)
    test(`of ${JSON.stringify(value)} is ${json}`, () => assert.equal(toJson(value), json));
});
