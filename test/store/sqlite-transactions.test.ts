import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { Cursor } from "../../src/source/mail-source.ts";
import { rolesOver } from "../../src/store/sqlite.ts";
import { openConnection } from "../../src/store/sqlite-connection.ts";
import { migrate } from "../../src/store/sqlite-migrations.ts";
import { migrations } from "../../src/store/sqlite-steps.ts";
import { transactions } from "../../src/store/sqlite-transactions.ts";
import { StoreError } from "../../src/store/store.ts";
import { sampleMail } from "../support/store-samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function writing(t: TestContext) {
  const writer = openConnection(join(temporaryFolder(t), "x.db"), "write");
  t.after(() => writer.close());
  migrate(writer, migrations, new Date(0));
  const roles = rolesOver(writer, () => new Date(0));
  return { writer, roles, ...transactions(writer, roles, 0) };
}

const cursor = (word: string) => word as Cursor;

describe("transactions", () => {
  test("that fill the disk leave nothing, and the next one that fits goes through", async (t) => {
    const { writer, roles, atomically } = writing(t);
    writer.exec("pragma max_page_count = 120");
    const tooLarge = atomically(async (tx) => {
      await tx.moveCursor("main", cursor("1"));
      await tx.addMail(sampleMail(1), randomBytes(500_000));
    });
    await assert.rejects(tooLarge, { name: "StoreError", trouble: "full", message: /disk is full/ });
    assert.equal(writer.isInTransaction, false);
    await atomically((tx) => tx.moveCursor("main", cursor("2")));
    assert.equal(await roles.cursor("main"), "2");
    assert.equal((await roles.counts()).mails, 0);
  });

  for (const trouble of ["io", "corrupt"] as const) {
    test(`are all refused after one that ended with ${trouble}`, async (t) => {
      const { roles, atomically } = writing(t);
      const failure = new StoreError("x.db: cannot be written", trouble);
      await assert.rejects(
        atomically(async () => Promise.reject(failure)),
        failure,
      );
      await assert.rejects(
        atomically((tx) => tx.moveCursor("main", cursor("1"))),
        failure,
      );
      assert.equal(await roles.cursor("main"), undefined);
    });
  }

  test("may be asked for later by what a transaction set going", async (t) => {
    const { roles, atomically } = writing(t);
    const over = Promise.withResolvers<void>();
    let later: Promise<void> | undefined;
    await atomically(async () => {
      later = over.promise.then(() => atomically((tx) => tx.moveCursor("main", cursor("later"))));
    });
    over.resolve();
    await later;
    assert.equal(await roles.cursor("main"), "later");
  });

  test("finish before the connection closes, once", async (t) => {
    const { atomically, close } = writing(t);
    const order: string[] = [];
    const write = atomically(async (tx) => {
      await tx.cursor("main");
      order.push("written");
    });
    await Promise.all([close(() => order.push("closed")), close(() => order.push("closed again")), write]);
    assert.deepEqual(order, ["written", "closed"]);
  });
});
