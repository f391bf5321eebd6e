import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";

const folder = new URL("../samples/", import.meta.url);

const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");

/** The text of a mail whose head has no encoding to undo. */
const bodyOf = (mail: string): string => mail.slice(mail.indexOf("\n\n") + 2);

describe("what is left of", () => {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".condensed.txt"))
    .map((file) => file.slice(0, -".condensed.txt".length));
  assert.ok(names.length >= 40);
  for (const name of names) {
    test(`${name}.eml stands in ${name}.condensed.txt`, () => {
      const { reply, quotesOnly } = condense(bodyOf(read(`${name}.eml`)));
      assert.equal(quotesOnly ? "" : `${reply}\n`, read(`${name}.condensed.txt`));
    });
  }
});
