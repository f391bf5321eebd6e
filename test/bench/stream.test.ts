import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Run, relayed } from "../../bench/stream/relay.ts";
import { sorts, volumes, wrongs } from "../../bench/stream/tally.ts";
import { patchText, type StoryMail, written } from "../support/stage.ts";

const START = Date.parse("2026-11-17T09:00:00Z");
const SOON = 10;
const TOO_LATE_FOR_THE_CARD = 600;

const cover = { id: "c@x", subject: "[PATCH 0/2] wbus: add burst mode" };
const first = { id: "1@x", subject: "[PATCH 1/2] wbus: fill the ring", refs: ["c@x"], text: patchText("ring.c") };
const second = { id: "2@x", subject: "[PATCH 2/2] wbus: drain the ring", refs: ["c@x"], text: patchText("drain.c") };
const tom = "Tom Okafor <tom@example.org>";
const question = { id: "q@x", subject: "Re: [PATCH 1/2] wbus: fill the ring", refs: ["c@x", "1@x"], from: tom };
const tag = { ...question, id: "t@x", text: "Reviewed-by: Tom Okafor <tom@example.org>" };

/** What goes out when the mails arrive so many seconds after each other. */
function run(mails: readonly StoryMail[], seconds = SOON): Promise<Run> {
  const at = (index: number) => new Date(START + index * seconds * 1000);
  return relayed(mails.map((mail, index) => ({ octets: written(mail), receivedAt: at(index) })));
}

function found(of: Run): Record<string, number> {
  return Object.fromEntries(wrongs(of).flatMap(({ what, which }) => (which.length > 0 ? [[what, which.length]] : [])));
}

describe("mail through the relay, measured", () => {
  test("makes messages that are counted by channel and day, edits apart", async () => {
    const all = volumes(await run([cover, first, second, question, tag])).at(-1);
    assert.deepEqual(all, { channel: "all", day: "", mails: 5, messages: 2, beside: 1, edits: 1 });
  });

  test("makes messages that are named by what they are and what mail they tell of", async () => {
    assert.deepEqual(sorts(await run([cover, first, second, question])), [
      { sort: "card: series-cover", count: 1 },
      { sort: "reply in a thread: reply", count: 1 },
    ]);
    assert.deepEqual(sorts(await run([question])), [{ sort: "card, answers a mail not here: reply", count: 1 }]);
  });

  test("shows nothing wrong in a whole series, nor in one whose cover comes last", async () => {
    assert.deepEqual(found(await run([cover, first, second, question, tag])), {});
    assert.deepEqual(found(await run([first, second, cover], TOO_LATE_FOR_THE_CARD)), {});
  });

  test("shows a card that is there twice, or not at all", async () => {
    const { sent, ...others } = await run([cover, first, second, question]);
    const [card, ...rest] = sent;
    assert.equal(found({ ...others, sent: [card!, ...sent] })["cards doubled"], 2);
    assert.deepEqual(found({ ...others, sent: rest }), { "replies whose card is not there": 1 });
  });

  test("shows what was owed and never went", async () => {
    assert.deepEqual(found({ ...(await run([cover])), stuck: 1 }), { "owed and never posted": 1 });
  });

  test("shows a series that has several cards", async () => {
    const { sent, mails, stuck } = await run([first, second, { id: "o@x", subject: "wbus: other" }]);
    const other = mails.find(({ id }) => id === "o@x")!.topic;
    const astray = mails.map((mail) => (mail.id === "2@x" ? { ...mail, topic: other } : mail));
    assert.deepEqual(found({ mails: astray, sent, stuck }), { "series with several cards": 1 });
  });
});
