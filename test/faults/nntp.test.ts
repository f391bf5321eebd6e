import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, describe, type TestContext, test } from "node:test";
import tls from "node:tls";
import { type Cursor, type MailSource, MailSourceError } from "../../src/source/mail-source.ts";
import { newsSources } from "../../src/source/nntp.ts";
import type { NewsNotice, NntpOptions } from "../../src/source/nntp-options.ts";
import { all, mail, text } from "../contract/mail-source.ts";
import { selfSigned } from "../support/dovecot.ts";
import { articleSaid, articleText, fakeNews, type NewsAnswers, overviewRow } from "../support/fake-news.ts";
import { type NewsServer, noNewsServer, serversLines, startNewsServer } from "../support/news-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const plain = {
  name: "news",
  host: "127.0.0.1",
  tls: "none",
  groups: [{ group: "inbox.comp.wbus" }],
  start: { kind: "all" },
  pollMs: 60_000,
  pauseMs: 0,
  now: () => new Date(),
  random: () => 0,
} as const satisfies Omit<NntpOptions, "port">;

const login = { user: "reader", password: async () => "hunter2" };

/** What is thrown while `source` is read to its end, and what it gave before. */
async function troubleIn(source: MailSource, cursor?: Cursor) {
  const got: string[] = [];
  try {
    for await (const raw of source.since(cursor, new AbortController().signal)) got.push(text(raw));
  } catch (error) {
    assert.ok(error instanceof MailSourceError, String(error));
    return { ...error, message: error.message, got };
  }
  throw new Error("nothing went wrong");
}

/** A scripted server and the sources that read it. Their clock stands until a test moves it. */
async function scripted(t: TestContext, answers: NewsAnswers = {}, options: Partial<NntpOptions> = {}) {
  const server = await fakeNews(answers);
  const notices: string[] = [];
  const clock = { ms: Date.UTC(2026, 10, 26, 12) };
  const sources = newsSources({
    ...plain,
    port: server.port,
    now: () => new Date(clock.ms),
    onNotice: (group: string, { event }: NewsNotice) => void notices.push(`${group} ${event}`),
    ...options,
  });
  t.after(async () => {
    await Promise.all(sources.map((source) => source.close()));
    await server.close();
  });
  return { server, sources, source: sources[0]!, notices, clock };
}

const words = (...numbers: readonly number[]) => numbers.map((number) => articleText(number).replaceAll("\r\n", "\n"));

describe("a server's answer is told as what it means:", () => {
  const lastWords = (said: string) => () => ({ lastWords: said });
  const silent = () => ({ silent: true as const });
  const isOld = { CAPABILITIES: () => "500 what?\r\n" };
  // biome-ignore format: the columns are the specification
  const rows: readonly [case_: string, answers: NewsAnswers, options: Partial<NntpOptions>, trouble: MailSourceError["trouble"], says: RegExp][] = [
    ["it takes nobody now",             { greeting: lastWords("400 load too high\r\n") },                  {}, "connection", /the server takes nobody now \(greeting: 400 load too high\)$/],
    ["it takes nobody from here",       { greeting: lastWords("502 go away\r\n") },                        {}, "login",      /the server lets us read nothing; ask its operator/],
    ["it is another kind of server",    { greeting: () => "* OK IMAP4rev1\r\n" },                          {}, "protocol",   /the answer is not NNTP; look at host, port and `tls` \(greeting: \* OK IMAP4rev1\)$/],
    ["it hangs up",                     { greeting: lastWords("") },                                       {}, "connection", /no connection \(greeting: the server closed the connection\)$/],
    ["it never greets",                 { greeting: silent },                                              { commandMs: 100 }, "connection", /no answer within 0\.1 s/],
    ["its line does not end",           { greeting: () => "2".repeat(20_000) },                            {}, "protocol",   /a line of more than 8192 octets/],
    ["it closes at once",               { CAPABILITIES: lastWords("400 bye\r\n") },                        {}, "connection", /the server takes nobody now/],
    ["it is for no readers",            { ...isOld, MODE: lastWords("502 no\r\n") },                       {}, "login",      /the server lets us read nothing/],
    ["it has no TLS",                   { STARTTLS: () => "580 no\r\n" },                                  { tls: "starttls" }, "tls", /no TLS, and nothing is sent without it/],
    ["it knows no TLS",                 {},                                                                { tls: "starttls" }, "tls", /no TLS, and nothing is sent without it.*STARTTLS: 500/],
    ["it talks on ahead of TLS",        { STARTTLS: () => "382 go on\r\n281 welcome\r\n" },                { tls: "starttls" }, "protocol", /something was said ahead of the TLS handshake/],
    ["it talks no TLS after all",       { STARTTLS: () => "382 go on\r\n", "\x16\x03": () => "no\r\n" },   { tls: "starttls", commandMs: 300 }, "connection", /TLS: /],
    ["it talks no TLS where it should", {},                                                                { tls: "implicit" }, "tls", /no TLS, and nothing is sent without it/],
    ["the password is wrong",           { AUTHINFO: (line) => (line.includes("PASS") ? "481 no hunter2\r\n" : "381 password\r\n") }, { login }, "login", /the login is refused; check user and password \(AUTHINFO: 481 no \[password\]\)$/],
    ["the user is wrong",               { AUTHINFO: () => "481 no\r\n" },                                  { login }, "login", /the login is refused/],
    ["logins are out of turn",          { AUTHINFO: () => "482 no\r\n" },                                  { login }, "login", /the login is refused/],
    ["a login wants TLS",               { AUTHINFO: () => "483 no\r\n" },                                  { login }, "tls",   /it takes logins over TLS only; write `tls: implicit` or `tls: starttls`/],
    ["the password is two lines",       {},                                                                { login: { user: "a", password: async () => "x\r\nPOST" } }, "login", /the password cannot be read \(password: it, or the user, has a line end in it\)$/],
    ["a login is wanted for all",       { ...isOld, MODE: () => "480 who?\r\n" },                          {}, "login",      /the server wants a login; write `user` and a password/],
    ["a login is wanted for the group", { GROUP: () => "480 who?\r\n" },                                   {}, "login",      /the server wants a login; write `user` and a password/],
    ["the group is not there",          { GROUP: () => "411 what?\r\n" },                                  {}, "mailbox",    /there is no such group; check its name \(GROUP: 411 what\?\)$/],
    ["the group is nonsense",           { GROUP: () => "211 many -1\r\n" },                                {}, "protocol",   /not NNTP.*GROUP: 211 many -1/],
    ["there is no overview",            { OVER: () => "503 none\r\n" },                                    {}, "protocol",   /the command is refused \(OVER: 503 none\)$/],
    ["the overview does not end",       { OVER: () => `224 rows\r\n${overviewRow(1).repeat(50_000)}.\r\n` }, {}, "protocol", /an overview of \d{7} octets/],
    ["the overview is cut off",         { OVER: lastWords(`224 rows\r\n${overviewRow(1)}`) },              {}, "connection", /OVER: the server closed the connection/],
    ["an article is cut off",           { ARTICLE: lastWords("220 1 <1@example.org>\r\nSubject: a\r\n") }, {}, "connection", /ARTICLE: the server closed the connection/],
    ["an article does not go on",       { ARTICLE: () => "220 1 <1@example.org>\r\nSubject: a\r\n" },      { commandMs: 100 }, "connection", /no answer within 0\.1 s/],
    ["it ends instead of an article",   { ARTICLE: lastWords("400 maintenance\r\n") },                     {}, "connection", /the server takes nobody now/],
    ["an article is nonsense",          { ARTICLE: () => "Subject: a\r\n" },                               {}, "protocol",   /not NNTP.*ARTICLE: Subject: a/],
    ["an article is refused",           { ARTICLE: () => "403 disk trouble\r\n" },                         {}, "protocol",   /the command is refused \(ARTICLE: 403 disk trouble\)$/],
  ];
  for (const [case_, answers, options, trouble, says] of rows) {
    test(`${case_}: ${trouble}`, async (t) => {
      const { source, server } = await scripted(t, answers, options);
      const told = await troubleIn(source);
      assert.equal(told.trouble, trouble);
      assert.match(told.message, says);
      assert.match(told.message, /^news\/inbox\.comp\.wbus: 127\.0\.0\.1:\d+: /);
      assert.ok(told.retryAfterMs >= 1_000);
      assert.doesNotMatch(told.message, /hunter2/);
      assert.deepEqual(told.got, []);
      assert.equal(source.caughtUp(), undefined);
      assert.equal(server.connections, 1);
    });
  }

  test("nobody listens there: connection", async () => {
    const server = await fakeNews();
    await server.close();
    const [source] = newsSources({ ...plain, port: server.port });
    const { trouble, message } = await troubleIn(source!);
    assert.deepEqual([trouble, /no connection \(connect: .*ECONNREFUSED/.test(message)], ["connection", true]);
  });

  test("a password that would go in the clear to another machine is none of it: that is refused before", () => {
    const options = { ...plain, port: 119, host: "news.example.org" };
    assert.throws(() => newsSources({ ...options, login }), /news: tls "none" sends the password in the clear/);
    assert.equal(newsSources(options).length, 1);
  });
});

describe("from a news server that behaves badly", () => {
  test("nothing is lost where the connection ends within an article", async (t) => {
    const broken = {
      ARTICLE: (line: string) => (line.endsWith(" 1") ? articleSaid(1) : { lastWords: "220 2 <2>\r\nSub" }),
    };
    const { source, server, clock } = await scripted(t, broken);
    const got: string[] = [];
    let cursor: Cursor | undefined;
    await assert.rejects(async () => {
      for await (const raw of source.since(undefined, new AbortController().signal)) {
        got.push(text(raw));
        cursor = raw.cursor;
      }
    }, MailSourceError);
    assert.deepEqual(got, words(1));
    server.set({});
    clock.ms += 1_000;
    assert.deepEqual((await all(source, cursor)).map(text), words(2));
  });

  test("an article that breaks the connection three times is passed over, and told", async (t) => {
    const broken = { ARTICLE: (line: string) => (line.endsWith(" 2") ? articleSaid(2) : { lastWords: "" }) };
    const { source, notices, clock } = await scripted(t, broken);
    for (const _ of [1, 2, 3]) {
      await troubleIn(source);
      clock.ms += 300_000;
    }
    assert.deepEqual((await all(source, undefined)).map(text), words(2));
    assert.deepEqual(notices, ["inbox.comp.wbus feared"]);
  });

  for (const code of [423, 430]) {
    test(`an article that is gone (${code}) is passed over, and told`, async (t) => {
      const { source, notices } = await scripted(t, {
        ARTICLE: (line) => (line.endsWith(" 1") ? `${code} gone\r\n` : articleSaid(2)),
      });
      assert.deepEqual((await all(source, undefined)).map(text), words(2));
      assert.deepEqual(notices, ["inbox.comp.wbus vanished"]);
      assert.deepEqual(await all(source, source.caughtUp()), []);
    });
  }

  test("where no article of a range is there, reading goes on behind it", async (t) => {
    const { source } = await scripted(t, {
      GROUP: () => "211 1 1 150 here\r\n",
      OVER: (line) => (line === "OVER 1-100" ? "423 none\r\n" : `224 rows\r\n${overviewRow(150)}.\r\n`),
    });
    assert.deepEqual((await all(source, undefined)).map(text), words(150));
  });

  test("a number that the overview does not have yet is looked for again", async (t) => {
    const { source, server } = await scripted(t, { OVER: () => `224 rows\r\n${overviewRow(1)}.\r\n` });
    assert.deepEqual((await all(source, undefined)).map(text), words(1));
    const cursor = source.caughtUp();
    server.set({ OVER: () => "423 none\r\n" });
    assert.deepEqual(await all(source, cursor), []);
    assert.equal(source.caughtUp(), cursor);
    server.set({});
    assert.deepEqual((await all(source, cursor)).map(text), words(2));
  });

  for (const [said, because] of [
    ["211 0 0 0 here\r\n", "all zeros"],
    ["211 0 4000 3999 here\r\n", "the low mark above the high one"],
    ["211 0 1 4000 here\r\n", "marks of what was there"],
  ] as const) {
    test(`an empty group, which says so by ${because}, is empty and no other group`, async (t) => {
      const { source, notices, server } = await scripted(t, { GROUP: () => said });
      assert.deepEqual(await all(source, undefined), []);
      assert.deepEqual(await all(source, '{"read":4711,"from":0}' as Cursor), []);
      assert.match(String(source.caughtUp()), /"read":4711/);
      assert.deepEqual(notices, []);
      assert.equal(
        server.heard.some((line) => line.startsWith("OVER")),
        false,
      );
    });
  }

  test("a connection that it ends while nothing happens is no trouble, and is made again", async (t) => {
    for (const goodbye of ["", "400 idle for too long\r\n"]) {
      const { source, server } = await scripted(t);
      await all(source, undefined);
      await server.hangUp(goodbye);
      assert.deepEqual(await all(source, source.caughtUp()), []);
      assert.equal(server.connections, 2);
    }
  });

  test("a cursor that is none is told, and reading begins anew", async (t) => {
    const { source, notices } = await scripted(t);
    assert.equal((await all(source, "nonsense" as Cursor)).length, 2);
    assert.deepEqual(notices, ["inbox.comp.wbus cursor-unreadable"]);
  });

  test("what it says of the time is taken within what can be: not after now, and not before the last look", async (t) => {
    const { source, server, clock } = await scripted(t, {
      OVER: () => `224 rows\r\n${overviewRow(1, "Thu, 1 Jan 2099 00:00:00 GMT")}${overviewRow(2, "whenever")}.\r\n`,
    });
    const lookedAt = clock.ms;
    assert.deepEqual(
      (await all(source, undefined)).map(({ receivedAt }) => receivedAt.getTime()),
      [lookedAt, lookedAt],
    );
    clock.ms += 60_000;
    server.set({
      GROUP: () => "211 3 1 3 here\r\n",
      OVER: () => `224 rows\r\n${overviewRow(3, "Thu, 1 Jan 1970 00:00:00 GMT")}.\r\n`,
    });
    const [late] = await all(source, source.caughtUp());
    assert.equal(late?.receivedAt.getTime(), lookedAt);
  });

  test("it is left within an article when it is told to stop", async (t) => {
    const stop = new AbortController();
    const { source } = await scripted(t, {
      ARTICLE: () => {
        stop.abort();
        return "220 1 <1@example.org>\r\nSubject: a\r\n";
      },
    });
    assert.deepEqual(await all(source, undefined, stop.signal), []);
  });
});

describe("a news server is asked gently:", () => {
  const groups = [{ group: "inbox.one" }, { group: "inbox.two" }, { group: "inbox.three" }];

  test("several groups have one connection, and one command at a time", async (t) => {
    const { server, sources } = await scripted(t, {}, { groups });
    const got = await Promise.all(sources.map((source) => all(source, undefined)));
    assert.deepEqual(
      got.map((mails) => mails.map(text)),
      groups.map(() => words(1, 2)),
    );
    assert.deepEqual(
      sources.map(({ name }) => name),
      ["news/inbox.one", "news/inbox.two", "news/inbox.three"],
    );
    assert.deepEqual([server.connections, server.overlaps], [1, 0]);
    const commands = new Set(server.heard.map((line) => line.split(" ")[0]));
    assert.deepEqual([...commands].toSorted(), ["ARTICLE", "CAPABILITIES", "GROUP", "OVER"]);
    await Promise.all(sources.map((source) => source.close()));
    assert.equal(server.heard.at(-1), "QUIT");
  });

  test("a group that is not there, or wants a login, does not hold up the others, and is asked for no sooner", async (t) => {
    const { server, sources } = await scripted(
      t,
      {
        GROUP: (line) =>
          line.endsWith("one") ? "411 no\r\n" : line.endsWith("two") ? "480 who\r\n" : "211 2 1 2 here\r\n",
      },
      { groups },
    );
    const [one, two, three] = sources;
    assert.equal((await troubleIn(one!)).retryAfterMs, 60_000);
    assert.equal((await troubleIn(two!)).retryAfterMs, 360_000);
    assert.equal((await all(three!, undefined)).length, 2);
    assert.equal(server.connections, 1);
  });

  test("what it refused is not tried before its time, whichever group asks", async (t) => {
    const { server, sources, clock } = await scripted(t, { AUTHINFO: () => "481 no\r\n" }, { groups, login });
    const first = await troubleIn(sources[0]!);
    assert.equal(first.retryAfterMs, 360_000);
    clock.ms += 100_000;
    const second = await troubleIn(sources[1]!);
    assert.deepEqual([second.trouble, second.retryAfterMs], ["login", 260_000]);
    assert.equal(server.connections, 1);
    clock.ms += 260_000;
    server.set({ AUTHINFO: () => "281 welcome\r\n" });
    assert.equal((await all(sources[2]!, undefined)).length, 2);
    assert.equal(server.connections, 2);
  });

  test("after a hundred articles the others have their turn", async (t) => {
    const { server, sources } = await scripted(
      t,
      {
        GROUP: (line) => `211 250 1 ${line.endsWith("one") ? 250 : 1} here\r\n`,
        OVER: (line) => {
          const [first, last] = line.split(/[ -]/).slice(1).map(Number) as [number, number];
          const rows = Array.from({ length: last - first + 1 }, (_, at) => overviewRow(first + at));
          return `224 rows\r\n${rows.join("")}.\r\n`;
        },
      },
      { groups: groups.slice(0, 2) },
    );
    const [many, one] = await Promise.all(sources.map((source) => all(source, undefined)));
    assert.deepEqual([many?.length, one?.length], [250, 1]);
    const turns = server.heard.filter((line) => line.startsWith("GROUP"));
    assert.deepEqual(
      turns,
      ["one", "two", "one", "one"].map((group) => `GROUP inbox.${group}`),
    );
  });

  test("an old server is asked with MODE READER and XOVER", async (t) => {
    const { server, source } = await scripted(t, {
      CAPABILITIES: () => "500 what?\r\n",
      XOVER: () => `224 rows\r\n${overviewRow(1)}${overviewRow(2)}.\r\n`,
    });
    assert.deepEqual((await all(source, undefined)).map(text), words(1, 2));
    assert.deepEqual(server.heard.slice(0, 3), ["CAPABILITIES", "MODE READER", "CAPABILITIES"]);
    assert.equal(
      server.heard.some((line) => line.startsWith("OVER")),
      false,
    );
  });
});

describe("with InterNetNews", { skip: noNewsServer, timeout: 60_000 }, () => {
  let server: NewsServer;
  before(async () => {
    server = (await startNewsServer())!;
  });
  after(() => server.close());

  function opened(t: TestContext, group: string, options: Partial<NntpOptions> = {}) {
    const notices: string[] = [];
    const onNotice = (_: string, { event }: NewsNotice) => void notices.push(event);
    const [source] = newsSources({ ...plain, port: server.port, groups: [{ group }], onNotice, ...options });
    t.after(() => source!.close());
    return { source: source!, notices };
  }
  const texts = async (source: MailSource, cursor?: Cursor) =>
    (await all(source, cursor)).map((raw) =>
      Buffer.from(raw.bytes).toString("latin1").replace(serversLines, "").replaceAll("\r\n", "\n"),
    );

  for (const tls of ["none", "starttls", "implicit"] as const) {
    test(`a reader logs in with tls ${tls}, and reads what others may not`, async (t) => {
      const port = tls === "implicit" ? server.tlsPort : server.port;
      const options = { port, tls, ca: server.ca, login: { user: "reader", password: async () => "secret" } };
      assert.deepEqual(await texts(opened(t, "closed.wbus", options).source), []);
    });
  }

  test("who has no login, or a wrong one, is told so", async (t) => {
    assert.match((await troubleIn(opened(t, "closed.wbus").source)).message, /the server wants a login/);
    const { trouble, message } = await troubleIn(opened(t, "closed.wbus", { login }).source);
    assert.deepEqual([trouble, /the login is refused/.test(message)], ["login", true]);
    assert.match((await troubleIn(opened(t, "inbox.nowhere").source)).message, /there is no such group/);
  });

  for (const tls of ["starttls", "implicit"] as const) {
    test(`a certificate of an unknown authority ends it, with tls ${tls}`, async (t) => {
      const port = tls === "implicit" ? server.tlsPort : server.port;
      const told = await troubleIn(opened(t, server.newGroup(), { tls, port }).source);
      assert.deepEqual([told.trouble, /the certificate is not trusted/.test(told.message)], ["tls", true]);
    });
  }

  test("a certificate for another host ends it before the login", async (t) => {
    const shown = selfSigned(temporaryFolder(t), ["other.example.org"]);
    const other = tls.createServer(shown, (socket) => socket.on("error", () => undefined).end("201 ready\r\n"));
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    t.after(() => other.close());
    const { port } = other.address() as AddressInfo;
    const options = { tls: "implicit", port, ca: shown.cert, login } as const;
    const told = await troubleIn(opened(t, server.newGroup(), options).source);
    assert.deepEqual([told.trouble, /the certificate is not trusted/.test(told.message)], ["tls", true]);
  });

  test("lines with dots and lines without end come as they were sent", async (t) => {
    const group = server.newGroup();
    const odd = `${mail("one")}.\n..\n.dot\n${"long".repeat(5_000)}\n`;
    server.deliver(group, odd);
    assert.deepEqual(await texts(opened(t, group).source), [odd]);
  });

  test("of an article of many megabytes its beginning is read, its size is told, and the next one follows", async (t) => {
    const group = server.newGroup();
    const large = `${mail("large")}${"seven ...\n".repeat(500_000)}`;
    server.deliver(group, large);
    server.deliver(group, mail("next"));
    const [first, next] = await all(opened(t, group).source, undefined);
    const above = serversLines.exec(Buffer.from(first!.bytes).toString("latin1"))![0].length;
    assert.equal(first!.bytes.length, 1 << 20);
    assert.equal(first!.wholeSize, above + large.replaceAll("\n", "\r\n").length);
    assert.match(text(next!), /The word is next/);
  });

  test("reading begins with what comes from now on, or with what is dated since", async (t) => {
    const group = server.newGroup();
    for (const [word, day] of [
      ["old", 1],
      ["new", 20],
      ["newer", 21],
    ] as const)
      server.deliver(group, mail(word), { date: new Date(Date.UTC(2026, 10, day)) });
    const { source: now } = opened(t, group, { start: { kind: "now" } });
    const { source: since } = opened(t, group, { start: { kind: "since", ms: Date.UTC(2026, 10, 15) } });
    assert.deepEqual(await texts(now), []);
    assert.deepEqual(await texts(since), [mail("new"), mail("newer")]);
    server.deliver(group, mail("next"));
    for (const source of [now, since]) assert.deepEqual(await texts(source, source.caughtUp()), [mail("next")]);
  });

  test("an article that has gone is passed over", async (t) => {
    const group = server.newGroup();
    for (const word of ["one", "two", "three"]) server.deliver(group, mail(word));
    server.expire(group, 2);
    assert.deepEqual(await texts(opened(t, group).source), [mail("one"), mail("three")]);
  });

  test("a group that was made anew is noticed, and what it has is read by its new numbers", async (t) => {
    const group = server.newGroup();
    for (const word of ["one", "two", "three"]) server.deliver(group, mail(word));
    const { source, notices } = opened(t, group);
    assert.equal((await texts(source)).length, 3);
    const cursor = source.caughtUp();
    await server.kill();
    server.forget();
    for (const word of ["three", "four"]) server.deliver(group, mail(word));
    await server.start();
    assert.deepEqual(await texts(source, cursor), [mail("three"), mail("four")]);
    assert.deepEqual(notices, ["renumbered"]);
    assert.deepEqual(await texts(source, source.caughtUp()), []);
  });

  test("the list that the operator names for a group stands in articles that name none", async (t) => {
    const group = server.newGroup();
    server.deliver(group, mail("one"));
    server.deliver(group, `List-Id: <other.example.org>\n${mail("two")}`);
    const { source } = opened(t, group, { groups: [{ group, list: "wbus.lists.example.org" }] });
    const lists = (await all(source, undefined)).map((raw) => /^List-Id: (.*)$/m.exec(text(raw))?.[1]);
    assert.deepEqual(lists, ["<wbus.lists.example.org>", "<other.example.org>"]);
  });
});
