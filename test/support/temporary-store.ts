import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";

/** A store in a folder of its own, which goes when the store is closed. */
export async function temporaryStore(): Promise<Store & { readonly file: string }> {
  const folder = mkdtempSync(join(tmpdir(), "listwire-store-"));
  const file = join(folder, "listwire.db");
  const store = await openSqliteStore(file);
  return {
    file,
    ...store,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
