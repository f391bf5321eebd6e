import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PostRef } from "../../src/chat/chat-platform.ts";
import { leftOut } from "../../src/route/filter.ts";
import type { WantedMail } from "../../src/route/wants.ts";
import { elsewhere, here, type Relay, relay, secretList } from "./relay.ts";

const by = (addresses: readonly string[]) => ({
  routed: [],
  wanted: { kind: "discussion", isReply: false, addresses, paths: [], thread: [], isBareTrailer: false } as const,
});

/** What the channel's filters say of a mail by this address. */
async function decided({ store }: Relay, address: string, channel = here): Promise<string | undefined> {
  const filters = (await store.settings(channel))?.filters ?? [];
  const mail: WantedMail = {
    ...by([address]).wanted,
    lists: [],
    subsystems: [],
    author: "Somebody",
    subject: "wbus: a ring",
  };
  return leftOut(filters, mail);
}

describe("block", () => {
  for (const how of ["block Nora Lind", "block nora lind", "block nora@example.org", "block k7q2m9xa", "block"])
    test(`leaves the author out of this channel and no other: ${how}`, async (t) => {
      const on = await relay(t);
      const { key: mail } = await on.keep("k7q2m9xa", { archived: { facts: by(["nora@example.org"]) } });
      await on.sent("ref", "topic", { mail });
      const post = await on.ask(how, { about: "ref" as PostRef });
      assert.equal(post.title, "Blocked here: Nora Lind");
      assert.match(JSON.stringify(post.blocks), /unblock Nora Lind/);
      assert.equal(await decided(on, "nora@example.org"), "filter 1 leaves it out: its author is blocked here");
      assert.equal(await decided(on, "tom@example.org"), undefined);
      assert.equal(await decided(on, "nora@example.org", elsewhere), undefined);
      const shown = JSON.stringify(await on.ask("show"));
      assert.match(shown, /filter 1: exclude person Nora Lind/);
      assert.doesNotMatch(shown, /nora@/, "an address never appears in chat");
    });

  test("once more says that it is so already", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa", { archived: { facts: by(["nora@example.org"]) } });
    await ask("block Nora Lind");
    assert.equal((await ask("block k7q2m9xa")).title, "Nora Lind is blocked here already");
    assert.equal((await store.settings(here))?.filters.length, 1);
  });

  test("one of two people of the same name by a mail of theirs, no address told", async (t) => {
    const on = await relay(t);
    await on.keep("k7q2m9xa", { archived: { facts: by(["nora@example.org"]) } });
    await on.keep("b7q2m9xa", { archived: { facts: by(["lind@example.com"]) } });
    const said = JSON.stringify(await on.ask("block Nora Lind"));
    assert.match(said, /Several people are called that.*block b7q2m9xa \(1 mail here/);
    assert.doesNotMatch(said, /lind@|nora@/);
    await on.ask("block b7q2m9xa");
    assert.equal(await decided(on, "nora@example.org"), undefined);
    assert.notEqual(await decided(on, "lind@example.com"), undefined);
  });

  test("nobody of a list that may not be shown here, who is as unknown as one who never wrote", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa", { archived: { lists: [secretList], facts: by(["nora@example.org"]) } });
    for (const who of ["Nora Lind", "nora@example.org", "k7q2m9xa"])
      assert.deepEqual(await ask({ name: "block", args: { who } }), await ask("block Kit Walsh"), who);
  });

  test("by an admin alone, and never by a filter that somebody types", async (t) => {
    const { ask, store } = await relay(t);
    assert.match((await ask("block Nora Lind", { role: "member" })).title, /Only admins/);
    assert.match(JSON.stringify(await ask("filter add exclude person nora@example.org")), /no field of that name/);
    assert.equal(await store.settings(here), undefined);
  });
});

describe("unblock", () => {
  for (const how of ["unblock Nora Lind", "unblock nora@example.org", "unblock"])
    test(`shows the author again and leaves the other filters: ${how}`, async (t) => {
      const on = await relay(t);
      const { key: mail } = await on.keep("k7q2m9xa", { archived: { facts: by(["nora@example.org"]) } });
      await on.sent("ref", "topic", { mail });
      await on.ask("block Nora Lind");
      await on.ask("filter add exclude robots");
      assert.equal((await on.ask(how, { about: "ref" as PostRef })).title, "No longer blocked: Nora Lind");
      assert.equal(await decided(on, "nora@example.org"), undefined);
      assert.equal((await on.store.settings(here))?.filters.length, 1);
    });

  test("names who is blocked where it knows nobody of that name", async (t) => {
    const { ask, keep } = await relay(t);
    assert.match(JSON.stringify(await ask("unblock Tom Okafor")), /Nobody is blocked here at all/);
    await keep("k7q2m9xa", { archived: { facts: by(["nora@example.org"]) } });
    await ask("block Nora Lind");
    assert.match(JSON.stringify(await ask("unblock Tom Okafor")), /Blocked here: Nora Lind\./);
  });
});
