import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { spamSigns } from "../../src/kind/spam-signs.ts";
import type { Mail } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { readPatch } from "../../src/patch/read-patch.ts";
import { aMail } from "../support/mail-builder.ts";

type Overrides = Parameters<typeof aMail>[0] & { readonly text?: string };

const stranger = { name: "Ada", address: "ada@gmail.com" };
const question: Overrides = {
  subject: "How do I set the clock of the second bus?",
  text: "Hello,\n\nI have a board with two buses and only one clock. What do I write?\n",
  from: stranger,
};
const offer: Overrides = {
  subject: "BEST CRYPTO RECOVERY EXPERT OF THE YEAR",
  text: "Our recovery experts recover lost bitcoin. WhatsApp +10 000 000 0000\n",
};
const offers = (subject: string, text: string): Overrides => ({ subject, text });
const answered = { ancestors: ["a@example.org" as MessageId] } satisfies Partial<Mail>;
const diff = "--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n a\n+b\n";

const signs = (mail: Overrides): readonly string[] => {
  const read = aMail({ ...question, ...mail });
  return spamSigns(read, readPatch(read), read.text);
};

describe("spam is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [mail: Overrides, because: string][] = [
    [offer,                                                                                                  "an offer of money that wants to be called"],
    [{ ...offer, from: { name: "", address: "x@example.org" } },                                             "from any account"],
    [offers("Corporate and Personal Loan", "We offer a loan at 3 %. Please get back to me."),                "money, and a plea"],
    [offers("Business proposal", "Dear friend, I am a banker."),                                             "likewise"],
    [offers("Donation for you", "I am a widow and give 2,500,000.00 USD away. God bless."),                  "a sum to give away"],
    [offers("Good news", "Buy weed in town, telegram @nobody"),                                              "drugs"],
    [offers("Fast", "Buy real passports and driver's licence. WhatsApp: +00 000"),                           "papers"],
    [offers("A proposal", "I want to publish a guest post on your blog."),                                   "links to be placed"],
    [offers("Your ranking", "Our SEO packages start at 99."),                                                "search engines to be deceived"],
    [offers("Re: The fair", "Would you like the attendees list of the fair? Contact us back."),              "addresses, under a reply mark that answers nothing"],
    [offers("代开发票", "代开发票 微信 12345678"),                                                             "invoices"],
    [{ spamFlag: true },                                                                                     "what a mail server marked"],
  ];
  for (const [mail, because] of rows) test(because, () => assert.notDeepEqual(signs(mail), []));
});

describe("spam is not", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [mail: Overrides, because: string][] = [
    [{},                                                                                                     "a first question from a free account"],
    [{ subject: "PLEASE HELP ME WITH MY BOARD", recipients: [] },                                            "a mail with habits alone, however many"],
    [{ subject: "", recipients: [], textFrom: "html", text: "Where can I read more?" },                      "likewise, without a subject and in HTML"],
    [offers("总线时钟的问题", "请问如何设置第二条总线的时钟？"),                                                  "another script"],
    [offers("RECOVER LOST ROWS AFTER INHERITANCE", "Can I recover lost rows of a table with inheritance?"),  "a database that is recovered"],
    [offers("Recovery company wide backup", "How do I recover lost data?"),                                  "likewise, of a company"],
    [offers("Donations for the project", "We want to donate 1,000 euros. Please get back to me."),           "a donor"],
    [offers("backlinks", "The documentation could have backlinks."),                                         "a link's other end"],
    [offers("An online casino crashes", "The bug is in wbus_fill(), commit 1f0a2e0b."),                      "a program about wares"],
    [offers("The overflow", "wbus_fill() overflows, the log is at +1 000 000 000 000"),                      "a number beside code"],
    [{ ...offer, ...answered },                                                                              "an answer"],
    [{ ...offer, text: `${offer.text}\n${diff}` },                                                           "a patch"],
    [{ ...offer, subject: "wbus: BEST" },                                                                    "what names its part of the project"],
    [{ spamFlag: true, subject: "wbus: a clock" },                                                           "that, marked by a mail server"],
    [{ spamFlag: true, ...answered },                                                                        "an answer that was marked"],
  ];
  for (const [mail, because] of rows) test(because, () => assert.deepEqual(signs(mail), []));
});

test("spam is told with its reasons", () => {
  assert.deepEqual(signs(offer), [
    "its sender uses a free mail account",
    "its subject shouts",
    "it wants to be called or messaged",
    "it offers money",
  ]);
});

test("a mail is judged at once however hostile", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (subject, text) => {
      signs({ subject, text });
    }),
  );
  const started = performance.now();
  for (const text of ["a-", "recover ", "buy ", "1.", "spende ", "a/", "+1 ", "a@"]) {
    signs({ subject: text.repeat(500), text: text.repeat(500_000) });
  }
  assert.ok(performance.now() - started < 2000);
});
