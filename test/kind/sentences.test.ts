import assert from "node:assert/strict";
import { test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { sentences } from "../../src/kind/sentences.ts";

test("a sentence goes on over the end of a line, not over a quote", () => {
  const text = `On Tue, Tom wrote:
> does it build?
It does. I applied it to
my tree!

> and then?
Nothing more
`;
  assert.deepEqual(sentences(condense(text).lines), ["It does.", "I applied it to my tree!", "Nothing more"]);
});

test("a trailer is a sentence of its own", () => {
  const lines = [
    { text: "Fine", label: "new" },
    { text: "Reviewed-by: Ada <ada@example.org>", label: "trailer" },
    { text: "Thanks", label: "sign-off" },
  ];
  assert.deepEqual(sentences(lines), ["Fine", "Reviewed-by: Ada <ada@example.org>", "Thanks"]);
});

test("a sentence without end is cut", () => {
  const lines = Array.from({ length: 100_000 }, () => ({ text: "word ".repeat(20), label: "new" }));
  assert.ok(sentences(lines).join(" ").length <= 1000);
});
