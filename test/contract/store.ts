import { describe, test } from "node:test";
import type { Store } from "../../src/store/store.ts";
import { archiveContract } from "./store-archive.ts";
import { followsContract } from "./store-follows.ts";
import { forgetsContract } from "./store-forgets.ts";
import { guardsContract } from "./store-guards.ts";
import { hidesContract } from "./store-hides.ts";
import { mutesContract } from "./store-mutes.ts";
import { outboxContract } from "./store-outbox.ts";
import { settingsContract } from "./store-settings.ts";
import { threadsContract } from "./store-threads.ts";
import { toldContract } from "./store-told.ts";
import { transactionsContract } from "./store-transactions.ts";

/** A test that gets an empty store of its own. */
export type StoreTest = (sentence: string, body: (store: Store) => Promise<void>) => void;

/** Every sentence of `store.ts`, for every engine. `open` gives an empty store; the suite closes it. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  const storeTest: StoreTest = (sentence, body) => {
    test(sentence, async () => {
      const store = await open();
      try {
        await body(store);
      } finally {
        await store.close();
      }
    });
  };
  describe(`${name} as a store`, () => {
    archiveContract(storeTest);
    threadsContract(storeTest, open);
    settingsContract(storeTest);
    followsContract(storeTest);
    forgetsContract(storeTest);
    guardsContract(storeTest);
    hidesContract(storeTest);
    mutesContract(storeTest);
    toldContract(storeTest);
    outboxContract(storeTest, open);
    transactionsContract(storeTest);
  });
}
