import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

/** docs/architecture.md, executed. A better plan is redrawn there and here in the same change. */

const SRC = fileURLToPath(new URL("../src/", import.meta.url));
const TEST = fileURLToPath(new URL("./", import.meta.url));

const PURE = ["mail", "patch", "condense", "kind", "thread", "series", "route", "compose", "command"];
const LOOP = { values: [...PURE, "reader", "clock"], types: "all", errors: true } as const;

interface Rule {
  /** Rooms whose values it may import. */
  readonly values: readonly string[];
  /** Rooms whose types it may import besides. */
  readonly types?: readonly string[] | "all";
  /** It may import the error classes of the edges. */
  readonly errors?: boolean;
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
  route:    { values: ["mail", "patch", "condense", "kind"] },
  compose:  { values: ["mail", "patch", "condense", "kind", "thread", "series", "route"] },
  source:   { values: [] },
  chat:     { values: ["compose", "command"], types: ["condense"] },
  store:    { values: [], types: "all" },
  ops:      { values: [], types: "all" },
  clock:    { values: [] },
  config:   { values: ["command"], types: "all" }, // the nearest of some words, for a mistyped key
  reader:   { values: PURE },
  intake:   LOOP,
  deliver:  LOOP,
  answer:   LOOP,
  tend:     LOOP,
};

/** Rooms that may import everything; nobody else may import them. */
const ROOTS = ["cli", "main"];

/** Files over 250 lines, each with the reason why it is one. */
const LONG: Readonly<Record<string, string>> = {
  "chat/web/post-file.ts": "the web chat's own memory: statements and their rows read best side by side",
};

/** Modules whose test stands elsewhere, each with the place. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {
  "main.ts": "cli.test.ts, by starting it",
  "clock.ts": "deliver.test.ts; the system's clock itself is three lines",
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
  readonly names: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(SRC, file), "utf8")]));
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const found: Import[] = [];
  for (const [, keyword = "", clause = "", target = ""] of texts
    .get(from)!
    .matchAll(/^(import|export) ([^;"]*?)from "(\.[^"]+)";/gms)) {
    const names = clause.replace(/^type /, "");
    // `import { type A, type B }` takes types alone, too.
    const isType =
      clause.startsWith("type ") ||
      (/^\{[^}]*\}\s*$/s.test(clause) &&
        clause
          .replace(/[{}\s]/g, "")
          .split(",")
          .filter(Boolean).length === (clause.match(/\btype /g)?.length ?? 0));
    found.push({ from, to: normalize(join(dirname(from), target)), isType, names: `${keyword} ${names}` });
  }
  for (const [, target = ""] of texts.get(from)!.matchAll(/\bimport\("(\.[^"]+)"\)/g)) {
    found.push({ from, to: normalize(join(dirname(from), target)), isType: false, names: "" });
  }
  return found;
}

function roomOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, "");
}

function mayImport({ from, to, isType, names }: Import): boolean {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other || ROOTS.includes(room)) return !(ROOTS.includes(other) && !ROOTS.includes(room));
  const rule = RULES[room];
  if (rule === undefined) return false;
  if (rule.values.includes(other)) return true;
  if (isType) return rule.types === "all" || (rule.types?.includes(other) ?? false);
  const taken = names
    .replace(/^import |[{}\s]/g, "")
    .split(",")
    .filter((name) => name !== "" && !/^type[A-Z]/.test(name));
  return rule.errors === true && taken.every((name) => name.endsWith("Error"));
}

describe("the house", () => {
  test("has a rule for every room", () => {
    assert.deepEqual(
      [...new Set(files.map(roomOf))].filter((room) => RULES[room] === undefined && !ROOTS.includes(room)),
      [],
    );
  });

  test("is entered by the doors that the plan has", () => {
    assert.deepEqual(
      imports.filter((one) => !mayImport(one)).map(({ from, to }) => `${from} -> ${to}`),
      [],
    );
  });

  test("has no circle of imports", () => {
    const next = Map.groupBy(
      imports.filter(({ isType }) => !isType),
      ({ from }) => from,
    );
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
    const long = files.filter((file) => texts.get(file)!.split("\n").length > 250 && LONG[file] === undefined);
    assert.deepEqual(long, []);
  });

  test("logs nowhere but in loops and edges", () => {
    assert.deepEqual(
      files.filter(
        (file) => PURE.includes(roomOf(file)) && /\blog\.(?:debug|info|warn|error)\(/.test(texts.get(file)!),
      ),
      [],
    );
  });

  test("names no machine and no registry", () => {
    const named = /registry\.|\/(?:work|home|root)\//;
    assert.deepEqual(
      files.filter((file) => named.test(texts.get(file)!)),
      [],
    );
  });

  test("has a test for each room, and says where a module of its own is tested", () => {
    const rooms = [...new Set(files.map(roomOf))];
    const tested = (room: string) =>
      existsSync(join(TEST, room)) ||
      existsSync(join(TEST, `${room}.test.ts`)) ||
      TESTED_ELSEWHERE[`${room}.ts`] !== undefined;
    assert.deepEqual(
      rooms.filter((room) => !tested(room)),
      [],
    );
  });
});
