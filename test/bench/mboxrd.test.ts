import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type Arrived, mboxrd, shuffled } from "../../bench/threads/mboxrd.ts";
import { mboxMails } from "../../src/source/mbox.ts";

/** The mails as the program reads them from the file. */
async function readBack(file: Buffer): Promise<Arrived[]> {
  const pieces = async function* () {
    yield file;
  };
  const mails = await Array.fromAsync(mboxMails(pieces()));
  return mails.map(({ bytes, receivedAt }) => ({ octets: bytes, receivedAt: receivedAt! }));
}

describe("a mboxrd file that the benchmarks write", () => {
  const line = fc.oneof(
    fc.constantFrom("", "From me, on Monday at 10:00", ">From you", ">>From them", "Date: today", "\r", "ä\xff"),
    fc.string({ unit: "binary-ascii", maxLength: 30 }).map((text) => text.replaceAll("\n", " ")),
  );
  const mail = fc.record({
    octets: fc
      .array(line, { maxLength: 12 })
      .map((lines) => Buffer.from(`Subject: a\n${lines.join("\n")}\n`, "latin1")),
    receivedAt: fc
      .date({ min: new Date("1980-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000)),
  });

  test("gives back the octets and the times of arrival", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mail, { maxLength: 5 }), async (mails) => {
        const hex = (all: readonly Arrived[]) =>
          all.map((one) => [Buffer.from(one.octets).toString("hex"), one.receivedAt]);
        assert.deepEqual(hex(await readBack(mboxrd(mails))), hex(mails));
      }),
    );
  });

  test("ends a mail that has no line end with one", async () => {
    const receivedAt = new Date("2026-11-25T10:00:00Z");
    const [read] = await readBack(mboxrd([{ octets: Buffer.from("Subject: a\n\nb"), receivedAt }]));
    assert.equal(Buffer.from(read!.octets).toString(), "Subject: a\n\nb\n");
  });
});

describe("a shuffled list", () => {
  test("has the same things, whatever the seed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(), (list, seed) => {
        const inOrder = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
        assert.deepEqual(inOrder(shuffled(list, seed)), inOrder(list));
      }),
    );
  });

  test("is the same again for the same seed, another one for another", () => {
    const list = Array.from({ length: 20 }, (_, at) => at);
    assert.deepEqual(shuffled(list, 7), shuffled(list, 7));
    assert.notDeepEqual(shuffled(list, 7), shuffled(list, 8));
    assert.notDeepEqual(shuffled(list, 7), list);
  });

  test("puts each thing in each place about as often", () => {
    const counts = [0, 0, 0, 0];
    for (let seed = 1; seed <= 4000; seed += 1) counts[shuffled([0, 1, 2, 3], seed).indexOf(0)]! += 1;
    for (const count of counts) assert.ok(count > 850 && count < 1150, `${counts}`);
  });
});
