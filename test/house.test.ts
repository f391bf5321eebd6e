import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, dirname, join, normalize } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

/** docs/architecture.md, executed. A better plan is redrawn there and here in the same change. */

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const PURE = ["mail", "patch", "condense", "kind", "thread", "series", "route", "compose", "command"];
const EDGES = ["source", "chat", "store", "ops", "config"];
const LOOP: Rule = { values: [...PURE, "reader", "clock"], types: EDGES, errors: EDGES };

interface Rule {
  /** Rooms that it may import. */
  readonly values: readonly string[];
  /** Rooms of which it may import types, besides. */
  readonly types?: readonly string[];
  /** Rooms whose error classes it may import, besides. */
  readonly errors?: readonly string[];
}

// biome-ignore format: the columns are the specification
const RULES: Readonly<Record<string, Rule>> = {
  mail:     { values: [] },
  patch:    { values: ["mail"] },
  thread:   { values: ["mail"] },
  command:  { values: ["mail"] },
  condense: { values: ["mail", "patch"] },
  kind:     { values: ["mail", "patch", "condense"] },
  series:   { values: ["mail", "patch", "kind", "thread"] },
  route:    { values: ["mail", "patch", "condense", "kind", "command"] }, // the nearest of some words, for a mistyped filter
  compose:  { values: ["mail", "patch", "condense", "kind", "thread", "series", "route"] },
  source:   { values: [] },
  chat:     { values: ["compose", "command"] },
  store:    { values: [], types: [...PURE, "chat", "source"] },
  ops:      { values: [], types: [...PURE, ...EDGES] },
  clock:    { values: [] },
  config:   { values: ["command", "route"] }, // the nearest of some words, for a mistyped key; what a filter can say
  reader:   { values: PURE },
  happened: LOOP,
  intake:   LOOP,
  deliver:  LOOP,
  answer:   { ...LOOP, values: [...LOOP.values, "happened"] },
  tend:     { ...LOOP, values: [...LOOP.values, "happened"] },
};

/** They may import everything, and nobody else may import them. */
const ROOTS = ["cli", "main"];

/** Files over 250 lines, each with the reason. */
const LONG: Readonly<Record<string, string>> = {
  "chat/web/post-file.ts": "the web chat's own memory: statements and their rows read best side by side",
};

/** Modules without a test of the same name, and the test that runs them: as parts of one thing that is tested as one. */
// biome-ignore format: the columns are the specification
const TESTED_BY: readonly (readonly [test: string, folder: string, modules: string])[] = [
  ["cli.test.ts",                    "",                "main"],
  ["cli.test.ts",                    "cli/",            "channel-life count-mails data demo-mailbox demo directory filters inspect inspect-row list-setting relay run seed settled try until-stopped usage watch"],
  ["cli/shown-mail.test.ts",         "cli/",            "raw-mail"],
  ["deliver.test.ts",                "",                "clock"],
  ["deliver.test.ts",                "chat/",           "delivery-error"],
  ["deliver.test.ts",                "deliver/",        "holds pay"],
  ["chat/discord/faults.test.ts",    "chat/",           "platform-error"],
  ["chat/discord/platform.test.ts",  "chat/discord/", "commands failure find listener message patiently poster rights threads to-answer"],
  ["real/matrix.test.ts",            "chat/matrix/",    "erase event failure forms listener platform poster probe sdk sync to-answer"],
  ["ops/health.test.ts",             "ops/",            "metrics"],
  ["store/sqlite-migrations.test.ts", "store/",         "sqlite-steps"],
  ["cli/backup.test.ts",             "store/",          "sqlite-copy"],
  ["cli/backup.test.ts",             "cli/",            "status"],
  ["real/reload.test.ts",            "cli/",            "reload"],
  ["cli/check.test.ts",              "cli/check/",      "silences"],
  ["cli/check.test.ts",              "source/",         "imap-probe maildir-probe mbox-probe nntp-probe"],
  ["cli/check.test.ts",              "chat/discord/",   "probe"],
  ["cli.test.ts",                    "cli/",            "invite"],
  ["chat/web/app.test.ts",           "chat/web/",       "channel-json gate links page-data render-page render-time render-welcome"],
  ["answer.test.ts",                 "compose/answers/", "labelled mail-facts notice"],
  ["answer/on-hide.test.ts",         "compose/answers/", "hides"],
  ["answer/on-block.test.ts",        "compose/answers/", "blocks"],
  ["intake/retell.test.ts",          "compose/",        "hidden"],
  ["answer/on-mute.test.ts",         "compose/answers/", "mutes"],
  ["tend/digests.test.ts",           "",                "happened"],
  ["answer/on-subscribe.test.ts",    "answer/",         "last-week recent-mails settings-here wished"],
  ["answer/on-filter.test.ts",       "compose/answers/", "filters"],
  ["command/table.test.ts",          "command/",        "list-rows mail-rows row"],
  ["answer/on-series.test.ts",       "compose/answers/", "diff diff-table file-text series"],
  ["compose/fit.test.ts",            "compose/",        "size"],
  ["intake/guarded.test.ts",         "compose/",        "overflow"],
  ["intake/stories.test.ts",         "compose/",        "card card-footer line place unquoted"],
  ["intake/stories.test.ts",         "intake/",         "adopt find-topic owe-card owe-mail show standing take-in topic-mail unquoted"],
  ["intake/places.test.ts",          "intake/",         "leave"],
  ["intake/intake.test.ts",          "intake/",         "catch-up released"],
  ["intake/forget.test.ts",          "series/",         "without-mail"],
  ["intake/stories.test.ts",         "series/",         "find fold topic versions"],
  ["route/wants.test.ts",            "route/",         "notable"],
  ["mail/read-mail.test.ts",         "mail/",           "ancestry"],
  ["condense/samples.test.ts",       "condense/",       "armour attribution-above attribution-words contact-block device diff footers guesses head-words label lines other-quotes quotes shared-line sheet sign-off signature top-posted"],
  ["condense/parent.test.ts",        "condense/",       "copies tails"],
  ["condense/context.test.ts",       "condense/",       "code-context quoted-line remark sentence"],
  ["config/read-config.test.ts",     "config/",         "chats checks config-error document news-groups schema subscriptions"],
  ["reader.test.ts",                 "reader/",         "read-one salvage worker"],
  ["faults/imap.test.ts",            "source/",         "imap-commands imap-connection imap-fetch imap-link imap-options imap-plan imap mail-source"],
  ["source/mbox-file.test.ts",       "source/",         "mbox-cursor"],
  ["faults/nntp.test.ts",            "source/",         "nntp-link nntp-options nntp-session nntp-socket nntp-trouble nntp-wire nntp"],
  ["store/sqlite.test.ts",           "store/",          "sqlite-follows sqlite-forgets sqlite-guards sqlite-hides sqlite-intake sqlite-lock sqlite-mutes sqlite-outbox sqlite-quarantine sqlite-removal sqlite-retention sqlite-subscriptions sqlite-threads sqlite-told sqlite-topics store"],
];

const SRC = "src/";
const files = readdirSync(join(ROOT, SRC), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort();
const texts = new Map(files.map((file) => [file, text(SRC + file)]));

interface Import {
  /** Below src/. */
  readonly from: string;
  readonly to: string;
  readonly names: readonly string[];
}

const imports = files.flatMap((file) => importsOf(file, texts.get(file)!));
/** What is left of them when Node has stripped the types. */
const valueImports = files.flatMap((file) => importsOf(file, stripTypeScriptTypes(texts.get(file)!)));

function text(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function importsOf(from: string, source: string): Import[] {
  const to = (target = "") => normalize(join(dirname(from), target));
  const said = source.matchAll(/^(?:import|export) (?:type )?(?:([^;"]*?)from )?"(\.[^"]+)";/gm);
  const asked = source.matchAll(/\bimport\("(\.[^"]+)"\)/g);
  return [
    ...Array.from(said, ([, clause = "", target]) => ({ from, to: to(target), names: clause.match(/[\w*]+/g) ?? [] })),
    ...Array.from(asked, ([, target]) => ({ from, to: to(target), names: ["*"] })),
  ];
}

function roomOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, "");
}

/** True where the room that imports may have types, or values, of the other one. */
function mayImport({ from, to, names }: Import, what: "types" | "values"): boolean {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other || ROOTS.includes(room)) return true;
  const { values = [], types = [], errors = [] } = RULES[room] ?? {};
  if (values.includes(other)) return true;
  if (what === "types") return types.includes(other);
  return errors.includes(other) && names.length > 0 && names.every((name) => name.endsWith("Error"));
}

/** What a test runs: imports that stay, files that it names as `new URL`, the program where it starts the launcher. */
function reached(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path) || !existsSync(join(ROOT, path))) return seen;
  seen.add(path);
  for (const [, target = ""] of stripTypeScriptTypes(text(path)).matchAll(
    /(?:\bfrom |\bimport\(|\bURL\()["`](\.[^"`$]+)/g,
  )) {
    const to = normalize(join(dirname(path), target));
    if (to === "src/reader/worker") reached(`${to}.ts`, seen); // its ending is computed
    if (to === "bin/listwire.cjs") reached("src/main.ts", seen);
    if (to.endsWith(".ts")) reached(to, seen);
  }
  return seen;
}

/** True where nothing is left to run when the types are gone. */
function isTypesAlone(file: string): boolean {
  return !/=>|\bfunction\b|\bconst\b|\bclass\b/.test(
    stripTypeScriptTypes(texts.get(file)!).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""),
  );
}

describe("the house", () => {
  test("has a rule for every room", () => {
    assert.deepEqual(
      [...new Set(files.map(roomOf))].filter((room) => RULES[room] === undefined && !ROOTS.includes(room)),
      [],
    );
  });

  test("is entered by the doors that the plan has", () => {
    const forbidden = [
      ...imports.filter((one) => !mayImport(one, "types") && !mayImport(one, "values")),
      ...valueImports.filter((one) => !mayImport(one, "values")),
    ];
    assert.deepEqual(
      forbidden.map(({ from, to, names }) => `${from} -> ${to}: ${names}`),
      [],
    );
  });

  test("has no circle of imports", () => {
    const next = Map.groupBy(valueImports, ({ from }) => from);
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === "open") circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (state.has(file)) return;
      state.set(file, "open");
      for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
      state.set(file, "done");
    };
    for (const file of files) visit(file, []);
    assert.deepEqual(circles, []);
  });

  test("names files for their idea", () => {
    assert.deepEqual(
      files.filter((file) => /^(?:utils?|helpers?|common|manager|types|misc)\.ts$/.test(basename(file))),
      [],
    );
  });

  test("keeps clock, chance, process and network out of the pure rooms", () => {
    const forbidden =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|from "node:(?:fs|net|http|https|tls|dns|child_process|worker_threads|os)|\bfetch\(|\bconsole\./;
    assert.deepEqual(
      files.filter((file) => PURE.includes(roomOf(file)) && forbidden.test(texts.get(file)!)),
      [],
    );
  });

  test("reads the environment in one place", () => {
    assert.deepEqual(
      files.filter((file) => texts.get(file)!.includes("process.env")),
      ["config/read-config.ts"],
    );
  });

  test("has files that one can read at a sitting", () => {
    const long = files.filter((file) => texts.get(file)!.split("\n").length > 251);
    assert.deepEqual(long, Object.keys(LONG));
  });

  test("has a test for each module: of the same name, or one that is named above and runs it", () => {
    const namesake = (file: string) => existsSync(join(ROOT, "test", file.replace(/\.ts$/, ".test.ts")));
    const excepted = new Map<string, string>(
      TESTED_BY.flatMap(([by, folder, modules]) =>
        modules.split(" ").map((name) => [`${folder}${name}.ts`, by] as const),
      ),
    );
    assert.deepEqual(
      files.filter((file) => !isTypesAlone(file) && !namesake(file) && !excepted.has(file)),
      [],
    );
    const runs = new Map(TESTED_BY.map(([by]) => [by, reached(`test/${by}`)]));
    const idle = Array.from(excepted).filter(([file, by]) => namesake(file) || !runs.get(by)!.has(SRC + file));
    assert.deepEqual(idle, []);
  });
});
