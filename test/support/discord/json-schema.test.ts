import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Schema, schemaFlaws } from "./json-schema.ts";

const named: Readonly<Record<string, Schema>> = {
  Id: { type: "string", pattern: "^(0|[1-9][0-9]*)$" },
  Row: {
    type: "object",
    properties: { type: { type: "integer", const: 1, oneOf: [{ const: 1 }] } },
    required: ["type"],
  },
  Text: {
    type: "object",
    properties: { type: { const: 10 }, content: { type: "string", minLength: 1 } },
    required: ["type", "content"],
  },
};

describe("by the schema", () => {
  const id: Schema = { $ref: "#/components/schemas/Id" };
  // biome-ignore format: the columns are the specification
  const rows: readonly [value: unknown, schema: Schema, flaws: readonly string[]][] = [
    ["12",               id,                                                                    []],
    ["012",              id,                                                                    ["it: does not match ^(0|[1-9][0-9]*)$"]],
    [12,                 id,                                                                    ["it: is number, not string"]],
    ["12",               { type: "integer" },                                                   []],
    [1.5,                { type: "integer" },                                                   ["it: is number, not integer"]],
    [null,               { type: ["string", "null"] },                                          []],
    ["abc",              { type: "string", maxLength: 2 },                                      ["it: is longer than 2"]],
    [7,                  { type: "integer", minimum: 0, maximum: 6 },                           ["it: is more than 6"]],
    ["soon",             { type: "string", format: "date-time" },                               ["it: is no date and time"]],
    [3,                  { type: "integer", oneOf: [{ const: 1 }, { const: 2 }] },              ["it: 3 is none of its values"]],
    ["c",                { type: "string", enum: ["a", "b"] },                                  ["it: is none of its values"]],
    [[1, 1],             { type: "array", uniqueItems: true },                                  ["it: has something twice"]],
    [[{ id: "x" }],      { type: "array", items: { type: "object", properties: { id } } },      ["0.id: does not match ^(0|[1-9][0-9]*)$"]],
    [{},                 { type: "object", required: ["a"] },                                   ["a: is missing"]],
    [{ b: 1 },           { type: "object", additionalProperties: false },                       ["b: is not known"]],
    [{ b: 1 },           { type: "object", additionalProperties: { type: "string" } },          ["b: is number, not string"]],
    [null,               { oneOf: [{ type: "null" }, id] },                                     []],
    [{ type: 10, content: "" }, { oneOf: [{ $ref: "#/x/Row" }, { $ref: "#/x/Text" }] },         ["content: is shorter than 1"]],
    [{ a: "x" },         { allOf: [{ required: ["a"] }, { properties: { a: id } }] },           ["a: does not match ^(0|[1-9][0-9]*)$"]],
  ];
  for (const [value, schema, flaws] of rows) {
    test(`${JSON.stringify(value)} ${flaws.length === 0 ? "fits" : `does not fit: ${flaws}`}`, () => {
      assert.deepEqual(schemaFlaws(value, schema, named), flaws);
    });
  }
});
