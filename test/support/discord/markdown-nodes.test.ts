import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { markdownNodes } from "./markdown-nodes.ts";

describe("the nodes of", () => {
  const rows: readonly [content: string, nodes: number][] = [
    ["", 0],
    ["plain words", 1],
    ["**bold**", 2],
    ["**bold** and _slanted_", 5],
    ["> a quote", 2],
    ["```diff\n+a\n```", 1],
  ];
  for (const [content, nodes] of rows) {
    test(`${JSON.stringify(content)} are ${nodes}`, () => assert.equal(markdownNodes(content), nodes));
  }
});
