import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { condense } from "../../src/condense/condense.ts";
import { spamSigns } from "../../src/kind/spam-signs.ts";
import type { Mail } from "../../src/mail/mail.ts";
import { readMail } from "../../src/mail/read-mail.ts";
import type { Patch } from "../../src/patch/patch.ts";
import { readPatch } from "../../src/patch/read-patch.ts";
import { givenTrailers } from "../../src/patch/trailers.ts";
import { parseMaintainers } from "../../src/route/maintainers.ts";
import { sectionIndex } from "../../src/route/sections-of.ts";
import { parseSubsystems } from "../../src/route/subsystems.ts";

const folder = fileURLToPath(new URL("../../config/demo/", import.meta.url));

interface DemoMail {
  readonly file: string;
  /** The octets, one character each. */
  readonly raw: string;
  readonly mail: Mail;
  readonly patch: Patch | undefined;
  /** What the author newly wrote. */
  readonly reply: string;
  /** The deepest quote. */
  readonly depth: number;
  readonly given: readonly string[];
}

const mails = readdirSync(folder)
  .filter((file) => file.endsWith(".eml"))
  .sort()
  .map((file): DemoMail => {
    const octets = readFileSync(`${folder}${file}`);
    const mail = readMail(octets);
    const patch = readPatch(mail);
    const { lines, reply } = condense(mail.text);
    return {
      file,
      raw: octets.toString("latin1"),
      mail,
      patch,
      reply,
      depth: Math.max(0, ...lines.map((line) => line.depth)),
      given: mail.subject.isReply ? givenTrailers(lines).map(({ name }) => name) : [],
    };
  });

const header = (name: string) => (demo: DemoMail) =>
  new RegExp(`^${name}`, "im").test(demo.raw.split("\n\n", 1)[0] ?? "");
const isBare = ({ reply, given }: DemoMail) => given.length > 0 && reply.trim().split("\n").length === given.length;

describe("the demo mailbox shows", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, count: number, is: (demo: DemoMail) => boolean][] = [
    ["mails by mlmmj",                           51, ({ mail }) => mail.lists[0] === "wbus-devel.lists.example.org"],
    ["mails by Mailman 3, with its prefix",      18, ({ mail }) => mail.lists[0] === "corvid-kernel.lists.corvid.example.net" && mail.subject.listTags.includes("corvid-kernel")],
    ["bodies in base64",                         18, header("Content-Transfer-Encoding: base64")],
    ["mails by Mailman 2, with its prefix",       8, ({ mail }) => mail.lists[0] === "tarn-hackers.lists.tarn.example.com" && mail.subject.listTags.includes("tarn-hackers")],
    ["mails by Google Groups",                    7, ({ mail }) => mail.lists[0] === "kiln.groups.example.net"],
    ["authors behind a list's address",           8, (demo) => demo.mail.author.address !== demo.mail.from.address && header("X-Original-From:")(demo)],
    ["a mail to no list",                         1, ({ mail }) => mail.lists.length === 0],
    ["cover letters with change-id and base",     7, ({ mail, patch }) => mail.subject.n === 0 && !mail.subject.isReply && patch?.changeId !== undefined && patch.baseCommit !== undefined],
    ["covers and patches of a first version",     9, ({ mail }) => isOfSeries(mail) && mail.subject.version === undefined],
    ["covers and patches of a second version",    8, ({ mail }) => isOfSeries(mail) && mail.subject.version === 2],
    ["covers and patches of a third version",     8, ({ mail }) => isOfSeries(mail) && mail.subject.version === 3],
    ["change logs",                               9, ({ patch }) => (patch?.changeLog.length ?? 0) > 0],
    ["a review five quotes deep",                 1, ({ depth }) => depth === 5],
    ["trailers and nothing else",                 6, isBare],
    ["trailers on a cover letter",                2, ({ mail, given }) => given.length > 0 && mail.subject.n === 0],
    ["an explicit NAK with its reason",           1, ({ reply }) => /^NAK, this breaks/m.test(reply)],
    ["a b4 notice for a part of a series",        1, ({ mail }) => mail.subject.subset],
    ["applied, in prose",                         3, ({ reply }) => /^Applied to (?:next|clk-next|wbus\/fixes),/m.test(reply)],
    ["applied, by patchwork's robot",             1, ({ reply }) => reply.includes("This patch was applied to wbus/wbus.git (wbus-next)")],
    ["a pull request",                            1, ({ mail }) => mail.subject.tags.includes("PULL") && !mail.subject.isReply],
    ["its merge",                                 1, ({ reply }) => reply.includes("has been merged into corvid/corvid.git")],
    ["a test robot's failure",                    1, ({ reply }) => reply.includes("All errors (new ones prefixed by >>)")],
    ["a test robot's success",                    1, ({ reply }) => /^BUILD SUCCESS$/m.test(reply)],
    ["a syzbot report",                           1, ({ mail }) => mail.subject.tags.includes("wbus?") && !mail.subject.isReply],
    ["words for syzbot",                          1, ({ reply }) => reply.trim() === "#syz fix: wbus: hold a reference while the ring is filled"],
    ["a regression for regzbot",                  1, ({ reply }) => /^#regzbot introduced: /m.test(reply)],
    ["a revert",                                  1, ({ mail }) => mail.subject.title.startsWith('Revert "') && !mail.subject.isReply],
    ["answers above Outlook's head",              2, ({ mail }) => /^From: .*\nSent: .*\nTo: .*\nSubject: /m.test(mail.text)],
    ["patches as attachments, versioned by name", 2, ({ mail }) => mail.attachments.some(({ name }) => /^v[34]-0001-.*\.patch$/.test(name))],
    ["HTML and nothing else",                     1, ({ mail }) => mail.textFrom === "html"],
    ["a signature in a part of its own",          1, (demo) => demo.mail.signed === "pgp" && header("Content-Type: multipart/signed")(demo)],
    ["a signature around the text",               1, ({ mail }) => mail.text.includes("-----BEGIN PGP SIGNED MESSAGE-----")],
    ["a mail in ISO-2022-JP",                     1, header('Content-Type: text/plain; charset="iso-2022-jp"')],
    ["mails in Latin-1",                          2, header('Content-Type: text/plain; charset="iso-8859-1"')],
    ["flowed text",                               1, header("Content-Type: .*format=flowed")],
    ["a French attribution",                      1, ({ mail }) => / a écrit :$/m.test(mail.text)],
    ["German attributions",                       2, ({ mail }) => / schrieb Nora Lind:$/m.test(mail.text)],
    ["a long answer in numbered points",          1, ({ reply }) => /^1\. [\s\S]*^2\. [\s\S]*^3\. /m.test(reply) && reply.length > 1000],
    ["an AI's review",                            1, ({ mail }) => mail.from.address.startsWith("sashiko-bot@")],
    ["an AUTOSEL mail",                           1, ({ mail }) => mail.subject.tags.includes("AUTOSEL")],
    ["a subject full of markup and mentions",     1, ({ mail }) => mail.subject.title.startsWith("**@everyone** <script>")],
    ["an RFC",                                    1, ({ mail }) => mail.subject.tags.includes("RFC") && !mail.subject.isReply],
    ["suggested changes in a review",             1, ({ mail, patch }) => mail.subject.isReply && patch?.diffstat !== undefined && mail.attachments.length === 0],
    ["spam",                                      2, ({ mail, patch, reply }) => spamSigns(mail, patch, reply).length > 0],
  ];
  for (const [what, count, is] of rows) {
    test(`${what}: ${count}`, () => {
      const found = mails.filter(is).map(({ file }) => file);
      assert.equal(found.length, count, found.join("\n"));
    });
  }
});

describe("in the demo mailbox", () => {
  test("every mail can be read as it stands", () => {
    for (const { file, mail } of mails) {
      assert.deepEqual(mail.problems, [], file);
      assert.ok(mail.date !== undefined && mail.text !== "" && mail.author.name !== "", file);
      assert.ok(!`${mail.text}${mail.subject.text}${mail.author.name}`.includes("\ufffd"), file);
    }
  });

  test("the names give the order of arrival, in the week from 17 to 24 November 2026", () => {
    const arrivals = mails.map(({ raw }) => Date.parse(/^Received:(?:[^\n]|\n\s)*?;\s+([^\n]+)/m.exec(raw)?.[1] ?? ""));
    assert.deepEqual(
      arrivals,
      arrivals.toSorted((a, b) => a - b),
    );
    assert.ok((arrivals[0] ?? 0) > Date.parse("2026-11-17") && (arrivals.at(-1) ?? 0) < Date.parse("2026-11-25"));
  });

  test("one mail came by two lists and every other id is its own", () => {
    const ids = mails.map(({ mail }) => mail.id);
    const twice = mails.filter(({ mail }) => ids.filter((id) => id === mail.id).length > 1);
    assert.equal(twice.length, 2);
    assert.equal(new Set(twice.map(({ mail }) => mail.key)).size, 1);
    assert.equal(new Set(twice.map(({ mail }) => mail.lists[0])).size, 2);
  });

  test("each answer's ancestors are all here, and one arrives before its parent", () => {
    const seen = new Set<string>();
    const early = [];
    const all = new Set<string>(mails.map(({ mail }) => mail.id));
    for (const { file, mail } of mails) {
      assert.ok(!mail.subject.isReply || mail.ancestors.length > 0, file);
      assert.ok(
        mail.ancestors.every((id) => all.has(id)),
        file,
      );
      const parent = mail.ancestors.at(-1);
      if (parent !== undefined && !seen.has(parent)) early.push(file);
      seen.add(mail.id);
    }
    assert.equal(early.length, 1, early.join("\n"));
  });

  test("new versions begin threads of their own", () => {
    for (const { file, mail } of mails) {
      if (mail.subject.n === 0 && !mail.subject.isReply) assert.deepEqual(mail.ancestors, [], file);
    }
  });

  test("git takes every diff and counts what the mail states", () => {
    const withDiff = mails.filter(({ patch }) => patch?.diffstat !== undefined);
    assert.equal(withDiff.length, 27);
    for (const { file, patch } of withDiff) {
      const { status, stdout, stderr } = spawnSync("git", ["apply", "--numstat"], {
        input: patch?.diff,
        encoding: "utf8",
      });
      assert.equal(status, 0, `${file}: ${stderr}`);
      const counted = stdout
        .trim()
        .split("\n")
        .map((line) => line.split("\t").map(Number));
      const sum = (column: number) => counted.reduce((total, row) => total + (row[column] ?? 0), 0);
      const stated = patch?.diffstatStated ?? patch?.diffstat;
      assert.deepEqual({ files: counted.length, insertions: sum(0), deletions: sum(1) }, stated, file);
    }
  });

  test("people and machines have addresses that nobody else can have", () => {
    for (const { file, raw } of mails) {
      for (const [, host = ""] of raw
        .split("\n\n", 1)[0]
        ?.matchAll(/^(?:From|To|Cc|Reply-To|X-Original-From):.*@([\w.-]+)/gim) ?? []) {
        assert.match(host, /(?:^|\.)example\.(?:org|net|com)$/, file);
      }
    }
  });

  test("MAINTAINERS and the subsystem table are right and know every path of a patch", () => {
    const maintainers = parseMaintainers(readFileSync(`${folder}MAINTAINERS`, "utf8"));
    const { table, problems } = parseSubsystems(parse(readFileSync(`${folder}subsystems.yaml`, "utf8")));
    assert.deepEqual([...maintainers.problems, ...problems], []);
    assert.deepEqual(
      table.map(({ name }) => name),
      ["wbus", "dt-bindings", "clk", "replication", "cache"],
    );
    const sectionsOf = sectionIndex(maintainers);
    for (const { path } of mails.flatMap(({ patch }) => patch?.files ?? [])) {
      assert.ok(path.startsWith("src/") || sectionsOf(path).length > 1, path);
    }
  });
});

function isOfSeries({ subject }: Mail): boolean {
  return subject.n !== undefined && !subject.isReply && !subject.tags.includes("AUTOSEL");
}
