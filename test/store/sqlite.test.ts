import assert from "node:assert/strict";
import { mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { Cursor } from "../../src/source/mail-source.ts";
import { openSqliteStore, rolesOver } from "../../src/store/sqlite.ts";
import { type Connection, openConnection } from "../../src/store/sqlite-connection.ts";
import { migrations } from "../../src/store/sqlite-steps.ts";
import { storeContract } from "../contract/store.ts";
import { storeProcess } from "../support/store-process.ts";
import { key, sampleMail, sampleOctets } from "../support/store-samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { temporaryStore } from "../support/temporary-store.ts";

storeContract("SQLite", temporaryStore);

const cursor = (word: string) => word as Cursor;
const fileIn = (t: TestContext) => join(temporaryFolder(t), "listwire.db");

describe("a SQLite store", () => {
  test("keeps everything over a restart, and makes no copy where nothing changes", async (t) => {
    const file = join(temporaryFolder(t), "data", "listwire.db");
    const first = await openSqliteStore(file);
    await first.addMail(sampleMail(1), sampleOctets(1));
    await first.close();
    const second = await openSqliteStore(file);
    assert.equal((await second.mailByKey(key(1)))?.seq, 1);
    assert.equal((await second.addMail(sampleMail(2), sampleOctets(2))).seq, 2);
    await second.close();
    assert.deepEqual(readdirSync(join(file, "..")), ["listwire.db", "listwire.db.lock"]);
  });

  test("is left as it was before the transaction that a kill -9 struck", async (t) => {
    const file = fileIn(t);
    const writer = storeProcess(file, "hold");
    assert.equal((await writer.told.next()).value, "1");
    assert.equal((await writer.told.next()).value, "within");
    await writer.kill();
    const store = await openSqliteStore(file);
    t.after(() => store.close());
    assert.equal(await store.cursor("main"), "1");
    assert.equal((await store.counts()).mails, 1);
    assert.equal((await store.depths(new Date())).queued, 1);
  });

  for (const afterTransactions of [1, 7, 20]) {
    test(`has all that was told durable, and nothing by halves, killed after ${afterTransactions} writes`, async (t) => {
      const file = fileIn(t);
      const writer = storeProcess(file, "write");
      for (let told = 0; told < afterTransactions; told++) await writer.told.next();
      await writer.kill();
      const store = await openSqliteStore(file);
      t.after(() => store.close());
      const { mails } = await store.counts();
      assert.ok(mails >= afterTransactions);
      assert.equal(await store.cursor("main"), String(mails));
      assert.equal((await store.depths(new Date())).queued, mails);
    });
  }

  test("is refused to a second process, until the first one ends", async (t) => {
    const file = fileIn(t);
    const first = storeProcess(file, "hold");
    await first.told.next();
    await assert.rejects(openSqliteStore(file), {
      name: "StoreError",
      trouble: "taken",
      message: /listwire\.db.*another/,
    });
    await first.kill();
    await (await openSqliteStore(file)).close();
  });

  test("is refused to the same process a second time", async (t) => {
    const file = fileIn(t);
    const store = await openSqliteStore(file);
    await assert.rejects(openSqliteStore(file), { trouble: "taken" });
    await store.close();
  });

  test("is refused where another program's database, or a newer Listwire's, is in its place", async (t) => {
    const file = fileIn(t);
    const other = openConnection(file, "write");
    other.exec("create table theirs (a)");
    await assert.rejects(openSqliteStore(file), { trouble: "foreign", message: /another program/ });
    other.exec(`drop table theirs; pragma user_version = ${migrations.length + 1}`);
    other.close();
    await assert.rejects(openSqliteStore(file), { trouble: "foreign", message: /newer Listwire/ });
  });

  const damages: readonly [what: string, damage: (file: string) => void][] = [
    ["text", (file) => writeFileSync(file, "From: nobody\n".repeat(999))],
    ["a file with pages of another one", (file) => overwrite(file, 40 * 4096, 80 * 4096)],
    ["a file without its first page", (file) => overwrite(file, 0, 4096)],
  ];
  for (const [what, damage] of damages) {
    test(`is refused with its name and the remedy where there is ${what}`, async (t) => {
      const file = fileIn(t);
      const store = await openSqliteStore(file);
      for (let n = 0; n < 400; n++) await store.addMail(sampleMail(n), new Uint8Array());
      await store.close();
      damage(file);
      await assert.rejects(openSqliteStore(file), { trouble: "corrupt", message: /listwire\.db: .*backup/ });
      await assert.rejects(openSqliteStore(file), { trouble: "corrupt" }, "nothing holds the lock after a refusal");
    });
  }

  test("says which folder to make where there is none for it", async (t) => {
    const folder = temporaryFolder(t);
    await assert.rejects(openSqliteStore(join(folder, "a", "b", "x.db")), {
      trouble: "access",
      message: /a\/b: .*make it/,
    });
    writeFileSync(join(folder, "file"), "");
    await assert.rejects(openSqliteStore(join(folder, "file", "x.db")), { trouble: "access" });
    mkdirSync(join(folder, "x.db"));
    await assert.rejects(openSqliteStore(join(folder, "x.db")), { trouble: "access" });
  });

  test("waits for another program that holds the file, and goes on reading meanwhile", async (t) => {
    const file = fileIn(t);
    const store = await openSqliteStore(file);
    const shell = openConnection(file, "write");
    t.after(() => store.close());
    t.after(() => shell.close());
    shell.exec("begin immediate");
    const write = store.moveCursor("main", cursor("1"));
    assert.equal(await store.cursor("main"), undefined);
    shell.exec("commit");
    await write;
    assert.equal(await store.cursor("main"), "1");
  });

  test("says busy where that program does not let go, having written nothing", async (t) => {
    const file = fileIn(t);
    const store = await openSqliteStore(file, { busyWaitMs: 0 });
    const shell = openConnection(file, "write");
    shell.exec("begin immediate");
    await assert.rejects(store.moveCursor("main", cursor("1")), { name: "StoreError", trouble: "busy" });
    shell.close();
    await store.moveCursor("main", cursor("2"));
    await store.close();
  });

  test("looks nothing up by reading a table from end to end", async (t) => {
    const store = openConnection(fileIn(t), "write");
    t.after(() => store.close());
    for (const step of migrations) store.exec(step);
    const statements: string[] = [];
    const listening: Connection = {
      ...store,
      prepare(sql) {
        statements.push(sql);
        return store.prepare(sql);
      },
    };
    rolesOver(listening, () => new Date(0));
    // These are asked for everything, or for the newest of all, or the few that are hidden, or sweep the few mutes and follows there
    // are, or once an hour all texts, and the mails from the oldest on; the operator's `forget` reads every post.
    const wholeTables =
      /from (list|subscription|guard) order by|delete from (mute|follow) where until|delete from octets where|from archived order by seq desc limit|indexed by mail_hidden|hidden_json is not null order by|count\(|>= \? order by seq limit 1|instr\(post_json/;
    for (const sql of statements.filter((sql) => !wholeTables.test(sql))) {
      const plan = store.prepare<{ detail: string }>(`explain query plan ${sql}`).all();
      const scans = plan.filter(({ detail }) => /^SCAN (?!json_each|CONSTANT|waiting|old$)/.test(detail));
      assert.deepEqual(scans, [], sql);
    }
  });
});

function overwrite(file: string, from: number, to: number): void {
  writeSync(openSync(file, "r+"), new Uint8Array(to - from).fill(0x5a), 0, to - from, from);
}
