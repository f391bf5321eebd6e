import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readTables } from "../../src/cli/tables.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("the operator's tables", () => {
  test("are a MAINTAINERS file and a table side by side, each name once", async (t) => {
    const folder = temporaryFolder(t);
    const [maintainers, subsystems] = [join(folder, "MAINTAINERS"), join(folder, "subsystems.yaml")];
    writeFileSync(maintainers, "wbus\nF: drivers/wbus/\n\nclk\nF: drivers/clk/\n");
    writeFileSync(subsystems, "- {name: wbus, prefixes: [wbus]}\n- {name: web, path: [www/]}\n");
    const { names, problems, rows } = await readTables({ maintainers, subsystems });
    assert.deepEqual(names, ["wbus", "clk"]);
    assert.equal(rows.length, 1);
    assert.match(problems.join("\n"), /subsystems\.yaml: row 2 \(web\): path is not known/);
  });

  // biome-ignore format: the columns are the specification
  const wrong: readonly [text: string, says: RegExp][] = [
    ["- name: [wbus\n",        /subsystems\.yaml:2: is no YAML \(.*\); see docs\/subsystems\.md/],
    ["name: wbus\n",           /subsystems\.yaml: the table is no list of rows; begin each row with/],
    ["",                       /subsystems\.yaml: the table is no list of rows/],
  ];
  for (const [text, says] of wrong) {
    test(`are refused with file and remedy: ${JSON.stringify(text)}`, async (t) => {
      const subsystems = join(temporaryFolder(t), "subsystems.yaml");
      writeFileSync(subsystems, text);
      await assert.rejects(readTables({ subsystems }), says);
    });
  }
});
