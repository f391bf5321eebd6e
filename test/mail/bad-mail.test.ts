import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { identify } from "../../src/mail/identity.ts";
import type { Mail } from "../../src/mail/mail.ts";
import { readMail } from "../../src/mail/read-mail.ts";
import { badMails } from "../support/bad-mails.ts";
import { lineFaults, textFaults } from "../support/text-rules.ts";

/** Of the time that the reader allows a mail: the machine may be busy. */
const maxMs = 5000;

/** Fields of many lines. */
const texts: ReadonlySet<string> = new Set(["text", "patch"]);

/** `subject.tags.0: no bidi control` for every field that breaks a rule of what may go out. */
function faults(value: unknown, path: string): string[] {
  if (typeof value === "string") {
    const check = texts.has(path.split(".").at(-1) ?? "") ? textFaults : lineFaults;
    return check(value).map((fault) => `${path}: ${fault}`);
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([name, inner]) => faults(inner, `${path}.${name}`));
}

function sizeOf(mail: Mail): number {
  return JSON.stringify({ ...mail, text: "", attachments: mail.attachments.map(({ name }) => name) }).length;
}

describe("a mail of bad shape becomes a mail with clean and bounded fields", () => {
  for (const { name, octets } of badMails()) {
    test(name, () => {
      const started = performance.now();
      const mail = readMail(octets);
      const tookMs = performance.now() - started;
      assert.ok(tookMs < maxMs, `it took ${Math.round(tookMs)} ms`);
      assert.deepEqual(faults(mail, "mail"), []);
      assert.ok(sizeOf(mail) < 250_000, `${sizeOf(mail)} characters beside the text`);
      assert.deepEqual(identify(octets), { key: mail.key, id: mail.id, ancestors: mail.ancestors });
    });
  }
});
