import fc from "fast-check";
import { full } from "../../src/compose/answers/full.ts";
import { composeCard } from "../../src/compose/card.ts";
import { authorName, subjectLine } from "../../src/compose/names.ts";
import type { Post } from "../../src/compose/post.ts";
import { composeReply } from "../../src/compose/reply.ts";
import { opening, replyParts } from "../../src/intake/facts.ts";
import { topicMail } from "../../src/intake/topic-mail.ts";
import { readOne } from "../../src/reader/read-one.ts";
import type { Reading } from "../../src/reader.ts";
import { openTopic } from "../../src/series/fold.ts";

/** The words of a mail whose sender means harm. */
export interface HostileMail {
  readonly name: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

export function hostileMails(line: fc.Arbitrary<string>): fc.Arbitrary<HostileMail> {
  return fc.record({ name: line, subject: line, lines: fc.array(line, { minLength: 1, maxLength: 8 }) });
}

const LINK = { text: "lore", url: "https://lore.example.org/r/1@dev.example.org/" };
const CIRCUMSTANCES = { short: "k7q2m9xa", at: "2026-11-17T09:00:01.000Z", missing: [] };

/** All that channels and askers get to see of such a mail: as a question, an answer, a patch; and each of them in full. */
export function postsOf(mail: HostileMail): { readonly shown: readonly Post[]; readonly asked: readonly Post[] } {
  const question = read(mail, "", mail.lines);
  const answer = read(mail, "Re: ", answering(mail.lines));
  const patch = read(mail, "[PATCH 1/2] ", patchOf(mail.lines));
  const shown = [card(question), reply(answer), card(answer), card(patch)];
  return { shown, asked: [question, answer, patch].map(asked) };
}

/** What is shown of a mail by itself: as one that opens a conversation, and as one that answers. */
export function postsOfOctets(octets: Uint8Array): readonly Post[] {
  const reading = readOne(octets, octets.byteLength);
  return [card(reading), reply(reading)];
}

function read({ name, subject }: HostileMail, before: string, lines: readonly string[]): Reading {
  const isAnswer = before === "Re: ";
  const octets = Buffer.from(
    [
      `From: ${word(name)} <kit.walsh@example.org>`,
      "To: <wbus@lists.example.org>",
      "Date: Tue, 17 Nov 2026 09:00:00 +0000",
      "Message-ID: <1@dev.example.org>",
      ...(isAnswer ? ["In-Reply-To: <0@dev.example.org>"] : []),
      `Subject: ${before}${word(subject)}`,
      "List-Id: <wbus.lists.example.org>",
      "Content-Type: text/plain; charset=utf-8",
      "",
      ...lines,
      "",
    ].join("\r\n"),
  );
  return readOne(octets, octets.byteLength);
}

/** An encoded word, so that anything can stand in a header (RFC 2047). */
const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;

/** Every second line answers the one above it, which is code in turn. */
function answering(lines: readonly string[]): string[] {
  const quoted = lines.flatMap((line, at) =>
    at % 2 === 0 ? [...(at % 4 === 0 ? ["> @@ -1,3 +1,4 @@ int wbus_fill(void)"] : []), `> +${line}`] : ["", line, ""],
  );
  return ["> diff --git a/drivers/wbus/ring.c b/drivers/wbus/ring.c", "> +++ b/drivers/wbus/ring.c", ...quoted];
}

function patchOf(lines: readonly string[]): string[] {
  return [
    ...lines,
    "---",
    " drivers/wbus/ring.c | 1 +",
    "",
    "diff --git a/drivers/wbus/ring.c b/drivers/wbus/ring.c",
    "--- a/drivers/wbus/ring.c",
    "+++ b/drivers/wbus/ring.c",
    `@@ -1,1 +1,${lines.length + 1} @@`,
    " int a;",
    ...lines.map((line) => `+${line}`),
  ];
}

function card(reading: Reading): Post {
  const topic = openTopic(topicMail(reading, CIRCUMSTANCES), false);
  return composeCard(topic, { places: ["wbus"], link: LINK, opening: opening(reading) });
}

function reply(reading: Reading): Post {
  const { name } = reading.mail.author;
  return composeReply({
    ...replyParts(reading, CIRCUMSTANCES, LINK),
    answers: name,
    newSubject: reading.mail.subject.title,
  });
}

function asked({ mail }: Reading): Post {
  return full(
    {
      short: CIRCUMSTANCES.short,
      id: mail.id,
      subject: subjectLine(mail.subject.text, 200),
      author: authorName(mail.author.name),
      lists: ["wbus"],
      arrivedAt: new Date(CIRCUMSTANCES.at),
      archives: [{ list: "wbus", url: LINK.url }],
    },
    mail,
  );
}
