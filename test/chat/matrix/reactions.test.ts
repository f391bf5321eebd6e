import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reactionsOf } from "../../../src/chat/matrix/reactions.ts";

describe("what a card counts is shown below it:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [label: string, key: string | undefined][] = [
    ["Reviewed-by on 2/4",             "R Ines Marsh 2/4"],
    ["Reviewed-by",                    "R Ines Marsh"],
    ["Acked-by on 1/4",                "A Ines Marsh 1/4"],
    ["Reviewed-by, Tested-by on 3/12", "RT Ines Marsh 3/12"],
    ["Reported-by, Tested-by",         "T Ines Marsh"],
    ["Reported-by",                    undefined],
    ["2/4 wbus: Reviewed-by on 2/4",   undefined],
    ["the build is fine",              undefined],
  ];
  for (const [label, key] of rows)
    test(`${label} as ${key ?? "nothing"}`, () => {
      const counted = [{ mail: "k7q2m9xa", label, who: "Ines Marsh", at: "2026-11-17T09:00:00Z" }];
      const post = { form: "card", title: "", byline: [], blocks: [], footer: [], isCut: false, counted } as const;
      assert.deepEqual(reactionsOf(post), key === undefined ? [] : [{ mail: "k7q2m9xa", key }]);
    });
});
