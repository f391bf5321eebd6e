import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readDegraded } from "../../src/intake/degraded.ts";
import { identify } from "../../src/mail/identity.ts";
import { badMails } from "../support/bad-mails.ts";
import { written } from "../support/stage.ts";

describe("a mail that broke the reader", () => {
  const octets = written({
    id: "r@tom",
    subject: "Re: [PATCH 1/2] wbus: part 1",
    from: "Tom <tom@example.org>",
    refs: ["p@nora"],
    headers: ["Content-Transfer-Encoding: base64"],
  });

  test("is known by its header: who, what, whom it answers, its list, and the reason in place of its text", () => {
    const { mail, condensed } = readDegraded(octets, "it took longer than 10 s");
    assert.equal(mail.author.name, "Tom");
    assert.deepEqual(
      [mail.subject.title, mail.subject.isReply, mail.ancestors, mail.lists],
      ["wbus: part 1", true, ["p@nora"], ["wbus.lists.example.org"]],
    );
    assert.deepEqual(
      condensed.passages.map(({ text }) => text),
      [["(The text of this mail could not be read: it took longer than 10 s.)"]],
    );
    assert.equal(mail.key, identify(octets).key);
  });

  test("is known by sender and subject where not even its header can be read", () => {
    const { mail } = readDegraded(octets, "its reader failed", () => {
      throw new TypeError("a bug");
    });
    assert.deepEqual([mail.author.name, mail.subject.title, mail.id], ["Tom", "wbus: part 1", "r@tom"]);
  });

  test("of whatever shape throws nothing", () => {
    for (const { octets: bad } of badMails("quick")) readDegraded(bad, "a reason");
  });
});
