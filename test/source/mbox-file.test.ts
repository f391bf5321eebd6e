import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import fc from "fast-check";
import { type Cursor, type MailSource, MailSourceError, type RawMail } from "../../src/source/mail-source.ts";
import { type MboxOptions, mboxSource } from "../../src/source/mbox-file.ts";
import { mailSourceContract } from "../contract/mail-source.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const never = new AbortController().signal;
const NOON = Date.parse("2026-11-17T12:00:00Z");

/** As a delivery agent appends it. */
const entry = (mail: string, at = new Date()) =>
  `From ada@example.org ${at.toUTCString().replace(",", "").replace(" GMT", "")}\n${mail.trimEnd().replaceAll(/^(>*From )/gm, ">$1")}\n\n`;
const mailOf = (n: number, more = "") => `Message-ID: <${n}@dev>\nSubject: part ${n}\n\nIt is faster.${more}`;

mailSourceContract("an mbox", false, async () => {
  const folder = mkdtempSync(join(tmpdir(), "listwire-mbox-"));
  const path = join(folder, "wbus.mbox");
  writeFileSync(path, "");
  const away = `${path}.away`;
  return {
    open(): MailSource {
      const now = () => new Date();
      const source = mboxSource({ name: "wbus", path, start: { kind: "all" }, pollMs: 500, settleMs: 20, now });
      return {
        ...source,
        async *since(cursor, signal) {
          try {
            yield* source.since(cursor, signal);
          } catch (error) {
            if (existsSync(away)) renameSync(away, path);
            throw error;
          }
        },
      };
    },
    deliver: (mail) => appendFileSync(path, entry(mail)),
    breakIt: () => renameSync(path, away),
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

interface Scene {
  readonly path: string;
  readonly rewritten: number;
  pass(ms: number): void;
  /** Writes it and sets when that was, by the test's clock. */
  writes(how: "append" | "anew", text: string): void;
  /** What a look gives, by a source of its own. */
  look(cursor?: Cursor): Promise<{ readonly mails: readonly RawMail[]; readonly cursor: Cursor | undefined }>;
}

function scene(t: TestContext, options: Partial<MboxOptions> = {}): Scene {
  const path = join(temporaryFolder(t), "wbus.mbox");
  let now = NOON;
  let rewritten = 0;
  const stamp = () => utimesSync(path, now / 1000, now / 1000);
  const on: Scene = {
    path,
    get rewritten() {
      return rewritten;
    },
    pass(ms) {
      now += ms;
    },
    writes(how, text) {
      if (how === "append") appendFileSync(path, text);
      else writeFileSync(path, text);
      stamp();
    },
    async look(cursor) {
      const source = mboxSource({
        name: "wbus",
        path,
        start: { kind: "all" },
        pollMs: 1000,
        settleMs: 5,
        now: () => {
          now += 1;
          return new Date(now);
        },
        onRewritten() {
          rewritten += 1;
        },
        ...options,
      });
      const mails: RawMail[] = [];
      for await (const mail of source.since(cursor, never)) mails.push(mail);
      return { mails, cursor: source.caughtUp() };
    },
  };
  return on;
}

const subjects = (mails: readonly RawMail[]) =>
  mails.map(({ bytes }) => /^Subject: (.*)$/m.exec(Buffer.from(bytes).toString())?.[1]);

describe("an mbox that others deliver into", () => {
  test("a mail of which only a part is there is not taken before the rest is", async (t) => {
    const on = scene(t);
    const whole = entry(mailOf(2));
    on.writes("anew", entry(mailOf(1)) + whole.slice(0, -20));
    on.pass(1000);
    const first = await on.look();
    assert.deepEqual(subjects(first.mails), ["part 1"]);
    on.writes("append", whole.slice(-20) + entry(mailOf(3)));
    on.pass(1000);
    const second = await on.look(first.cursor);
    assert.deepEqual(subjects(second.mails), ["part 2", "part 3"]);
    assert.equal(Buffer.from(second.mails[0]!.bytes).toString(), `${mailOf(2)}\n`);
    assert.equal(on.rewritten, 0);
  });

  test("one that is never ended is taken as it is when nobody went on for half a minute", async (t) => {
    const on = scene(t);
    on.writes("anew", entry(mailOf(1)).trimEnd());
    on.pass(29_000);
    const first = await on.look();
    assert.deepEqual(first.mails, []);
    on.pass(1_000);
    assert.deepEqual(subjects((await on.look(first.cursor)).mails), ["part 1"]);
  });

  test("what a reader's program wrote anew is read from its beginning, and mail from before a week is no news", async (t) => {
    const on = scene(t);
    const days = (n: number) => new Date(NOON - n * 86_400_000);
    const old = entry(mailOf(1), days(30));
    const recent = entry(mailOf(2), days(1));
    on.writes("anew", old + recent);
    on.pass(1000);
    const first = await on.look();
    assert.deepEqual(subjects(first.mails), ["part 1", "part 2"]);
    on.writes("anew", (old + recent).replaceAll("Subject", "Status: RO\nSubject") + entry(mailOf(3), days(0)));
    on.pass(1000);
    const second = await on.look(first.cursor);
    assert.deepEqual(subjects(second.mails), ["part 2", "part 3"]);
    assert.equal(on.rewritten, 1);
    assert.deepEqual((await on.look(second.cursor)).mails, []);
    on.writes("anew", recent);
    on.pass(1000);
    assert.deepEqual(subjects((await on.look(second.cursor)).mails), ["part 2"]);
  });

  test("a mail that the file has lost and another of the same length in its place are told apart", async (t) => {
    const on = scene(t);
    on.writes("anew", entry(mailOf(1), new Date(NOON)));
    on.pass(1000);
    const first = await on.look();
    on.writes("anew", entry(mailOf(2), new Date(NOON)));
    on.pass(1000);
    assert.deepEqual(subjects((await on.look(first.cursor)).mails), ["part 2"]);
  });

  test("begins behind what is there, or with what came since", async (t) => {
    const hours = (n: number) => new Date(NOON - n * 3_600_000);
    const there = entry(mailOf(1), hours(5)) + entry(mailOf(2), hours(1));
    const now = scene(t, { start: { kind: "now" } });
    now.writes("anew", there);
    now.pass(1000);
    const first = await now.look();
    assert.deepEqual(first.mails, []);
    now.writes("append", entry(mailOf(3), new Date(NOON)));
    now.pass(1000);
    assert.deepEqual(subjects((await now.look(first.cursor)).mails), ["part 3"]);

    const since = scene(t, { start: { kind: "since", ms: hours(2).getTime() } });
    since.writes("anew", there);
    since.pass(1000);
    assert.deepEqual(subjects((await since.look()).mails), ["part 2"]);
  });

  test("lines `>From ` are the author's `From `, and a line `From ` in a text parts nothing", async (t) => {
    const on = scene(t);
    on.writes("anew", entry(mailOf(1, "\n\nFrom here on it fails.\n>From there, too.")));
    on.pass(1000);
    const { mails } = await on.look();
    assert.equal(mails.length, 1);
    assert.match(Buffer.from(mails[0]!.bytes).toString(), /^From here on it fails\.\n>From there, too\.$/m);
  });

  test("of a mail of more than 4 MiB the beginning is given, and how large it is", async (t) => {
    const on = scene(t);
    on.writes("anew", entry(mailOf(1, "x\n".repeat(3 << 20))) + entry(mailOf(2)));
    on.pass(1000);
    const { mails } = await on.look();
    assert.deepEqual(
      mails.map(({ bytes }) => bytes.length >= 1 << 20),
      [true, false],
    );
    assert.ok(mails[0]!.wholeSize > 6 << 20);
    assert.deepEqual(subjects(mails), ["part 1", "part 2"]);
  });

  const rows: readonly [what: string, make: (path: string) => void, says: RegExp][] = [
    ["a file that is not there", () => undefined, /cannot be read as an mbox \(ENOENT\); name an mbox file$/],
    ["a folder", (path) => mkdirSync(path), /cannot be read as an mbox \(EISDIR\); name an mbox file$/],
    [
      "another sort of file",
      (path) => writeFileSync(path, "Subject: x\n\nx"),
      /is no mbox: it does not begin with `From `$/,
    ],
    ["a packed one", (path) => writeFileSync(path, Buffer.from([0x1f, 0x8b, 8])), /is compressed; unpack it$/],
  ];
  for (const [what, make, says] of rows)
    test(`${what} is told with the remedy, and tried again`, async (t) => {
      const on = scene(t);
      make(on.path);
      await assert.rejects(on.look(), (error: unknown) => {
        assert.ok(error instanceof MailSourceError);
        assert.match(error.message, says);
        return error.trouble === "mailbox" && error.retryAfterMs >= 1000;
      });
    });

  test("of one that is made while it is looked for nothing lies before the beginning", async (t) => {
    const path = join(temporaryFolder(t), "wbus.mbox");
    const source = mboxSource({
      name: "w",
      path,
      start: { kind: "now" },
      pollMs: 50,
      settleMs: 5,
      now: () => new Date(),
    });
    t.after(() => source.close());
    const all = async () => subjects(await Array.fromAsync(source.since(undefined, never)));
    await assert.rejects(all());
    writeFileSync(path, entry(mailOf(1)));
    assert.deepEqual(await all(), ["part 1"]);
  });

  test("whatever is appended in whatever pieces comes once and in order, over restarts", async (t) => {
    const pieces = fc.array(
      fc.oneof(fc.record({ take: fc.nat({ max: 400 }) }), fc.constant("look" as const), fc.constant("quiet" as const)),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 8 }), async (steps, count) => {
        const on = scene(t);
        on.writes("anew", "");
        const all = Array.from({ length: count }, (_, n) =>
          entry(mailOf(n, "\n\n".repeat(n % 3)), new Date(NOON)),
        ).join("");
        let written = 0;
        let cursor: Cursor | undefined;
        const got: (string | undefined)[] = [];
        const look = async () => {
          const { mails, cursor: next } = await on.look(cursor);
          got.push(...subjects(mails));
          cursor = next ?? cursor;
        };
        for (const step of steps) {
          if (step === "look") await look();
          // Nobody takes longer than half a minute in the middle of a mail.
          else if (step === "quiet") on.pass(1000);
          else {
            on.writes("append", all.slice(written, written + step.take));
            written = Math.min(all.length, written + step.take);
          }
        }
        on.writes("append", all.slice(written));
        on.pass(60_000);
        await look();
        assert.deepEqual(
          got,
          Array.from({ length: count }, (_, n) => `part ${n}`),
        );
      }),
      { numRuns: 60 },
    );
  });
});
