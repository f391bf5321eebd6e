import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { mailFiles } from "../../src/source/files.ts";
import { mail } from "../contract/mail-source.ts";

let dir: string;
const changedAt = new Date("2026-03-04T05:06:07Z");
const envelope = "From mboxrd@z Thu Jan  1 00:00:00 2026\n";

before(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "listwire-files-"));
  const files: Readonly<Record<string, string>> = {
    "b.eml": mail("b"),
    "a.mbox": `${envelope}${mail("a0")}\n${envelope}${mail("a1")}\n`,
    "c/README.md": "# no mail\n",
    "c/list.jsonl": '{"file": 1}\n',
    "c/.hidden/x.eml": mail("hidden"),
    "c/2": mail("c2"),
    "c/10": mail("c10"),
    "c/sub/z.eml": mail("z"),
    "empty.mbox": "",
    "odd.eml": "no header at all",
    "box/new/1700000003.x": mail("third"),
    "box/cur/1700000001.x:2,S": mail("first"),
    "box/cur/1700000002.x:2,": mail("second"),
    "box/tmp/1700000000.x": mail("unfinished"),
    "box/dovecot-uidlist": "3 V1 N1\n",
    "box/.sub/cur/1700000009.x": mail("sub"),
    "box/.sub/new/.keep": "",
  };
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), content);
    fs.utimesSync(path.join(dir, name), changedAt, changedAt);
  }
});
after(() => fs.rmSync(dir, { recursive: true }));

describe("mails are read from", () => {
  const rows: readonly [what: string, paths: string[], found: string[]][] = [
    [
      "files, in the order they are named",
      ["b.eml", "a.mbox", "b.eml"],
      ["b.eml 0 b", "a.mbox 0 a0", "a.mbox 1 a1", "b.eml 0 b"],
    ],
    ["a folder by name, deep down, but not from what is no mail", ["c"], ["c/10 0 c10", "c/2 0 c2", "c/sub/z.eml 0 z"]],
    [
      "a Maildir by time, then from the Maildirs in it",
      ["box"],
      [
        "box/cur/1700000001.x:2,S 0 first",
        "box/cur/1700000002.x:2, 0 second",
        "box/new/1700000003.x 0 third",
        "box/.sub/cur/1700000009.x 0 sub",
      ],
    ],
    ["a file that is named whatever it holds", ["odd.eml"], ["odd.eml 0 undefined"]],
    ["an empty file, which has none", ["empty.mbox"], []],
  ];
  for (const [what, paths, found] of rows) {
    test(what, async () => {
      const mails = await Array.fromAsync(mailFiles(paths.map((name) => path.join(dir, name))));
      const told = mails.map(({ file, index, bytes }) => {
        const subject = /^Subject: (.*)$/m.exec(Buffer.from(bytes).toString())?.[1];
        return `${path.relative(dir, file)} ${index} ${subject}`;
      });
      assert.deepEqual(told, found);
    });
  }
});

test("a mail arrived when its mbox says, else when its file was last changed", async () => {
  const times = (await Array.fromAsync(mailFiles([path.join(dir, "a.mbox"), path.join(dir, "b.eml")]))).map(
    (one) => one.receivedAt,
  );
  assert.deepEqual(times, [new Date("2026-01-01"), new Date("2026-01-01"), changedAt]);
});

test("what is not there is told with the remedy", async () => {
  const missing = path.join(dir, "x.mbox");
  await assert.rejects(Array.fromAsync(mailFiles([missing])), {
    message: `${missing}: no such file; name a .eml, an mbox, a Maildir or a folder`,
  });
});
