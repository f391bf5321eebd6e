import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { commands } from "../src/command/table.ts";
import { written } from "../src/config/schema.ts";
import { listwire } from "./support/listwire.ts";

/** What the documents name is there, and what is there they name. */

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

test("every subcommand is in docs/cli.md, and every subcommand there is one", async () => {
  const { out } = await listwire(["help"]);
  const there = Array.from(out.matchAll(/^ {2}(\S+) {2,}/gm), ([, name]) => name!).filter((name) => name !== "help");
  const told = Array.from(read("docs/cli.md").matchAll(/^## (.+)$/gm), ([, names]) => names!.split(", ")).flat();
  assert.deepEqual(told.toSorted(), there.toSorted());
});

test("every command of a channel is in docs/commands.md", () => {
  const text = read("docs/commands.md");
  for (const { name } of commands) assert.ok(text.includes(`\`${name}`), `${name} is missing`);
});

describe("config/listwire.example.yaml", () => {
  // A block that is commented out is there for those who want it.
  const example = read("config/listwire.example.yaml").replace(/^# ?(?=(?: {2,}[\w#]|[a-z_]+:))/gm, "");

  test("has every key of the configuration", () => {
    const names = new Set(keysOf(z.toJSONSchema(written, { unrepresentable: "any", io: "input" }) as Schema));
    const missing = [...names].filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(example));
    assert.deepEqual(missing, []);
  });

  test("is YAML, without what is commented out", () => {
    assert.equal(typeof parse(read("config/listwire.example.yaml")), "object");
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

/** All names of keys, at any depth. */
function keysOf({ properties = {}, items, anyOf = [], allOf = [], additionalProperties }: Schema): string[] {
  const within = [...Object.values(properties), ...anyOf, ...allOf, ...(items === undefined ? [] : [items])];
  if (typeof additionalProperties === "object") within.push(additionalProperties);
  return [...Object.keys(properties), ...within.flatMap(keysOf)];
}

describe("each link in the documents leads to a file that is there:", () => {
  for (const document of documents)
    test(document, () => {
      for (const [, target = ""] of read(document).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g))
        assert.ok(existsSync(join(ROOT, dirname(document), target)), target);
    });
});
