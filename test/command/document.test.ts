import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { commandsDocument } from "../../src/command/document.ts";
import { commands } from "../../src/command/table.ts";

test("docs/commands.md is what the table says; make it anew with: node bin/listwire.cjs node docs/commands.ts", async () => {
  const written = await readFile(new URL("../../docs/commands.md", import.meta.url), "utf8");
  assert.equal(written, commandsDocument());
});

test("the document has a section for every command and names every argument", () => {
  for (const row of commands) {
    assert.match(commandsDocument(), new RegExp(`^### .${row.name}\\b`, "m"));
    for (const arg of row.args) assert.ok(commandsDocument().includes(`- \`${arg.name}\``), arg.name);
  }
});
