import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { Subject } from "../../src/mail/subject.ts";
import { looksLikeSpam, type SpamFacts } from "../../src/route/spam.ts";

const subject = (title: string, more: Partial<Subject> = {}): Subject => ({
  text: title,
  isReply: false,
  subset: false,
  listTags: [],
  tags: [],
  title,
  base: title,
  prefixes: [],
  ...more,
});
const question: SpamFacts = {
  subject: subject("How do I set the clock of the second bus?"),
  text: "Hello,\n\nI have a board with two buses and only one clock. What do I write?\n",
  ancestors: [],
  from: { name: "Ada", address: "ada@gmail.com" },
  recipients: [{ name: "", address: "wbus-devel@lists.example.org" }],
  spamFlag: false,
  hasPatch: false,
};
const offer: Partial<SpamFacts> = {
  subject: subject("BEST CRYPTO RECOVERY EXPERT OF THE YEAR"),
  text: "Our recovery experts recover lost bitcoin. WhatsApp +10 000 000 0000\n",
};

describe("a mail", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [mail: Partial<SpamFacts>, isHeld: boolean, because: string][] = [
    [{},                                                                false, "a first question from a free account is shown"],
    [{ subject: subject("PLEASE HELP ME WITH MY BOARD"), recipients: [] }, false, "habits alone hold nothing, however many"],
    [{ subject: subject("总线时钟的问题"), text: "请问如何设置第二条总线的时钟？" }, false, "another script is no crime"],
    [{ subject: subject("RECOVER LOST ROWS AFTER INHERITANCE"), text: "Can I recover lost rows of a table with inheritance?" }, false, "a database is recovered, too"],
    [offer,                                                             true,  "an offer of money that wants to be called is held"],
    [{ ...offer, from: { name: "", address: "x@example.org" } },        true,  "from any account"],
    [{ ...offer, ancestors: ["a@example.org" as MessageId] },           false, "an answer never is"],
    [{ ...offer, hasPatch: true },                                      false, "nor a patch"],
    [{ ...offer, subject: subject("BEST", { prefixes: ["wbus"] }) },    false, "nor what names its part of the project"],
    [{ text: "Buy weed in town, telegram @nobody" },                    true,  "drugs are held"],
    [{ spamFlag: true },                                                true,  "what a mail server marked is held"],
    [{ spamFlag: true, subject: subject("wbus: x", { prefixes: ["wbus"] }) }, false, "unless it names its subject"],
    [{ spamFlag: true, ancestors: ["a@example.org" as MessageId] },     false, "or answers"],
    [{ text: "wbus_fill() overflows, the log is at +1 000 000 000 000" }, false, "numbers beside code are no telephone" ],
  ];
  for (const [mail, isHeld, because] of rows) {
    test(because, () => assert.equal(looksLikeSpam({ ...question, ...mail }) !== undefined, isHeld));
  }

  test("is held with the reasons", () => {
    assert.equal(
      looksLikeSpam({ ...question, ...offer }),
      "its sender uses a free mail account, it offers money, it wants to be called or messaged, its subject shouts",
    );
  });

  test("is judged at once however hostile", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, text) => {
        looksLikeSpam({ ...question, subject: subject(title), text });
      }),
    );
    const started = performance.now();
    for (const text of ["a-", "recover ", "buy ", "1.", "spende ", "a/", "+1 "]) {
      looksLikeSpam({ ...question, subject: subject(text.repeat(500)), text: text.repeat(500_000) });
    }
    assert.ok(performance.now() - started < 2000);
  });
});
