import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { parseSubsystems, subsystemIndex, type TableFacts } from "../../src/route/subsystems.ts";

const text = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** The tables of docs/subsystems.md, by the heading above each. */
const tables = new Map(
  text("docs/subsystems.md")
    .split("\n### ")
    .slice(1)
    .map((part) => [part.split("\n", 1)[0] ?? "", part.split("```yaml\n")[1]?.split("```")[0] ?? ""]),
);

const nothing: TableFacts = { lists: [], recipients: [], prefixes: [], tags: [], paths: [] };

describe("the tables in the docs", () => {
  test("are there for six projects, each without a problem", () => {
    assert.deepEqual([...tables.keys()], ["git", "QEMU", "Buildroot", "U-Boot", "Zephyr", "PostgreSQL"]);
    for (const yaml of tables.values()) assert.deepEqual(parseSubsystems(parse(yaml)).problems, []);
  });

  // biome-ignore format: the columns are the specification
  const rows: readonly [project: string, facts: Partial<TableFacts>, names: readonly string[]][] = [
    ["git",        { lists: ["git.vger.kernel.org"], paths: ["refs/files-backend.c"] },            ["git", "refs"]],
    ["git",        { paths: ["packfile.c"] },                                                      ["packfiles"]],
    ["git",        { paths: ["Documentation/git-log.adoc"], prefixes: ["doc"] },                   ["docs"]],
    ["QEMU",       { lists: ["qemu-arm.nongnu.org"], prefixes: ["hw/arm"] },                       ["arm"]],
    ["QEMU",       { lists: ["qemu-devel.nongnu.org"], paths: ["block/qcow2.c"] },                 ["qemu", "block"]],
    ["Buildroot",  { lists: ["buildroot.buildroot.org"], paths: ["package/python-idna/python-idna.mk"] }, ["buildroot", "python"]],
    ["Buildroot",  { paths: ["configs/kiln_defconfig", "board/example/kiln/boot.cmd"] },           ["boards"]],
    ["U-Boot",     { paths: ["configs/kiln-rk3399_defconfig"] },                                   ["rockchip"]],
    ["U-Boot",     { prefixes: ["efi_loader"] },                                                   ["efi"]],
    ["Zephyr",     { lists: ["users.lists.zephyrproject.org"] },                                   ["zephyr-users"]],
    ["PostgreSQL", { lists: ["pgsql-hackers.lists.postgresql.org"], paths: ["src/backend/replication/slot.c"] }, ["hackers", "replication"]],
  ];
  for (const [project, facts, names] of rows)
    test(`route mail of ${project} to ${names.join(" and ")}`, () => {
      const subsystemsOf = subsystemIndex(parseSubsystems(parse(tables.get(project) ?? "")).table);
      assert.deepEqual(
        subsystemsOf({ ...nothing, ...facts }).map(({ subsystem }) => subsystem.name),
        names,
      );
    });
});

test("the example of a table has every key and no problem", () => {
  const written = parse(text("config/subsystems.example.yaml")) as readonly object[];
  assert.deepEqual(parseSubsystems(written).problems, []);
  const keys = ["name", "title", "lists", "addresses", "prefixes", "paths", "robots"];
  assert.deepEqual(Object.keys(written[0] ?? {}), keys);
});
