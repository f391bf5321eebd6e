import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { contentOf } from "../../../src/chat/matrix/event.ts";
import { type Rendered, renderPost } from "../../../src/chat/matrix/render-post.ts";
import { toAnswer } from "../../../src/chat/matrix/to-answer.ts";
import { type HostileMail, hostileMails, postsOf } from "../../support/hostile-mail.ts";
import { halves, hostileLine } from "../../support/hostile-strings.ts";
import { elementsOf, parsedHtml, seenIn } from "../../support/html-text.ts";
import { textFaults } from "../../support/text-rules.ts";

/** Six strings each on average: more than 5,000 a law. */
const RUNS = 900;

const LINK = "https://lore.example.org/r/1@dev.example.org/";
const followers = Array.from({ length: 25 }, (_, at) => `@follower${at}:example.org`);

type Texts = Pick<Rendered, "body" | "formattedBody">;

/** Everything that may be said of a mail: unasked, and on request. */
function sentOf(mail: HostileMail): readonly Texts[] {
  const { shown, asked } = postsOf(mail);
  const flat = shown.filter(({ form }) => form === "reply").map((post) => renderPost(post, { isFlat: true }));
  return [...shown.map((post) => renderPost(post)), ...flat, ...toAnswer(asked).map(({ rendered }) => rendered)];
}

/** A law for all that is sent. */
function law(name: string, holds: (sent: Texts) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(hostileMails(hostileLine), (mail) => {
        for (const sent of sentOf(mail)) holds(sent);
      }),
      { numRuns: RUNS },
    );
  });
}

const OURS = new Set(["b", "i", "code", "pre", "a", "br", "p", "blockquote", "ul", "ol", "li"]);

/** Without white space, marks of quotes and lists, and the address that plain text has beside its word. */
const bare = (text: string): string => text.replaceAll(LINK, "").replace(/[\s>•]+/g, "");

describe("of a mail that means harm", () => {
  law("MXHTML: the tags are ours, well-formed, and have no attribute but href", ({ formattedBody }) => {
    const { root, errors } = parsedHtml(formattedBody);
    assert.deepEqual(errors, [], formattedBody);
    for (const { nodeName, attrs = [], depth } of elementsOf(root)) {
      assert.ok(OURS.has(nodeName), `${nodeName} in ${formattedBody}`);
      assert.ok(depth <= 20);
      assert.deepEqual(
        attrs.map(({ name }) => name),
        nodeName === "a" ? ["href"] : [],
      );
    }
  });

  law("MXHTML: both texts say the same", ({ body, formattedBody }) => {
    assert.equal(bare(body), bare(seenIn(parsedHtml(formattedBody).root)));
    assert.notEqual(body.trim(), "");
  });

  law("LINK: a link's word is ours, and leads where it should", ({ formattedBody }) => {
    for (const element of elementsOf(parsedHtml(formattedBody).root)) {
      if (element.nodeName !== "a") continue;
      assert.match(seenIn(element), /^(?:lore|archive)$/);
      assert.equal(element.attrs?.[0]?.value, LINK);
    }
  });

  law("MENTION: nobody is told but those who asked", (rendered) => {
    for (const mentions of [[], followers]) {
      const content = contentOf({ rendered, level: "silent", mentions });
      assert.deepEqual(content["m.mentions"], mentions.length === 0 ? {} : { user_ids: mentions });
      assert.equal(content.msgtype, mentions.length === 0 ? "m.notice" : "m.text");
      assert.doesNotMatch(content.formatted_body ?? "", /href="https:\/\/matrix\.to/);
    }
  });

  law("SIZE: an event has at most 60,000 octets", (rendered) => {
    const content = contentOf({ rendered, level: "silent", mentions: followers, named: { keys: ["k".repeat(100)] } });
    assert.ok(Buffer.byteLength(JSON.stringify(content)) <= 60_000);
    assert.ok(Buffer.byteLength(rendered.body + rendered.formattedBody) <= 12_000);
  });

  law(
    "CTRL, BIDI, INVIS, UTF8: nothing hides, reorders or controls, and no letter is cut",
    ({ body, formattedBody }) => {
      for (const text of [body, seenIn(parsedHtml(formattedBody).root)])
        assert.deepEqual([...textFaults(text), ...halves(text)], [], text);
    },
  );

  law("ADDR: nobody's address stands in it but within a web address or a diff", ({ body, formattedBody }) => {
    if (formattedBody.includes("<pre>")) return;
    assert.doesNotMatch(body.replace(/https?:\/\/\S*/gi, ""), /kit\.walsh@example/);
  });

  test("NO_UPLOAD, NO_PATH: a file is text of at most 256 KiB, by a name that we made", () => {
    fc.assert(
      fc.property(hostileMails(hostileLine), (mail) => {
        for (const { file } of toAnswer(postsOf(mail).asked)) {
          if (file === undefined) continue;
          assert.deepEqual([file.name, file.type], ["k7q2m9xa.txt", "text/plain"]);
          assert.ok(file.octets.length <= 262_144);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
