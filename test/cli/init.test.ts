import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { ImapConfig } from "../../src/config/config.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { listwire } from "../support/listwire.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const mailbox = ["--host", "imap.example.org", "--user", "lists"];
const everywhere = [
  ...mailbox,
  ...["--list", "wbus.lists.example.org", "--start", "7d"],
  ...["--discord-token-file", "./discord-token", "--discord-channel", "181390438123704322"],
  ...["--matrix-homeserver", "https://matrix.example.org", "--matrix-room", "!wbus:example.org"],
  ...["--matrix-allow", "@ada:example.org"],
];

test("init writes a configuration that can be read, for its owner alone, and says what comes next", async (t) => {
  const folder = temporaryFolder(t);
  const { code, out } = await listwire(["init", ...everywhere], { cwd: folder });
  assert.equal(code, 0);
  assert.match(
    out,
    /^listwire\.yaml is written\. Next:\n {2}put the secret into \.\/imap-password.*\n.*discord-token.*\n.*matrix-token.*\n {2}listwire check --config listwire\.yaml\n {2}listwire run --config listwire\.yaml\n$/,
  );
  const file = join(folder, "listwire.yaml");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  for (const name of ["imap-password", "discord-token", "matrix-token"])
    writeFileSync(join(folder, name), "secret", { mode: 0o600 });
  const { sources, subscriptions, discord, matrix, health } = await readConfig(file);
  const [source] = sources as readonly ImapConfig[];
  assert.deepEqual(
    [source?.host, source?.user, source?.start],
    ["imap.example.org", "lists", { sinceMs: 604_800_000 }],
  );
  assert.deepEqual(
    subscriptions.map(({ channel }) => channel),
    ["discord:181390438123704322", "matrix:!wbus:example.org"],
  );
  assert.deepEqual([await discord?.token(), matrix?.allow, health?.port], ["secret", ["@ada:example.org"], 9464]);
});

test("init with the least that it needs to know", async (t) => {
  const folder = temporaryFolder(t);
  assert.equal((await listwire(["init", ...mailbox, "mine.yaml"], { cwd: folder })).code, 0);
  writeFileSync(join(folder, "imap-password"), "secret", { mode: 0o600 });
  const { sources, discord, matrix } = await readConfig(join(folder, "mine.yaml"));
  const [source] = sources as readonly ImapConfig[];
  assert.deepEqual([source?.mailboxes, source?.start, discord, matrix], [["INBOX"], "now", undefined, undefined]);
});

test("init overwrites nothing", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "listwire.yaml"), "mine");
  const { code, err } = await listwire(["init", ...mailbox], { cwd: folder });
  assert.match(err, /init: listwire\.yaml: is there already, and is not overwritten; name another file$/m);
  assert.deepEqual([code, readFileSync(join(folder, "listwire.yaml"), "utf8")], [2, "mine"]);
});

describe("init names the answer that is wrong or missing, and the remedy:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [args: readonly string[], says: RegExp][] = [
    [["--user", "lists"],                                 /^listwire: init: --host is missing \(IMAP server .*\), and there is no terminal to ask at$/m],
    [[...mailbox, "--start", "soon"],                     /^listwire: init: --start: write now, all, or a time: 7d$/m],
    [[...mailbox, "--list", "<wbus@example.org>"],        /^listwire: init: --list: write what stands in List-Id/m],
    [[...mailbox, "--discord-token-file", "x"],           /^listwire: init: --discord-channel is missing/m],
    [[...mailbox, "--matrix-homeserver", "example.org"],  /^listwire: init: --matrix-homeserver: write an address/m],
    [[...mailbox, "a", "b"],                              /^listwire: init: name one file/m],
    [["--hosst", "x"],                                    /^listwire: Unknown option '--hosst'/m],
  ];
  for (const [args, says] of rows)
    test(args.join(" "), async (t) => {
      const { code, err } = await listwire(["init", ...args], { cwd: temporaryFolder(t) });
      assert.match(err, says);
      assert.equal(code, 2);
    });
});
