import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Config, FilesConfig, ImapConfig, NewsConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The least that works; the account's keys begin at line 2. */
const least = "sources:\n  - {name: main, type: imap, host: imap.example.org, user: lists, password: secret1}\n";

function fileWith(t: TestContext, text: string, mode = 0o600): string {
  const file = join(temporaryFolder(t), "listwire.yaml");
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const read = (t: TestContext, text: string, env = {}): Promise<Config> => readConfig(fileWith(t, text), env);

/** What it complains of, without the file's name. */
async function problems(t: TestContext, text: string, env = {}, mode = 0o600): Promise<readonly string[]> {
  const file = fileWith(t, text, mode);
  const error = await readConfig(file, env).then(
    () => assert.fail("was taken"),
    (error: unknown) => error,
  );
  assert.ok(error instanceof ConfigError);
  assert.equal(error.message, error.problems.join("\n"));
  for (const problem of error.problems)
    assert.ok(problem.startsWith(`${file}:`) && !problem.includes("secret"), problem);
  return error.problems.map((problem) => problem.slice(file.length + 1));
}

describe("the configuration", () => {
  test("needs an account, and has a default for everything else", async (t) => {
    const { data, sources, ...rest } = await read(t, least);
    const [{ password, ...source } = { password: undefined }, ...others] = sources as readonly ImapConfig[];
    assert.match(data, /^\/.*\/data$/);
    assert.equal(await password?.(), "secret1");
    assert.deepEqual(others, []);
    assert.deepEqual(source, {
      name: "main",
      type: "imap",
      host: "imap.example.org",
      port: 993,
      tls: "implicit",
      user: "lists",
      mailboxes: ["INBOX"],
      start: "now",
      pollMs: 60_000,
    });
    assert.deepEqual(rest, {
      lists: [],
      timezone: "UTC",
      omit: [],
      kinds: { robots: [], applied: [], nak: [] },
      web: { host: "127.0.0.1", port: 8930, channels: "auto", preset: "normal" },
      subscriptions: [],
      channels: [],
      waits: { cardMs: 45_000, orphanMs: 120_000 },
      log: { level: "info" },
    });
  });

  test("is frozen to its ends", async (t) => {
    const config = await read(t, `${least}lists: [{id: a.b}]\n`);
    assert.throws(() => ((config.web as { port: number }).port = 1), TypeError);
    assert.throws(() => (config.lists as unknown[]).push({}), TypeError);
  });

  test("as the example has it is understood, with every key that it explains", async () => {
    const file = fileURLToPath(new URL("../../config/listwire.example.yaml", import.meta.url));
    const config = await readConfig(file, { IMAP_PASSWORD: "secret1" });
    assert.deepEqual(config.subscriptions, [
      { channel: "web:wbus", what: { kind: "list", name: "wbus.lists.example.org" }, preset: "normal" },
      { channel: "web:ring", what: { kind: "subsystem", name: "WBUS RING BUFFERS" }, preset: "normal" },
      { channel: "web:ring", what: { kind: "path", name: "drivers/wbus/" }, preset: "quiet" },
      {
        channel: "web:ring",
        what: { kind: "person", name: "nora@example.org" },
        title: "Nora Lind",
        preset: "normal",
      },
      { channel: "web:ring", what: { kind: "thread", name: "20261103-burst-v1-0@example.org" }, preset: "normal" },
    ]);
    assert.deepEqual(config.channels, [
      {
        channel: "web:wbus",
        filters: [
          { action: "exclude", field: "robots", pattern: "", by: "config" },
          { action: "exclude", field: "subject", pattern: "/dt-bindings|staging/", by: "config" },
        ],
        mode: "series",
        levels: { "ci-red": "off", nak: "loud" },
        layout: "thread",
        cap: 60,
      },
    ]);
    assert.deepEqual(config.lists[0]?.visibility, "public");
  });

  test("takes everything that can be said", async (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, "sub"));
    for (const name of ["sub/table.yaml", "MAINTAINERS", "dirs.txt", "ca.pem"]) writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, "password"), "\ufeffsecret2\n");
    const file = join(folder, "listwire.yaml");
    const text = `
data: /var/lib/listwire
sources:
  - name: a
    type: imap
    host: "::1"
    tls: none
    port: 1143
    user: \${USER_NAME}
    password_file: ./password
    mailboxes: [INBOX, lists/kernel]
    start: {since: 7d}
    poll: 5m
  - {name: b, type: imap, host: b.example.org, tls: starttls, ca_file: ca.pem, user: b, start: all, password_command: "printf 'secret3\\nuser: b\\n'"}
lists:
  - {id: A.Lists.Example.Org, visibility: {channels: ["web:a"]}}
  - {id: b.lists.example.org, visibility: {guilds: ["1"]}}
  - {id: c.lists.example.org, visibility: {rooms: ["!r:example.org"]}}
timezone: Europe/Berlin
subsystems: sub/table.yaml
maintainers: {file: ./MAINTAINERS, directories: dirs.txt}
omit: [Robot@Example.org]
kinds: {robots: [{address: CI@Example.org, is: ci}, {address: "@bots.example.org", is: syzbot}], applied: [Landed in], nak: ["-1"]}
web: {host: 0.0.0.0, port: 0, token: "\${TOKEN}", channels: [a], preset: everything}
subscriptions: [{channel: "web:a", list: A.lists.example.org, preset: quiet}]
waits: {card: 0s, orphan: 1.5m}
log: {level: debug}
`;
    writeFileSync(file, text);
    const config = await readConfig(file, { USER_NAME: "ada", TOKEN: " secret-secret-secret\n" });
    const [a, b] = config.sources as readonly ImapConfig[];
    assert.deepEqual([a?.user, a?.port, a?.start, a?.pollMs], ["ada", 1143, { sinceMs: 604_800_000 }, 300_000]);
    assert.deepEqual([b?.port, b?.start, b?.ca], [143, "all", "ca.pem"]);
    assert.deepEqual([await a?.password(), await b?.password()], ["secret2", "secret3"]);
    assert.deepEqual(config.lists[0], { id: "a.lists.example.org", visibility: { channels: ["web:a"] } });
    assert.equal(config.timezone, "Europe/Berlin");
    assert.equal(config.subsystems, join(folder, "sub/table.yaml"));
    assert.deepEqual(config.maintainers, { file: join(folder, "MAINTAINERS"), directories: join(folder, "dirs.txt") });
    assert.deepEqual([config.data, config.omit], ["/var/lib/listwire", ["robot@example.org"]]);
    assert.deepEqual(config.web, {
      host: "0.0.0.0",
      port: 0,
      token: "secret-secret-secret",
      channels: ["a"],
      preset: "everything",
    });
    assert.deepEqual(config.kinds, {
      robots: [
        { robot: "ci", marks: ["<ci@example.org>"] },
        { robot: "syzbot", marks: ["@bots.example.org>"] },
      ],
      applied: ["Landed in"],
      nak: ["-1"],
    });
    assert.deepEqual(config.waits, { cardMs: 0, orphanMs: 90_000 });
    assert.deepEqual(config.log, { level: "debug" });
  });

  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, complaint: RegExp][] = [
    ["listz: []",                                     /^3: listz: there is no such setting; did you mean `lists`\?$/],
    ["colour: red",                                   /^3: colour: there is no such setting; write one of data, sources, /],
    ["web: {prot: 1}",                                /^3: web\.prot: there is no such setting; did you mean `port`\?$/],
    ["web:\n  host: 127.0.0.1\n  port: 70000",        /^5: web\.port: does not fit; write a port/],
    ["web: {port: none}",                             /^3: web\.port: does not fit; write a port/],
    ["web: {host: 0.0.0.0}",                          /^3: web\.host: lets other machines in; write a `token`/],
    ["web: {host: 127.0.0.1.example.org}",            /^3: web\.host: lets other machines in/],
    ["web: {token: secret}",                          /^3: web\.token: does not fit; write at least 16/],
    ["waits: {card: 45}",                             /^3: waits\.card: does not fit; write a time with its unit/],
    ["waits: {card: 45 seconds}",                     /^3: waits\.card: does not fit; write a time/],
    ["log: {level: loud}",                            /^3: log\.level: does not fit; write `debug`, `info`/],
    ["lists: [{name: a}]",                            /^3: lists\[0\]\.id: is missing; write the list's List-Id/],
    ["lists: [{id: <a.b>}]",                          /^3: lists\[0\]\.id: does not fit/],
    ["lists: [{id: a.b},\n  {id: A.B}]",              /^4: lists\[1\]\.id: is there already/],
    ["matrix: {homeserver: https://m.example.org}",           /^3: matrix\.token: is missing or one too many/],
    ["matrix: {homeserver: http://m.example.org, token: x}",  /^3: matrix\.homeserver: would send the token in the clear/],
    ["matrix: {homeserver: m.example.org, token: x}",         /^3: matrix\.homeserver: .*https:\/\/matrix\.example\.org/],
    ["matrix: {homeserver: https://m.example.org, token: x, operators: [ada]}", /^3: matrix\.operators\[0\]: .*@ada:example\.org/],
    ["matrix: {homeserver: https://m.example.org, token: x, allow: [\"a b\"]}", /^3: matrix\.allow\[0\]: /],
    ["lists: [{id: a.b, visibility: {channels: []}}]", /^3: lists\[0\]\.visibility\.channels: does not fit; write at least one/],
    ["lists: [{id: a.b, visibility: {rooms: [x], guilds: [y]}}]", /^3: lists\[0\]\.visibility: does not fit/],
    ["lists: [{id: a.b, archive: \"javascript:{id}\"}]", /^3: lists\[0\]\.archive: does not fit; write an http/],
    ["lists: [{id: a.b, archive: \"https://x.org/\"}]", /^3: lists\[0\]\.archive: does not fit/],
    ["omit: nobody@example.org",                      /^3: omit: does not fit; write a list of mail addresses$/],
    ["omit: [nobody]",                                /^3: omit\[0\]: does not fit; write a mail address$/],
    ["kinds: {robots: [{address: nobody, is: ci}]}",  /^3: kinds\.robots\[0\]\.address: does not fit; write a mail address, or @/],
    ["kinds: {robots: [{address: a@b.c, is: robot}]}", /^3: kinds\.robots\[0\]\.is: does not fit; write `kernel-test-robot`, /],
    ["kinds: {robots: [{address: a@b.c, is: ci}, {address: A@b.c, is: ci}]}", /^3: kinds\.robots\[1\]\.address: is there already/],
    ["kinds: {applied: landed}",                      /^3: kinds\.applied: does not fit; write a list of words: \[landed in\]$/],
    ["kinds: {nak: [\"!!\"]}",                        /^3: kinds\.nak\[0\]: does not fit; write words with a letter or a number in them: vetoed$/],
    ["subscriptions: [{channel: wbus, list: a.b}]",   /^3: subscriptions\[0\]\.channel: does not fit; write the platform, a colon/],
    ["subscriptions: [{channel: \"web:a\"}]",         /^3: subscriptions\[0\]\.channel: has to name one thing/],
    ["subscriptions: [{channel: \"web:a\", list: a.b, subsystem: c}]", /^3: subscriptions\[0\]\.channel: has to name one thing/],
    ["subscriptions: [{channel: \"web:a\", list: a.b}, {channel: \"web:a\", list: a.b}]", /^3: subscriptions\[1\]\.channel: is there already/],
    ["subscriptions: [{channel: \"web:a\", path: a/, person: A <a@b.c>}]", /^3: subscriptions\[0\]\.channel: has to name one thing; write one of `list`, `subsystem`, `path`, /],
    ["subscriptions: [{channel: \"web:a\", person: a@b.c}]", /^3: subscriptions\[0\]\.person: does not fit; write a name and an address: Nora Lind </],
    ["subscriptions: [{channel: \"web:a\", person: \" <a@b.c>\"}]", /^3: subscriptions\[0\]\.person: does not fit/],
    ["subscriptions: [{channel: \"web:a\", thread: <1@b.c>}]", /^3: subscriptions\[0\]\.thread: does not fit; write the Message-ID/],
    ["channels: [web:a]",                             /^3: channels: does not fit; write a mapping of channels/],
    ["channels: {wbus: {mode: all}}",                 /^3: channels\.wbus: does not fit; write the platform, a colon/],
    ["channels: {\"web:a\": {mod: all}}",             /^3: channels\..*mod: there is no such setting; did you mean `mode`\?$/],
    ["channels: {\"web:a\": {mode: some}}",           /^3: channels\..*mode: does not fit; write `series`, `digest`, `all`$/],
    ["channels: {\"web:a\": {filters: [exclude robot]}}", /^3: channels\..*filters\[0\]: does not fit\. There is no field of that name; write `robots`, or one of/],
    ["channels: {\"web:a\": {filters: [\"exclude subject /[a/\"]}}", /^3: channels\..*filters\[0\]: does not fit\. The expression is not right: missing closing \]/],
    ["channels: {\"web:a\": {levels: {naks: off}}}",  /^3: channels\..*levels\.naks: there is no such setting; did you mean `nak`\?$/],
    ["channels: {\"web:a\": {levels: {nak: often}}}", /^3: channels\..*levels\.nak: does not fit; write `off`, `count`, /],
    ["channels: {\"web:a\": {levels: {spam: off}}}",  /^3: channels\..*levels\.spam: there is no such setting; write one of regression, /],
    ["channels: {\"web:a\": {cap: 0}}",               /^3: channels\..*cap: does not fit; write at least 1$/],
    ["lists: [{id: a.b, visibility: {channels: [\"web:a\"]}}]\nsubscriptions: [{channel: \"web:b\", list: a.b}]", /^4: subscriptions\[0\]\.channel: may not show a\.b/],
    ["subsystems: ./nowhere.yaml",                    /^3: subsystems: .*nowhere\.yaml cannot be read \(ENOENT\); write/],
    ["maintainers: {directories: x}",                 /^3: maintainers\.file: is missing; write/],
    [`data: \${NOWHERE}`,                              /^3: the environment variable NOWHERE is not set; set it$/],
    [`data: /var/\${NOWHERE}`,                         /^3: `\$\{NOWHERE\}` stands within a text; write it alone/],
    ["omit: [a",                                      /^[34]: Flow sequence .*; see config/],
    ["\tdata: x",                                     /^3: .*; see config/],
    ["data: a\ndata: b",                              /^4: Map keys must be unique; see config/],
    [`web: {token: \${secret}}`,                       /^3: .*; see config.* in quotes$/],
    ["omit: &a [*a]",                                 /^\d: /],
  ];
  for (const [line, complaint] of rows) {
    test(`with ${JSON.stringify(line)} is refused: ${complaint.source}`, async (t) => {
      const [first, ...more] = await problems(t, `${least}${line}\n`);
      assert.match(first!, complaint);
      assert.deepEqual(more, []);
    });
  }

  // biome-ignore format: the columns are the specification
  const accounts: readonly [account: string, complaint: RegExp][] = [
    ["{}",                                                              /^1: sources\[0\]\.name: is missing; write a short name/],
    ["{name: a, type: pop3, host: h, user: u, password: p}",            /^1: sources\[0\]\.type: does not fit; write `imap`/],
    ["{name: quarantine, type: maildir, path: x}",                      /^1: sources\[0\]\.name: is a name of Listwire's own; write another/],
    ["{name: a, type: mbox}",                                           /^1: sources\[0\]\.path: is missing; write the path of a Maildir or an mbox/],
    ["{name: a, type: imap, host: h, user: u}",                         /^1: sources\[0\]\.password: is missing; write one of password, password_file/],
    ["{name: a, type: imap, host: h, user: u, password: secret, password_command: secret}", /^1: sources\[0\]\.password: is one too many/],
    ["{name: a, type: imap, host: h, user: u, password: secret, tls: none}", /^1: sources\[0\]\.tls: would send the password in the clear/],
    ["{name: a, type: imap, host: h, user: u, pasword: secret}",        /^1: sources\[0\]\.pasword: there is no such setting; did you mean `password`/],
    ["{name: a, type: imap, host: h, user: u, password: {secret: 1}}",  /^1: sources\[0\]\.password: does not fit/],
    ["{name: a, type: imap, host: h, user: u, password_file: ./none}",  /^1: sources\[0\]\.password_file: .*none cannot be read/],
    ["{name: a, type: imap, host: h, user: u, password: x, poll: 1s}",  /^1: sources\[0\]\.poll: does not fit; write a time with its unit, at least 5s/],
    ["{name: a, type: imap, host: h, user: u, password: x, start: {since: ever}}", /^1: sources\[0\]\.start: does not fit; write `now`, `all` or/],
    ["{name: a, type: imap, host: h, user: u, password: x, mailboxes: []}", /^1: sources\[0\]\.mailboxes: does not fit; write a list of mailboxes/],
    ["{name: a, type: imap, host: h, user: u, password: x, groups: [g]}", /^1: sources\[0\]\.groups: belongs to `type: nntp`; leave it out/],
    ["{name: a, type: nntp, host: h}",                                  /^1: sources\[0\]\.groups: is missing; write a list of groups/],
    ["{name: a, type: nntp, groups: [g]}",                              /^1: sources\[0\]\.host: is missing; write the news server/],
    ["{name: a, type: nntp, host: h, groups: []}",                      /^1: sources\[0\]\.groups: does not fit; write a list of groups/],
    ["{name: a, type: nntp, host: h, groups: [\"a*\"]}",                /^1: sources\[0\]\.groups\[0\]: does not fit; write a group/],
    ["{name: a, type: nntp, host: h, groups: [{group: g, list: <l>}]}", /^1: sources\[0\]\.groups\[0\].*: does not fit; write /],
    ["{name: a, type: nntp, host: h, groups: [g, {group: g, list: l}]}",/^1: sources\[0\]\.groups\[1\].*: is there already; write each once/],
    ["{name: a, type: nntp, host: h, groups: [g], path: ./x}",          /^1: sources\[0\]\.path: belongs to `type: maildir` and `type: mbox`; leave it out/],
    ["{name: a, type: nntp, host: h, groups: [g], user: u}",            /^1: sources\[0\]\.password: is missing; write one of/],
    ["{name: a, type: nntp, host: h, groups: [g], password: x}",        /^1: sources\[0\]\.user: is missing; write it, or leave the password out/],
    ["{name: a, type: nntp, host: h, groups: [g], user: u, password: x, tls: none}", /^1: sources\[0\]\.tls: would send the password in the clear/],
    ["{name: a, type: nntp, host: h, groups: [g], user: u, token_command: x}", /^1: sources\[0\]\.password: is missing/],
    ["{name: a, type: nntp, host: h, groups: [g], token_command: x}",   /^1: sources\[0\]\.token_command: belongs to `type: imap`; write a password/],
    ["{name: a, type: nntp, host: h, groups: [g], poll: 30s}",          /^1: sources\[0\]\.poll: is too often for a news server; write at least 60s/],
  ];
  for (const [account, complaint] of accounts) {
    test(`with the account ${account} is refused: ${complaint.source}`, async (t) => {
      assert.match((await problems(t, `sources: [${account}]\n`))[0]!, complaint);
    });
  }

  test("tells all problems at once, in the order of the file", async (t) => {
    const told = await problems(t, `web: {port: x, hots: y}\n${least}log: {level: z}\nlist: []\n`);
    assert.deepEqual(
      told.map((problem) => problem.split(": ", 2).join(": ")),
      ["1: web.port", "1: web.hots", "4: log.level", "5: list"],
    );
  });

  test("without accounts, empty or of another shape is refused", async (t) => {
    assert.match((await problems(t, "log: {level: info}"))[0]!, /^1: sources: is missing; write at least one account/);
    assert.match((await problems(t, "sources: []"))[0]!, /^1: sources: does not fit; write at least one account/);
    assert.match((await problems(t, ""))[0]!, /^1: is missing; write settings as in config\/listwire\.example\.yaml/);
    assert.match((await problems(t, "[]"))[0]!, /^1: does not fit; write settings/);
  });

  test("that every user of the machine can read must not hold a secret itself", async (t) => {
    const told = await problems(t, `${least}web:\n  token: secret-secret-secret\n`, {}, 0o644);
    assert.deepEqual(
      told.map((problem) => /^\d+: [^:]*: stands in a file that every user/.test(problem)),
      [true, true],
    );
    const file = fileWith(t, least.replace("secret1", `"\${PASSWORD}"`), 0o644);
    assert.equal(
      await ((await readConfig(file, { PASSWORD: "secret1" })).sources[0] as ImapConfig).password(),
      "secret1",
    );
  });

  test("may read a Maildir, which has a path and no account", async (t) => {
    const source = (more: string) => fileWith(t, `sources: [{name: files, type: maildir${more}}]\n`);
    const { sources } = await readConfig(source(", path: ./mail"));
    const [{ path, ...rest } = { path: "" }] = sources as readonly FilesConfig[];
    assert.match(path, /^\/.*\/mail$/);
    assert.deepEqual(rest, { name: "files", type: "maildir", start: "now", pollMs: 60_000 });
    await assert.rejects(readConfig(source("")), /sources\[0\]\.path: is missing; write the path of a Maildir/);
    const both = `sources: [{name: main, type: imap, host: h, user: u, password: p, path: x}]\n`;
    await assert.rejects(
      readConfig(fileWith(t, both)),
      /sources\[0\]\.path: belongs to `type: maildir` and `type: mbox`; leave it out/,
    );
    const none = `sources: [{name: main, type: imap, password: p}]\n`;
    await assert.rejects(readConfig(fileWith(t, none)), /sources\[0\]\.host: is missing; write the IMAP server/);
  });

  test("may read a news server, with a login or without one", async (t) => {
    const account = "name: news, type: nntp, host: news.example.org";
    const text = `sources:
  - {${account}, groups: [inbox.comp.wbus, {group: inbox.comp.ring, list: Ring.Lists.Example.Org}]}
  - {name: own, type: nntp, host: localhost, tls: none, user: reader, password: secret1, groups: [wbus], start: all, poll: 5m}
  - {name: open, type: nntp, host: news.example.org, tls: none, groups: [wbus]}
  - {name: up, type: nntp, host: news.example.org, tls: starttls, port: 1119, groups: [wbus]}
`;
    const [news, own, open, up] = (await read(t, text)).sources as readonly NewsConfig[];
    assert.deepEqual(news, {
      name: "news",
      type: "nntp",
      host: "news.example.org",
      port: 563,
      tls: "implicit",
      groups: [{ group: "inbox.comp.wbus" }, { group: "inbox.comp.ring", list: "ring.lists.example.org" }],
      start: "now",
      pollMs: 60_000,
    });
    assert.deepEqual([own?.login?.user, await own?.login?.password(), own?.pollMs], ["reader", "secret1", 300_000]);
    assert.deepEqual([own?.port, open?.port, up?.port], [119, 119, 1119]);
  });

  test("that is not there, or no file, says what to do", async (t) => {
    const folder = temporaryFolder(t);
    await assert.rejects(readConfig(join(folder, "x.yaml"), {}), {
      name: "ConfigError",
      message: /x\.yaml: cannot be read \(ENOENT\); copy/,
    });
    await assert.rejects(readConfig(folder, {}), { name: "ConfigError", message: /cannot be read \(EISDIR\)/ });
  });

  test("of aliases that grow without end, or of ten megabytes, is refused at once", async (t) => {
    const bomb = ["a: &a0 [x, x]", ...Array.from({ length: 40 }, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}]`)].join(
      "\n",
    );
    assert.match((await problems(t, bomb))[0]!, /^1: has aliases that grow too large/);
    const large = fileWith(t, `${least}#${"x".repeat(10_000_000)}`);
    await assert.rejects(readConfig(large, {}), { name: "ConfigError", message: /is larger than/ });
  });
});
