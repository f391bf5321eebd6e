import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PostRef } from "../../src/chat/chat-platform.ts";
import { elsewhere, here, relay, secretList } from "./relay.ts";

const requests = ["full", "patch", "thread", "link", "why", "follow", "unfollow", "mute"];

describe("a mail is found", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, about: string | undefined, because: string][] = [
    ["full k7q2m9xa",                    undefined,       "by its short id"],
    ["full <k7q2m9xa@dev.example.org>",  undefined,       "by its Message-ID"],
    ["full",                             "post-by-short", "by what the post says it is about"],
    ["full",                             "post-by-mail",  "by the mail that the post shows"],
    ["full",                             "post-by-topic", "by the topic of its card"],
    ["full k7q2m9xa",                    "unknown",       "by its name, whatever post is answered"],
  ];
  for (const [request, about, because] of rows) {
    test(because, async (t) => {
      const { ask, keep, sent } = await relay(t);
      const { key } = await keep("k7q2m9xa");
      await sent("post-by-short", "other", { post: { mail: "k7q2m9xa" } });
      await sent("post-by-mail", "other", { mail: key });
      await sent("post-by-topic", "topic", {});
      const post = await ask(request, about === undefined ? {} : { about: about as PostRef });
      assert.equal(post.mail, "k7q2m9xa");
    });
  }
});

describe("not found, in the same words for every command, is", () => {
  // biome-ignore format: the columns are the specification
  const names: readonly [name: string, because: string][] = [
    ["nothing1",                        "what there is not"],
    ["nothing1@dev.example.org",        "a Message-ID that there is not"],
    ["secretxx",                        "a mail of a list that may not be shown here"],
    ["<secretxx@dev.example.org>",      "the same by its Message-ID"],
    ["bothxxxx",                        "a mail that came by such a list too"],
    ["badbadxx",                        "a mail in quarantine"],
    ["spamspam",                        "a mail that was held back"],
  ];
  for (const [name, because] of names) {
    test(because, async (t) => {
      const { ask, keep, store } = await relay(t);
      await keep("secretxx", { archived: { lists: [secretList] } });
      const both = await keep("bothxxxx");
      await store.addLists(both.key, [secretList]);
      await keep("badbadxx", { archived: { state: "quarantined" } });
      const held = { channel: here, shown: "held", because: "looks like spam" } as const;
      await keep("spamspam", { archived: { decisions: [{ ...held, channel: elsewhere, shown: "off" }, held] } });
      for (const command of requests.filter((one) => one !== "mute")) {
        const post = await ask(`${command} ${name}`, { role: "member" });
        assert.deepEqual(post, await ask(`${command} nothing9`, { role: "member" }), command);
        assert.equal(post.title, "Not found");
      }
    });
  }

  test("a post of another channel, or one that is none of ours", async (t) => {
    const { ask, keep, sent } = await relay(t);
    await keep("k7q2m9xa");
    await sent("post-1", "topic", { channel: elsewhere });
    for (const about of ["post-1", "post-2"]) {
      for (const command of requests)
        assert.equal((await ask(command, { about: about as PostRef })).title, "Not found");
    }
  });
});

test("an admin finds what was held back as spam, to judge it", async (t) => {
  const { ask, keep } = await relay(t);
  await keep("spamspam", { archived: { decisions: [{ shown: "held", because: "looks like spam" }] } });
  assert.equal((await ask("full spamspam")).mail, "spamspam");
  assert.match(JSON.stringify(await ask("why spamspam")), /everywhere: held, looks like spam/);
});
