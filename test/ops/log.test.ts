import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { DeliveryError } from "../../src/chat/delivery-error.ts";
import { type LogLevel, openLog } from "../../src/ops/log.ts";
import { StoreError } from "../../src/store/store.ts";

type Event = Readonly<Record<string, unknown>>;

/** What a log at `level` writes, and that it is one JSON object a line. */
function written(level: LogLevel, use: (log: ReturnType<typeof openLog>) => void): Event[] {
  let text = "";
  use(openLog(level, { write: (line) => (text += line) }));
  assert.ok(text === "" || text.endsWith("\n"));
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** The fields of one event at level error. */
function told(fields: Event, message = "posted"): Event {
  const [event, ...more] = written("debug", (log) => log.error(fields, message));
  assert.deepEqual(more, []);
  const { level, time, ...rest } = event!;
  assert.equal(level, "error");
  assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  return rest;
}

describe("the log", () => {
  test("writes the time, the level, the fields and what happened", () => {
    const due = new Date(0);
    const fields = { messageId: "a@x.org", n: 3, due, no: undefined, nothing: null, seen: new Set(["a"]), uid: 7n };
    const expected = {
      messageId: "a@x.org",
      n: 3,
      due: due.toJSON(),
      nothing: null,
      seen: ["a"],
      uid: "7",
      msg: "posted",
    };
    assert.deepEqual(told(fields), expected);
  });

  test("leaves out what is below its level", () => {
    const all = (log: ReturnType<typeof openLog>) => {
      for (const level of ["debug", "info", "warn", "error"] as const) log[level]({}, level);
    };
    assert.deepEqual(
      written("warn", all).map((event) => event.msg),
      ["warn", "error"],
    );
    assert.deepEqual(written("silent", all), []);
  });

  // biome-ignore format: the columns are the specification
  const forgeries: readonly [from: string, shown: string][] = [
    ['x\n{"level":"error","msg":"root logged in"}', 'x {"level":"error","msg":"root logged in"}'],
    ["a\r\nb\u2028c\u2029d\u0085e",                  "a b c d e"],
    ["\u001b[31mred\u0007\0",                        " [31mred "],
    ["file\u202egpj.exe\u2066",                      "filegpj.exe"],
    ["half \ud83e",                                  "half \ufffd"],
    ["x".repeat(501),                                `${"x".repeat(500)}…`],
  ];
  for (const [from, shown] of forgeries) {
    test(`shows ${JSON.stringify(from.slice(0, 40))} as one plain line`, () => {
      assert.deepEqual(told({ subject: from, [from]: 1, deep: [{ from }] }, from), {
        subject: shown,
        [shown]: 1,
        deep: [{ from: shown }],
        msg: shown,
      });
      assert.equal((told({ err: new Error(from) }).err as Event).message, shown);
    });
  }

  for (const name of [
    "password",
    "token",
    "authorization",
    "requestBody",
    "raw",
    "octets",
    "access_token",
    "text",
    "pass",
  ]) {
    test(`leaves out what is called ${name}, at any depth`, () => {
      const fields = { [name]: "hunter2", request: { more: [{ [name]: { inner: "hunter2" } }] } };
      const left = { [name]: "[left out]", request: { more: [{ [name]: "[left out]" }] }, msg: "posted" };
      assert.deepEqual(told(fields), left);
    });
  }

  test("keeps names that only look alike", () => {
    const fields = { context: "a", source: "main/INBOX", key: "mail-a", tokens: 3 };
    assert.deepEqual(told(fields), { ...fields, msg: "posted" });
  });

  const secrets: readonly string[] = [
    "GET http://127.0.0.1:8930/?token=hunter2&x=1",
    "Authorization: Bearer hunter2hunter2",
    "imaps://relay:hunter2@imap.example.org refused",
    "login failed: password=hunter2",
  ];
  for (const secret of secrets) {
    test(`hides the secret in ${JSON.stringify(secret)}`, () => {
      assert.doesNotMatch(JSON.stringify(told({ err: new Error(secret), url: secret }, secret)), /hunter2/);
    });
  }

  test("gives octets as their number", () => {
    assert.deepEqual(told({ mail: Buffer.from("Subject: x") }), { mail: "[left out]: 10 octets", msg: "posted" });
  });

  test("tells an error by name, message, code and causes, and no more of it", () => {
    const socket = Object.assign(new Error("reset"), { code: "ECONNRESET", request: { body: "hunter2" } });
    const error = new DeliveryError("no answer", 5000, "unclear", { cause: socket });
    const [event] = written("debug", (log) => log.warn({ err: error }, "not posted"));
    assert.deepEqual(event?.err, {
      name: "DeliveryError",
      message: "no answer",
      outcome: "unclear",
      retryAfterMs: 5000,
      cause: { name: "Error", message: "reset", code: "ECONNRESET" },
    });
  });

  test("tells at level error alone where the error came from", () => {
    const err = new StoreError("x.db: is damaged\n    at forged (x.ts:1:1)", "corrupt");
    const { frames, ...rest } = told({ err }).err as Event;
    assert.deepEqual(rest, {
      name: "StoreError",
      message: "x.db: is damaged     at forged (x.ts:1:1)",
      trouble: "corrupt",
    });
    assert.ok(Array.isArray(frames) && frames.some((frame) => /log\.test\.ts/.test(frame)));
    assert.ok(!frames.some((frame) => /forged/.test(frame)));
  });

  test("ends with circles, deep nests and long lists", () => {
    const circle: Record<string, unknown> = { list: Array(10_000).fill(1) };
    circle.self = circle;
    const error = new Error("a");
    error.cause = error;
    assert.ok(JSON.stringify(told({ circle, error })).length < 5000);
  });

  test("goes to standard output, and is there when the process ends at once", () => {
    const script = `import { openLog } from ${JSON.stringify(new URL("../../src/ops/log.ts", import.meta.url).href)};
      openLog("info").info({ n: 1 }, "ready"); process.kill(process.pid, "SIGKILL");`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    assert.equal(JSON.parse(stdout).msg, "ready");
  });
});
