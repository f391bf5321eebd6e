import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Guard } from "../../src/store/guards.ts";
import { channelId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function guardsContract(storeTest: StoreTest): void {
  describe("what keeps a channel from being flooded", () => {
    const guard: Guard = {
      lists: {
        "wbus.lists.example.org": { messages: [[29_500_000, 60]], mails: [[29_500_000, 94]], floodedAt: 1.7e12 },
      },
      overflow: { since: 1.7e12, mails: 34, cap: 60, floods: ["wbus.lists.example.org"] },
      gap: { since: 1.7e12, last: 1.7e12 + 1, cards: 20, folded: 3 },
    };

    storeTest("is kept a channel and replaced as a whole", async (store) => {
      assert.equal(await store.guard(channelId("wbus")), undefined);
      assert.deepEqual(await store.guards(), new Map());
      await store.saveGuard(channelId("wbus"), guard);
      await store.saveGuard(channelId("all"), guard);
      await store.saveGuard(channelId("all"), { lists: {} });
      assert.deepEqual(await store.guard(channelId("wbus")), guard);
      assert.deepEqual(
        await store.guards(),
        new Map([
          [channelId("all"), { lists: {} }],
          [channelId("wbus"), guard],
        ]),
      );
    });
  });
}
