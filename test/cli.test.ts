import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listwire } from "./support/listwire.ts";
import { patchText, written } from "./support/stage.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const LAUNCHER = fileURLToPath(new URL("../bin/listwire.cjs", import.meta.url));

/** Resolves with what it printed so far once that matches; rejects with it when the process ends before. */
function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout!.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      if (pattern.test(said)) resolve(said);
    });
    child.once("exit", () => reject(new Error(`it ended before: ${said}`)));
  });
}

describe("the command line", () => {
  // biome-ignore format: the columns are the specification
  const refused: readonly [args: string[], says: RegExp][] = [
    [["frobnicate"],                                  /^listwire: no such subcommand: frobnicate; `listwire help` lists them$/m],
    [["demo", "--twice"],                             /^listwire: Unknown option '--twice'.*docs\/cli\.md$/m],
    [["inspect"],                                     /^listwire: inspect: name a \.eml file, an mbox, a Maildir or a folder$/m],
    [["inspect", "nowhere.mbox"],                     /^listwire: nowhere\.mbox: no such file/m],
    [["inspect", "--maintainers", "nowhere", "x"],    /^listwire: nowhere: cannot be read \(ENOENT\)/m],
    [["try"],                                         /^listwire: try: name an mbox, a Maildir, \.eml files or a folder of them$/m],
    [["try", "nowhere.mbox"],                         /^listwire: nowhere\.mbox: no such file/m],
    [["try", "."],                                    /^listwire: \.: there is no mail in it$/m],
    [["route"],                                       /^listwire: route: --maintainers is missing/m],
    [["condense", "x"],                               /^listwire: condense reads JSON lines on standard input/m],
    [["run"],                                         /^listwire: .*listwire\.yaml: cannot be read \(ENOENT\); copy/m],
  ];
  for (const [args, says] of refused) {
    test(`${args.join(" ")}: said in one line with the remedy, exit 2`, async (t) => {
      const { code, err } = await listwire(args, { cwd: temporaryFolder(t) });
      assert.match(err, says);
      assert.equal(code, 2);
    });
  }

  test("help lists every subcommand, exit 0", async () => {
    const { code, out } = await listwire(["help"]);
    assert.equal(code, 0);
    for (const name of ["demo", "run", "inspect", "condense", "route"])
      assert.match(out, new RegExp(`^  ${name} `, "m"));
  });

  test("try: mail of one's own through everything, and what came of it", async (t) => {
    const folder = temporaryFolder(t);
    const cover = { id: "0@dev", subject: "[PATCH 0/1] wbus: burst mode", text: "Sends up to 16 words." };
    const mails = [
      cover,
      { id: "1@dev", subject: "[PATCH 1/1] wbus: fill", refs: ["0@dev"], text: patchText("drivers/wbus/ring.c") },
      {
        id: "2@dev",
        subject: "Re: [PATCH 0/1] wbus: burst mode",
        refs: ["0@dev"],
        text: "> Sends up to 16 words.\n\nWhy?",
      },
      { id: "3@dev", subject: "hello", list: "" },
    ];
    writeFileSync(
      join(folder, "wbus.mbox"),
      mails
        .map((mail) => `From x Tue Nov 17 09:00:00 2026\n${written(mail).toString().replaceAll("\r", "")}\n`)
        .join(""),
    );
    const { code, out, err } = await listwire(["try", "--once", "wbus.mbox"], { cwd: folder });
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(
      out,
      "4 mails → 1 card, 1 reply, 30 % of the lines folded, 0 mails I am not sure about\n1 mail without a List-Id: in no channel\n",
    );
  });

  test("condense: JSON lines in, JSON lines out", async () => {
    const mail = { id: "1", text: "On Tue, Ada wrote:\n> does it build?\nYes.\n-- \nBob" };
    const { code, out } = await listwire(["condense"], { input: `${JSON.stringify(mail)}\n` });
    assert.deepEqual([code, JSON.parse(out)], [0, { id: "1", reply: "Yes." }]);
  });

  test("route: a path in, its sections out", async (t) => {
    const file = join(temporaryFolder(t), "MAINTAINERS");
    writeFileSync(file, "W-BUS\nL:\twbus@lists.example.org\nF:\tdrivers/wbus/\n\nTHE REST\nF:\t*\nF:\t*/\n");
    const { code, out } = await listwire(["route", "--maintainers", file], { input: "drivers/wbus/ring.c\n" });
    assert.deepEqual([code, JSON.parse(out)], [0, { path: "drivers/wbus/ring.c", sections: ["W-BUS", "THE REST"] }]);
  });
});

describe("inspect", () => {
  function folder(t: TestContext): string {
    const path = join(temporaryFolder(t), "mails");
    mkdirSync(path);
    const mails = [
      {
        id: "r@tom",
        subject: "Re: [PATCH v2 1/2] wbus: part 1",
        from: "Tom <tom@example.org>",
        refs: ["p@nora"],
        text: "> a\nNo.\n\nReviewed-by: Tom <tom@example.org>",
      },
      { id: "p@nora", subject: "[PATCH v2 1/2] wbus: part 1" },
      { id: "p@nora", subject: "[other] [PATCH v2 1/2] wbus: part 1", list: "other.lists.example.org" },
    ];
    for (const [index, mail] of mails.entries()) writeFileSync(join(path, `${index}.eml`), written(mail));
    return path;
  }

  test("prints one JSON object an arrival, with the fields that docs/cli.md names", async (t) => {
    const { code, out } = await listwire(["inspect", "--json", "--final", folder(t)]);
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(code, 0);
    // biome-ignore format: the list is the contract
    assert.deepEqual(Object.keys(rows[0]!), [
      "file", "index", "messageId", "duplicateOf", "date", "from", "author", "lists", "subject", "kind", "isReply", "thread", "parent",
      "tags", "version", "n", "total", "title", "subset", "listTags", "prefixes", "component", "changeId", "baseCommit", "diffstat", "diffstatStated", "givenTrailers", "commitTrailers",
      "fixes", "ccStable", "files", "comments", "series", "subsystems", "places", "reply", "elided", "posts",
    ]);
    const [reply, patch, copy] = rows;
    assert.deepEqual(
      [reply!.parent, reply!.reply, reply!.givenTrailers],
      [
        "p@nora",
        "No.\n\nReviewed-by: Tom <tom@example.org>",
        [{ name: "Reviewed-by", value: "Tom <tom@example.org>" }],
      ],
    );
    assert.deepEqual([patch!.version, patch!.n, patch!.total, patch!.title], [2, 1, 2, "wbus: part 1"]);
    assert.equal(reply!.thread, patch!.thread);
    assert.deepEqual(reply!.comments, [{ path: null, line: null, quoted: "a" }]);
    assert.deepEqual(reply!.series, {
      id: "p@nora",
      version: 2,
      total: 2,
      previous: null,
      trailers: [{ name: "Reviewed-by", value: "Tom <tom@example.org>", patch: 1 }],
    });
    assert.deepEqual(patch!.series, reply!.series);
    assert.deepEqual((copy!.duplicateOf as { index: number }).index, 0);
    assert.deepEqual(copy!.lists, ["other.lists.example.org"]);
  });

  test("gives the commit trailers that git finds in the body: a first paragraph is the title", async (t) => {
    const path = temporaryFolder(t);
    const whole = patchText("ring.c");
    writeFileSync(join(path, "1.eml"), written({ id: "1@nora", subject: "[PATCH] wbus: part 1", text: whole }));
    const bare = whole.slice(whole.indexOf("Signed-off-by"));
    writeFileSync(join(path, "2.eml"), written({ id: "2@nora", subject: "[PATCH] wbus: part 2", text: bare }));
    const { out } = await listwire(["inspect", "--json", path]);
    const rows = out.trimEnd().split("\n");
    assert.deepEqual(
      rows.map((row) => JSON.parse(row).commitTrailers),
      [[{ name: "Signed-off-by", value: "Nora Lind <nora@example.org>" }], []],
    );
  });

  test("--config: a mail is what the operator's words make of it", async (t) => {
    const path = temporaryFolder(t);
    const config = join(path, "listwire.yaml");
    const account = "{name: a, type: imap, host: h, user: u, password: p}";
    writeFileSync(config, `sources: [${account}]\nkinds: {applied: [landed]}\n`, { mode: 0o600 });
    const mail = join(path, "1.eml");
    writeFileSync(mail, written({ id: "1@tom", subject: "Re: [PATCH] wbus", text: "Landed, thanks." }));
    const { out } = await listwire(["inspect", "--json", "--config", config, mail]);
    assert.equal(JSON.parse(out).kind, "applied-notice");
  });

  test("says without --final what was known at the time", async (t) => {
    const { out } = await listwire(["inspect", "--json", folder(t)]);
    assert.equal(JSON.parse(out.split("\n")[0]!).parent, null);
  });

  test("--lines shows each line's label and rule", async (t) => {
    const { code, out } = await listwire(["inspect", "--lines", folder(t)]);
    assert.equal(code, 0);
    assert.match(out, /quote 1 .* > a/);
    assert.match(out, /new .* No\./);
    assert.match(out, /trailer .* Reviewed-by: Tom/);
  });
});

describe("the demo", () => {
  test("--once takes everything in, says how much, and ends with 0", async () => {
    const { code, out } = await listwire(["demo", "--once"]);
    assert.equal(code, 0);
    assert.match(out, /^84 mails, \d+ threads, \d+ topics, \d+ posts and edits, 1 copies/m);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`shows its page while mails arrive, and ends with 0 on ${signal}, even told twice`, async () => {
      const child = spawn(process.execPath, [LAUNCHER, "demo"], { stdio: ["ignore", "pipe", "inherit"] });
      const said = await printed(child, /card in wbus/);
      const address = /http:\S+/.exec(said)![0];
      assert.match(await (await fetch(address)).text(), /wbus/);
      child.kill(signal);
      child.kill(signal);
      await once(child, "exit");
      assert.equal(child.exitCode, 0);
    });
  }
});

describe("the launcher", () => {
  const old = "/usr/bin/node";

  test("finds the Node that came along where the one that runs it is too old", {
    skip: !existsSync(old) && "no /usr/bin/node here",
  }, async () => {
    const child = spawn(old, [LAUNCHER, "node", "--version"], { stdio: ["ignore", "pipe", "inherit"] });
    const version = await text(child.stdout);
    assert.match(version, /^v(?:2[4-9]|[3-9]\d)\./);
  });
});
