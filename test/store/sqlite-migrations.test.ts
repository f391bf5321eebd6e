import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { type Connection, openConnection } from "../../src/store/sqlite-connection.ts";
import { migrate, refuseForeign } from "../../src/store/sqlite-migrations.ts";
import { migrations } from "../../src/store/sqlite-steps.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const now = new Date("2026-11-25T10:50:00.123Z");
const first = "create table a (n integer); insert into a values (1)";
const second = "alter table a add column m integer; update a set m = n + 1";

function database(t: TestContext): Connection {
  const connection = openConnection(join(temporaryFolder(t), "x.db"), "write");
  t.after(() => connection.close());
  return connection;
}

const version = (connection: Connection) =>
  connection.prepare<{ user_version: number }>("pragma user_version").get()?.user_version;
const files = ({ file }: Connection) =>
  readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.v`));

describe("migrations", () => {
  test("take an empty database all the way, without a copy", (t) => {
    const db = database(t);
    migrate(db, [first, second], now);
    assert.equal(version(db), 2);
    assert.deepEqual({ ...db.prepare<Record<string, number>>("select * from a").get() }, { n: 1, m: 2 });
    assert.deepEqual(files(db), []);
    refuseForeign(db, 2);
  });

  test("do only what was not done, after a copy that opens by itself", (t) => {
    const db = database(t);
    migrate(db, [first], now);
    writeFileSync(`${db.file}.v1-20261125T105000Z.unfinished`, "left by a crash");
    migrate(db, [first, second], now);
    assert.deepEqual(files(db), ["x.db.v1-20261125T105000Z"]);
    const copy = openConnection(`${db.file}.v1-20261125T105000Z`, "read");
    t.after(() => copy.close());
    assert.equal(version(copy), 1);
    assert.deepEqual({ ...copy.prepare<Record<string, number>>("select * from a").get() }, { n: 1 });
    migrate(db, [first, second], now);
    assert.equal(files(db).length, 1);
  });

  test("leave the database as it was where a step fails half-way", (t) => {
    const db = database(t);
    migrate(db, [first], now);
    assert.throws(() => migrate(db, [first, `${second}; insert into nowhere values (1)`], now), { name: "StoreError" });
    assert.equal(version(db), 1);
    assert.deepEqual({ ...db.prepare<Record<string, number>>("select * from a").get() }, { n: 1 });
    migrate(db, [first, second], now);
    assert.equal(version(db), 2);
  });

  test("are refused to a database of more steps than are known, and to another program's", (t) => {
    const db = database(t);
    migrate(db, [first, second], now);
    assert.throws(() => refuseForeign(db, 1), {
      trouble: "foreign",
      message: /newer Listwire \(version 2, this one knows 1\)/,
    });
    db.exec("pragma application_id = 7");
    assert.throws(() => refuseForeign(db, 2), { trouble: "foreign", message: /another program's/ });
  });
});

test("the step to digests keeps what was decided, and owes no channel a digest of what it has seen", (t) => {
  const db = database(t);
  migrate(db, migrations.slice(0, 2), now);
  db.exec(`
    insert into thread values (1, 't', 1);
    insert into mail values
      (1, 'k1', 's1', 'i1', 1000, 1, null, '[]', 't1', '[]', 'patch', 'a', 's', 'read', null,
       '[{"channel":"web:wbus","shown":"card","because":"b"},{"channel":"web:clk","shown":"off","because":"b"}]', '{}'),
      (2, 'k2', 's2', 'i2', 2000, 1, null, '[]', 't2', '[]', 'spam', 'a', 's', 'read', null,
       '[{"shown":"held","because":"b"}]', '{}');
    insert into subscription values
      (1, 'web:wbus', 'list', 'wbus', 'normal', 500, 'config'), (2, 'web:wbus', 'list', 'clk', 'quiet', 500, 'config');
  `);
  migrate(db, migrations, now);
  const rows = (table: string) =>
    db
      .prepare<object>(`select * from ${table}`)
      .all()
      .map((row) => ({ ...row }));
  assert.deepEqual(rows("decided"), [
    { no: 1, channel: "web:wbus", mail: 1, arrived_at: 1000 },
    { no: 2, channel: "web:clk", mail: 1, arrived_at: 1000 },
  ]);
  const here = { from_no: 2, from_at: 2000, to_no: 2, to_at: 2000 };
  assert.deepEqual(rows("told"), [{ channel: "web:wbus", reader: "digest", asked_by: "migration", ...here }]);

  test("bring what the first release noted of mails and topics into the present shape, once", (t) => {
    const db = database(t);
    migrate(db, migrations.slice(0, 3), now);
    const at = "2026-11-17T09:00:00.000Z";
    const topic = { openedAt: at, merged: "torvalds/linux.git", previous: { version: 1, short: "k7", mails: 4, at } };
    db.prepare("insert into topic (id, state_json) values ('t', ?)").run(JSON.stringify(topic));
    migrate(db, migrations, now);
    const state = JSON.parse(
      db.prepare<{ state_json: string }>("select state_json from topic").get()?.state_json ?? "null",
    ) as unknown;
    assert.deepEqual(state, {
      openedAt: at,
      sentAt: at,
      merged: { tree: "torvalds/linux.git" },
      previous: {
        version: 1,
        short: "k7",
        mails: 4,
        at,
        tags: [],
        patchIds: [],
        versions: 1,
        since: at,
        mailsInAll: 4,
      },
    });
  });
});

test("the step to paths, people and threads keeps the subscriptions in their order", (t) => {
  const db = database(t);
  migrate(db, migrations.slice(0, 4), now);
  db.exec(`
    insert into subscription values
      (1, 'web:wbus', 'list', 'wbus', 'normal', 500, 'config'), (3, 'web:all', 'subsystem', 'wbus', 'quiet', 600, 'u');
  `);
  migrate(db, migrations, now);
  const rows = db.prepare<object>("select * from subscription order by no").all();
  const wbus = { no: 1, channel: "web:wbus", what: "list", name: "wbus", title: null, preset: "normal" };
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [
      { ...wbus, since: 500, made_by: "config" },
      { ...wbus, no: 3, channel: "web:all", what: "subsystem", preset: "quiet", since: 600, made_by: "u" },
    ],
  );
});
