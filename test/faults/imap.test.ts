import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { imapSource } from "../../src/source/imap.ts";
import { readCursor } from "../../src/source/imap-cursor.ts";
import type { ImapOptions, Notice } from "../../src/source/imap-options.ts";
import { type Cursor, type MailSource, MailSourceError, type RawMail } from "../../src/source/mail-source.ts";
import { all, mail, text, untilSome } from "../contract/mail-source.ts";
import { type Dovecot, noDovecot, selfSigned, startDovecot } from "../support/dovecot.ts";
import { type Answers, fakeImap } from "../support/fake-imap.ts";
import { type FaultProxy, faultProxy } from "../support/fault-proxy.ts";

const never = new AbortController().signal;

const plain = {
  name: "main/INBOX",
  host: "127.0.0.1",
  tls: "none",
  user: "reader",
  password: async () => "secret",
  mailbox: "INBOX",
  start: { kind: "all" },
  pollMs: 60_000,
  now: () => new Date(),
  random: () => 0,
} as const satisfies Omit<ImapOptions, "port">;

/** What is thrown while `source` is read to its end. */
async function troubleIn(source: MailSource, cursor?: Cursor): Promise<MailSourceError> {
  try {
    await all(source, cursor);
  } catch (error) {
    assert.ok(error instanceof MailSourceError, String(error));
    return error;
  }
  throw new Error("nothing went wrong");
}

describe("with Dovecot behind a bad network", { skip: noDovecot, timeout: 60_000 }, () => {
  let dovecot: Dovecot;
  let proxy: FaultProxy;
  before(async () => {
    dovecot = (await startDovecot())!;
    proxy = await faultProxy(dovecot.port);
  });
  after(async () => {
    await proxy.close();
    await dovecot.close();
  });

  let users = 0;
  /** A fresh mailbox with `words` as its mails, and a source that reads it through the proxy. */
  function mailbox(words: readonly string[], options: Partial<ImapOptions> = {}) {
    proxy.set({ kind: "pass" });
    const user = `reader${++users}`;
    const notices: Notice[] = [];
    const onNotice = (notice: Notice) => void notices.push(notice);
    const source = imapSource({ ...plain, port: proxy.port, user, onNotice, ...options });
    const deliver = (word: string) => dovecot.deliver(user, mail(word));
    const files = words.map(deliver);
    return { user, source, deliver, files, events: () => notices.map(({ event }) => event) };
  }

  test("F1: a connection cut within a mail gives no part of it, and later the whole of it", async () => {
    const { user, source } = mailbox(["one"]);
    const large = `${mail("two")}${"line after line\n".repeat(1_000)}`;
    dovecot.deliver(user, large);
    proxy.set({ kind: "cutAtText", text: "UID 2 BODY[]", bytes: 3_000 });
    const trouble = await troubleIn(source);
    assert.equal(trouble.trouble, "connection");
    proxy.set({ kind: "pass" });
    assert.deepEqual((await all(source, undefined)).map(text), [mail("one"), large]);
    await source.close();
  });

  test("F2: a dead link is noticed while nothing happens, and a new one made", async () => {
    const { source, deliver } = mailbox(["one"], { silenceMs: 300 });
    const [one] = await all(source, undefined);
    const idles = proxy.clientSends(/IDLE/);
    const told = source.changed(never);
    await idles;
    proxy.set({ kind: "blackhole" });
    await told;
    assert.equal((await troubleIn(source, one!.cursor)).trouble, "connection");
    proxy.set({ kind: "pass" });
    deliver("two");
    assert.deepEqual((await all(source, one!.cursor)).map(text), [mail("two")]);
    await source.close();
  });

  for (const [kind, doing] of [
    ["blackhole", "a server that never greets"],
    ["rst", "a server that hangs up"],
  ] as const) {
    test(`F2: ${doing} is given up`, async () => {
      const { source } = mailbox(["one"], { silenceMs: 200 });
      proxy.set({ kind });
      assert.equal((await troubleIn(source)).trouble, "connection");
      await source.close();
    });
  }

  test("F3: mail is found by asking where IDLE never tells of it", async () => {
    const { source, deliver } = mailbox(["one"], { pollMs: 100 });
    const [one] = await all(source, undefined);
    proxy.set({ kind: "edit", answer: (answer) => (answer.includes("EXISTS") ? undefined : answer) });
    deliver("two");
    assert.deepEqual((await untilSome(source, one!.cursor)).map(text), [mail("two")]);
    await source.close();
  });

  test("F5: a refused login is told without the password, and not tried again for six minutes", async () => {
    const { source } = mailbox([], { password: async () => "wrong-hunter2" });
    const before = proxy.connections;
    const first = await troubleIn(source);
    const second = await troubleIn(source);
    assert.deepEqual([first.trouble, second.trouble], ["login", "login"]);
    assert.ok(first.retryAfterMs >= 360_000 && second.retryAfterMs > 350_000);
    assert.equal(proxy.connections, before + 1);
    assert.match(first.message, /^main\/INBOX: 127\.0\.0\.1:\d+: the login is refused; check user and password/);
    assert.doesNotMatch(first.message, /hunter2/);
  });

  for (const [why, hosts, isTrusted] of [
    ["for another host", ["other.example.org"], true],
    ["of an unknown authority", ["127.0.0.1"], false],
  ] as const) {
    test(`F6: a certificate ${why} ends it before the login`, async () => {
      const dir = fs.mkdtempSync(path.join(os.tmpdir(), "listwire-tls-"));
      const shown = selfSigned(dir, hosts);
      fs.rmSync(dir, { recursive: true });
      const { source } = mailbox([], { tls: "implicit", ca: isTrusted ? shown.cert : dovecot.ca });
      proxy.set({ kind: "tlsBad", ...shown });
      const trouble = await troubleIn(source);
      assert.equal(trouble.trouble, "tls");
      assert.match(trouble.message, /the certificate is not trusted; name its CA, or the host it is for/);
    });
  }

  for (const tls of ["starttls", "implicit"] as const) {
    test(`the server's own authority makes ${tls} good`, async () => {
      const port = tls === "starttls" ? dovecot.port : dovecot.tlsPort;
      const { source } = mailbox(["one"], { tls, port, ca: dovecot.ca });
      assert.equal((await all(source, undefined)).length, 1);
      await source.close();
    });
  }

  test("F8, F9: under a new UIDVALIDITY all since the start is read again, with what came meanwhile", async () => {
    const { user, source, deliver, events } = mailbox(["old"], { start: { kind: "now" } });
    dovecot.deliver(user, mail("older"), { at: new Date(0) });
    assert.deepEqual(await all(source, undefined), []);
    deliver("one");
    const [one] = await all(source, source.caughtUp());
    fs.utimesSync(
      fs
        .readdirSync(path.join(dovecot.maildir(user), "new"))
        .map((name) => path.join(dovecot.maildir(user), "new", name))[0]!,
      1,
      1,
    );
    await dovecot.kill();
    dovecot.freshUidValidity(user);
    for (const word of ["two", "three"]) deliver(word);
    await dovecot.start();
    assert.equal((await troubleIn(source, one!.cursor)).trouble, "connection");
    const again = await all(source, one!.cursor);
    assert.deepEqual(again.map(text), ["one", "two", "three"].map(mail));
    assert.deepEqual(events(), ["connected", "connected", "uidvalidity-changed"]);
    assert.deepEqual(await all(source, again.at(-1)!.cursor), []);
    await source.close();
  });

  test("F10: a mail that comes to light below others is found by the sweep", async () => {
    const { source, events } = mailbox(["one", "two", "three"], { sweepMs: 0 });
    proxy.set({ kind: "edit", answer: (answer) => answer.replace(/^(\* SEARCH.*) 2\b/, "$1") });
    const first = await all(source, undefined);
    assert.deepEqual(first.map(text), [mail("one"), mail("three")]);
    proxy.set({ kind: "pass" });
    assert.deepEqual((await all(source, first.at(-1)!.cursor)).map(text), [mail("two")]);
    assert.deepEqual(events(), ["connected", "late"]);
    await source.close();
  });

  for (const [what, row] of [
    ["the size", /^\* 2 FETCH .*RFC822\.SIZE/],
    ["the body", /^\* 2 FETCH .*BODY\[/],
  ] as const) {
    test(`F11: ${what} of a mail is asked for again at once where the server omits it`, async () => {
      const { source } = mailbox(["one", "two", "three"]);
      let omitted = 0;
      proxy.set({ kind: "edit", answer: (answer) => (row.test(answer) && omitted++ === 0 ? undefined : answer) });
      assert.deepEqual((await all(source, undefined)).map(text), ["one", "two", "three"].map(mail));
      assert.equal(omitted > 0, true);
      await source.close();
    });

    test(`F11: a mail whose ${what.slice(4)} the server keeps omitting is asked for at each sweep`, async () => {
      const { source, events } = mailbox(["one", "two", "three"], { sweepMs: 0 });
      proxy.set({ kind: "edit", answer: (answer) => (row.test(answer) ? undefined : answer) });
      const first = await all(source, undefined);
      assert.deepEqual(first.map(text), [mail("one"), mail("three")]);
      assert.deepEqual(await all(source, source.caughtUp()), []);
      proxy.set({ kind: "pass" });
      assert.deepEqual((await all(source, source.caughtUp())).map(text), [mail("two")]);
      assert.equal(events()[1], "omitted");
      await source.close();
    });
  }

  test("F12: retired UIDs cost nothing, neither at the start nor later", async () => {
    const { source, deliver, files } = mailbox(Array.from({ length: 300 }, (_, at) => `m${at}`));
    const first = await all(source, undefined);
    for (const file of files) removeMail(file);
    deliver("new");
    const [last, ...more] = await all(source, first.at(-1)!.cursor);
    assert.equal(text(last!), mail("new"));
    assert.deepEqual(more, []);
    assert.deepEqual(readCursor(last!.cursor)?.seen, [[1, 301]]);
    await source.close();
    const fresh = imapSource({ ...plain, port: dovecot.port, user: `reader${users}` });
    assert.deepEqual(readCursor((await all(fresh, undefined))[0]!.cursor)?.seen, [[1, 301]]);
    await fresh.close();
  });

  test("F13: a mail that vanishes between SEARCH and FETCH is counted and missed by nobody", async () => {
    const { source, files, events } = mailbox(["one", "two", "three"]);
    proxy.set({
      kind: "edit",
      answer(answer) {
        if (answer.startsWith("* SEARCH 1 2 3")) removeMail(files[1]!);
        return answer;
      },
    });
    assert.deepEqual((await all(source, undefined)).map(text), [mail("one"), mail("three")]);
    assert.deepEqual(events(), ["connected", "vanished"]);
    await source.close();
  });

  test("F14: a mailbox that is gone is told as such, and the others go on", async () => {
    const { user, source, deliver } = mailbox(["one"]);
    dovecot.deliver(user, mail("aside"), { mailbox: "lists" });
    const lists = imapSource({ ...plain, port: proxy.port, user, mailbox: "lists" });
    assert.equal((await all(lists, undefined)).length, 1);
    await lists.close();
    fs.rmSync(dovecot.maildir(user, "lists"), { recursive: true });
    const gone = imapSource({ ...plain, port: proxy.port, user, mailbox: "lists" });
    const trouble = await troubleIn(gone);
    assert.equal(trouble.trouble, "mailbox");
    assert.ok(trouble.retryAfterMs >= 30_000);
    deliver("two");
    assert.equal((await all(source, undefined)).length, 2);
    await source.close();
  });

  for (const word of [" ID ", "AUTHENTICATE", "EXAMINE", "NOOP", "SEARCH", "RFC822.SIZE", "BODY.PEEK"]) {
    test(`F18: a reset at ${word} is told, and nothing else happens`, async () => {
      const { source } = mailbox(["one"]);
      proxy.set({ kind: "rstAtText", text: word });
      assert.equal((await troubleIn(source)).trouble, "connection");
      proxy.set({ kind: "pass" });
      assert.equal((await all(source, undefined)).length, 1);
      await source.close();
    });
  }

  test("F18: a reset while idling wakes the reader, and one at LOGOUT hurts nobody", async () => {
    const { source } = mailbox(["one"]);
    const [one] = await all(source, undefined);
    proxy.set({ kind: "rstAtText", text: "IDLE" });
    await source.changed(never);
    assert.equal((await troubleIn(source, one!.cursor)).trouble, "connection");
    proxy.set({ kind: "pass" });
    assert.deepEqual(await all(source, one!.cursor), []);
    proxy.set({ kind: "rstAtText", text: "LOGOUT" });
    await source.close();
  });

  test("nothing in the mailbox changes by being read", async () => {
    const { user, source } = mailbox(["one", "two"]);
    await all(source, undefined);
    await source.close();
    const box = dovecot.maildir(user);
    const names = ["new", "cur"].flatMap((part) => fs.readdirSync(path.join(box, part)));
    assert.deepEqual(
      names.map((name) => name.split(":2,")[1] ?? ""),
      ["", ""],
    );
    assert.equal(fs.readdirSync(path.join(box, "new")).length, 2);
  });

  test("a mail above 4 MB comes as its first MB, with its whole size", async () => {
    const { user, source } = mailbox(["one"]);
    const line = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n";
    dovecot.deliver(user, `${mail("large")}${line.repeat(70_000)}`);
    dovecot.deliver(user, `${mail("whole")}${line.repeat(60_000)}`);
    const [one, large, whole] = (await all(source, undefined)) as [RawMail, RawMail, RawMail];
    assert.equal(text(one), mail("one"));
    assert.equal(large.bytes.length, 1 << 20);
    assert.ok(large.wholeSize > 4 << 20);
    assert.equal(whole.bytes.length, whole.wholeSize);
    await source.close();
  });
});

describe("against a server that makes no sense", { timeout: 30_000 }, () => {
  /** What reading such a server comes to, in the word of its trouble. */
  async function read(answers: Answers, options: Partial<ImapOptions> = {}, greeting?: string) {
    const server = await fakeImap(answers, greeting);
    const notices: string[] = [];
    const onNotice = ({ event }: Notice) => void notices.push(event);
    const source = imapSource({ ...plain, port: server.port, commandMs: 300, onNotice, ...options });
    try {
      return { mails: await all(source, undefined), heard: server.heard, notices, source, server };
    } catch (error) {
      assert.ok(error instanceof MailSourceError, String(error));
      return { trouble: error.trouble, message: error.message, heard: server.heard, notices, source, server };
    } finally {
      if (options.pollMs === undefined) await Promise.all([source.close(), server.close()]);
    }
  }
  const row = (uid: number, body: string) =>
    `* ${uid} FETCH (UID ${uid} RFC822.SIZE ${body.length} BODY[]<0> {${body.length}}\r\n${body})\r\n`;

  // biome-ignore format: a table
  const rows: readonly [what: string, answers: Answers, trouble: MailSourceError["trouble"], greeting?: string][] = [
    ["announces a literal of 2 GB",            { FETCH: () => "* 1 FETCH (UID 1 BODY[] {2147483648}\r\n" },        "protocol"],
    ["never ends a line",                      { SEARCH: () => `* SEARCH ${"1 ".repeat(17 << 20)}` },                "protocol"],
    ["answers with another tag",               { SEARCH: () => "* SEARCH 1\r\nZ99 OK done\r\n" },                   "connection"],
    ["says goodbye in the middle",             { SEARCH: () => "* BYE shutting down\r\n" },                          "connection"],
    ["says goodbye at once",                   {},                                                                   "connection", "* BYE too busy\r\n"],
    ["speaks another protocol",                {},                                                                   "connection", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["never answers, but keeps talking",       { SEARCH: () => "* OK Still here\r\n" },                              "connection"],
    ["refuses to search",                      { SEARCH: (tag) => `${tag} NO not today\r\n` },                       "protocol"],
    ["refuses to fetch",                       { FETCH: (tag) => `${tag} BAD what\r\n` },                            "protocol"],
    ["refuses the mailbox",                    { EXAMINE: (tag) => `${tag} NO [NOPERM] not yours\r\n` },             "mailbox"],
    ["refuses the login for good",             { LOGIN: (tag) => `${tag} NO [AUTHENTICATIONFAILED] no\r\n` },        "login"],
    ["refuses the login for now",              { LOGIN: (tag) => `${tag} NO [UNAVAILABLE] later\r\n` },              "connection"],
    ["nests without end",                      { FETCH: () => `* 1 FETCH ${"(".repeat(100_000)}\r\n` },                  "protocol"],
  ];
  for (const [what, answers, trouble, greeting] of rows) {
    test(`F16: one that ${what} is ${trouble} trouble`, async () => {
      assert.equal(
        (await read(answers, { commandMs: trouble === "connection" ? 300 : 20_000 }, greeting)).trouble,
        trouble,
      );
    });
  }

  test("F16: counts of mails that cannot be are not believed", async () => {
    const one = row(1, mail("one"));
    const { mails } = await read({
      NOOP: (tag) =>
        `* 0 EXISTS\r\n* 4294967295 EXISTS\r\n* 99999999999999999999 EXISTS\r\n* 7 EXPUNGE\r\n${tag} OK done\r\n`,
      FETCH: (tag) => `* 9 FETCH (FLAGS (\\Seen))\r\n${one}${row(5, mail("unasked"))}${tag} OK done\r\n`,
    });
    assert.deepEqual(mails?.map(text), [mail("one")]);
  });

  test("F16: what a server says of itself reaches the message cleaned, short and without the password", async () => {
    const { message } = await read({ LOGIN: (tag) => `${tag} NO \x1b[31mno\u202e secret ${"x".repeat(5_000)}\r\n` });
    assert.ok(message!.length < 400);
    assert.doesNotMatch(message!, /[\p{C}]|secret/u);
  });

  test("F4: IDLE refused is told once, and asking goes on", async () => {
    const words = ["one", "two"];
    const { notices, mails, source, server } = await read(
      {
        IDLE: (tag) => `${tag} BAD no idling here\r\n`,
        SEARCH: (tag) => `* SEARCH ${words.map((_, at) => at + 1).join(" ")}\r\n${tag} OK done\r\n`,
        FETCH: (tag) => `${words.map((word, at) => row(at + 1, mail(word))).join("")}${tag} OK done\r\n`,
      },
      { pollMs: 50 },
    );
    assert.equal(mails?.length, 2);
    words.push("three");
    assert.deepEqual((await untilSome(source, mails.at(-1)!.cursor)).map(text), [mail("three")]);
    await source.changed(never);
    assert.deepEqual(notices, ["connected", "no-idle"]);
    await Promise.all([source.close(), server.close()]);
  });

  test("F4: IDLE not offered is told once", async () => {
    const { notices } = await read({
      CAPABILITY: (tag) => `* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`,
      SEARCH: (tag) => `* SEARCH\r\n${tag} OK done\r\n`,
    });
    assert.deepEqual(notices, ["connected", "no-idle"]);
  });

  test("a mail that the server refuses to give does not hold up the others", async () => {
    const { mails, notices } = await read({
      SEARCH: (tag) => `* SEARCH 1 2 3\r\n${tag} OK done\r\n`,
      FETCH: (tag, line) => {
        const uids = /FETCH 1:3 /.test(line) ? [1, 2, 3] : [Number(/FETCH (\d)/.exec(line)?.[1])];
        const given = line.includes("BODY") && uids.includes(2) ? uids.filter((uid) => uid < 2) : uids;
        const end = given.length === uids.length ? "OK done" : "NO [SERVERBUG] cannot read it";
        return `${given.map((uid) => row(uid, mail(`m${uid}`))).join("")}${tag} ${end}\r\n`;
      },
    });
    assert.deepEqual(mails?.map(text), [mail("m1"), mail("m3")]);
    assert.deepEqual(notices, ["connected", "omitted"]);
  });

  test("with an access token the login is XOAUTH2, and a refused one is a login that is refused", async () => {
    const said: string[] = [];
    const token = (tag: string, line: string) => {
      const [, mechanism, given = ""] = /AUTHENTICATE (\S+) (\S+)/i.exec(line) ?? [];
      said.push(`${mechanism} ${Buffer.from(given, "base64").toString()}`);
      return said.at(-1)?.includes("Bearer good")
        ? `${tag} OK done\r\n`
        : `${tag} NO [AUTHENTICATIONFAILED] no such token\r\n`;
    };
    const server = await fakeImap({
      CAPABILITY: (tag) => `* CAPABILITY IMAP4rev1 IDLE AUTH=XOAUTH2 SASL-IR\r\n${tag} OK done\r\n`,
      AUTHENTICATE: token,
      FETCH: (tag) => `${row(1, mail("m1"))}${tag} OK done\r\n`,
    });
    const open = (secret: string) =>
      imapSource({ ...plain, port: server.port, isToken: true, password: async () => secret });
    const good = open("good");
    const got = await Array.fromAsync(good.since(undefined, never));
    assert.deepEqual(got.map(text), [mail("m1")]);
    assert.equal(said[0], "XOAUTH2 user=reader\u0001auth=Bearer good\u0001\u0001");
    const bad = open("bad");
    await assert.rejects(Array.fromAsync(bad.since(undefined, never)), { name: "MailSourceError", trouble: "login" });
    await Promise.all([good.close(), bad.close()]);
    await server.close();
  });

  test("a mail at which the server breaks down is left out after some tries, and tried again at each sweep", async () => {
    let isBroken = true;
    let now = Date.UTC(2026, 10, 2);
    const server = await fakeImap({
      SEARCH: (tag, line) => {
        const from = Number(/UID (\d+):\*/.exec(line)?.[1] ?? 0);
        const range = /UID (\d+)$/.exec(line)?.[1];
        const found = range === undefined ? [1, 2, 3].filter((uid) => uid >= from) : [Number(range)];
        return `* SEARCH ${found.join(" ")}\r\n${tag} OK done\r\n`;
      },
      FETCH: (tag, line) => {
        const uids = /FETCH 1:3 /.test(line) ? [1, 2, 3] : [Number(/FETCH (\d)/.exec(line)?.[1])];
        if (isBroken && line.includes("BODY") && uids.includes(2)) return undefined;
        return `${uids.map((uid) => row(uid, mail(`m${uid}`))).join("")}${tag} OK done\r\n`;
      },
    });
    const notices: string[] = [];
    const onNotice = ({ event }: Notice) => void notices.push(event);
    const source = imapSource({ ...plain, port: server.port, onNotice, now: () => new Date(now) });
    const got: RawMail[] = [];
    let failures = 0;
    const pass = async () => {
      try {
        for await (const one of source.since(got.at(-1)?.cursor, never)) got.push(one);
      } catch {
        failures += 1;
      }
    };
    while (got.length < 2) await pass();
    assert.deepEqual(got.map(text), [mail("m1"), mail("m3")]);
    assert.ok(failures <= 5, `${failures} failures`);
    assert.equal(notices.filter((event) => event === "feared").length, 1);
    failures = 0;
    now += 600_000;
    await pass();
    await pass();
    assert.equal(failures, 1);
    isBroken = false;
    now += 600_000;
    await pass();
    assert.deepEqual(got.map(text), [mail("m1"), mail("m3"), mail("m2")]);
    await Promise.all([source.close(), server.close()]);
  });

  // biome-ignore format: a table
  const downgrades: readonly [how: string, answers: Answers, greeting?: string][] = [
    ["it is not offered",              {}],
    ["it is refused",                  { CAPABILITY: (tag) => `* CAPABILITY IMAP4rev1 STARTTLS\r\n${tag} OK done\r\n`, STARTTLS: (tag) => `${tag} NO not now\r\n` }],
    ["data is slipped in before it",   { CAPABILITY: (tag) => `* CAPABILITY IMAP4rev1 STARTTLS\r\n${tag} OK done\r\n`, STARTTLS: (tag) => `${tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n` }],
    ["the server says we are logged in", {}, "* PREAUTH welcome\r\n"],
  ];
  for (const [how, answers, greeting] of downgrades) {
    test(`F7: nothing is sent where STARTTLS is wanted and ${how}`, async () => {
      const { trouble, heard } = await read(answers, { tls: "starttls" }, greeting);
      assert.equal(trouble, "tls");
      assert.doesNotMatch(heard, /LOGIN|AUTHENTICATE|secret/);
    });
  }

  test("F7: a password never goes out in the clear but to this machine", () => {
    const source = (more: Partial<ImapOptions>) =>
      imapSource({ ...plain, port: 143, host: "imap.example.org", ...more });
    assert.throws(
      () => source({}),
      /^Error: main\/INBOX: tls "none" sends the password in the clear to imap.example.org; use /,
    );
    assert.equal(source({ allowPlain: true }).name, "main/INBOX");
    assert.equal(source({ host: "::1" }).name, "main/INBOX");
  });
});

/** Removes a mail wherever the server has moved its file to. */
function removeMail(file: string): void {
  const [box, base] = [path.dirname(path.dirname(file)), path.basename(file)];
  for (const part of ["new", "cur"]) {
    for (const name of fs.readdirSync(path.join(box, part))) {
      if (name.startsWith(base)) fs.rmSync(path.join(box, part, name));
    }
  }
}
