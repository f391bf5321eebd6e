import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { archiveReads, archiveWrites } from "../../src/store/sqlite-archive.ts";
import { openConnection } from "../../src/store/sqlite-connection.ts";
import { migrate } from "../../src/store/sqlite-migrations.ts";
import { migrations } from "../../src/store/sqlite-steps.ts";
import { key, sampleMail } from "../support/store-samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("octets are kept compressed, and damaged ones are noticed", async (t) => {
  const db = openConnection(join(temporaryFolder(t), "x.db"), "write");
  t.after(() => db.close());
  migrate(db, migrations, new Date(0));
  const archive = { ...archiveReads(db), ...archiveWrites(db, () => new Date(0)) };
  await archive.addMail(sampleMail(1), new Uint8Array(1000).fill(65));
  const row = db.prepare<{ zstd: Uint8Array }>("select zstd from octets").get();
  assert.ok(row!.zstd.length < 100);
  row!.zstd[row!.zstd.length - 1]! ^= 1;
  db.prepare("update octets set zstd = ?").run(row!.zstd);
  await assert.rejects(archive.octets(key(1)), { trouble: "corrupt", message: /x\.db: .* of mail key-1/ });
});
