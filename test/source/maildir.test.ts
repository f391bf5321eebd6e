import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { MailSource } from "../../src/source/mail-source.ts";
import { type MaildirOptions, maildirSource } from "../../src/source/maildir.ts";
import { mailSourceContract } from "../contract/mail-source.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A Maildir, and what a delivering program does to it. */
function maildir(path: string) {
  for (const part of ["tmp", "new", "cur"]) mkdirSync(join(path, part), { recursive: true });
  let count = 0;
  return {
    deliver(mail: string): string {
      const name = `1795700000.M${count}P1Q${++count}.example`;
      writeFileSync(join(path, "tmp", name), mail);
      renameSync(join(path, "tmp", name), join(path, "new", name));
      return name;
    },
    read: (name: string) => renameSync(join(path, "new", name), join(path, "cur", `${name}:2,S`)),
  };
}

const opened = (path: string, more: Partial<MaildirOptions> = {}) =>
  maildirSource({ name: "wbus", path, start: { kind: "all" }, pollMs: 500, now: () => new Date(), ...more });

mailSourceContract("a Maildir", false, async () => {
  const path = mkdtempSync(join(tmpdir(), "listwire-maildir-"));
  const { deliver } = maildir(path);
  const away = () => renameSync(join(path, "away"), join(path, "cur"));
  let isBroken = false;
  return {
    open(): MailSource {
      const source = opened(path);
      return {
        ...source,
        async *since(cursor, signal) {
          try {
            yield* source.since(cursor, signal);
          } catch (error) {
            if (isBroken) away();
            isBroken = false;
            throw error;
          }
        },
      };
    },
    deliver: (mail) => void deliver(mail),
    breakIt() {
      renameSync(join(path, "cur"), join(path, "away"));
      isBroken = true;
    },
    async close() {
      rmSync(path, { recursive: true, force: true });
    },
  };
});

const { signal } = new AbortController();
const texts = async (source: MailSource, cursor?: Parameters<MailSource["since"]>[0]) =>
  (await Array.fromAsync(source.since(cursor, signal))).map(({ bytes }) => Buffer.from(bytes).toString());

test("a mail that somebody reads, so that it moves and has flags, is not given again", async (t) => {
  const path = temporaryFolder(t);
  const { deliver, read } = maildir(path);
  const source = opened(path);
  t.after(() => source.close());
  const one = deliver("Subject: one\n\n");
  assert.equal((await texts(source)).length, 1);
  const cursor = source.caughtUp();
  read(one);
  assert.deepEqual(await texts(source, cursor), []);
  deliver("Subject: two\n\n");
  assert.deepEqual(await texts(source, cursor), ["Subject: two\n\n"]);
});

test("it begins at what comes from now on, or at what arrived since", async (t) => {
  const path = temporaryFolder(t);
  const { deliver } = maildir(path);
  const old = deliver("Subject: old\n\n");
  utimesSync(join(path, "new", old), new Date(0), new Date(0));
  deliver("Subject: new\n\n");
  const now = opened(path, { start: { kind: "now" } });
  const since = opened(path, { start: { kind: "since", ms: 1_000 } });
  assert.deepEqual(await texts(now), []);
  assert.deepEqual(await texts(since), ["Subject: new\n\n"]);
  assert.deepEqual(await texts(opened(path), since.caughtUp()), []);
  deliver("Subject: next\n\n");
  assert.deepEqual(await texts(now, now.caughtUp()), ["Subject: next\n\n"]);
});

test("of a mail of many megabytes its beginning is read, and its size is told", async (t) => {
  const path = temporaryFolder(t);
  const { deliver } = maildir(path);
  deliver(`Subject: large\n\n${"x".repeat(5 << 20)}`);
  const [mail] = await Array.fromAsync(opened(path).since(undefined, signal));
  assert.deepEqual([mail?.bytes.length, mail?.wholeSize], [1 << 20, (5 << 20) + 16]);
});
