import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, mock, test } from "node:test";
import { condenseCommand } from "../../src/cli/condense.ts";

async function run(lines: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const output = new PassThrough();
  const said: string[] = [];
  const stderr = mock.method(process.stderr, "write", (chunk: string) => said.push(chunk) > 0);
  try {
    const code = await condenseCommand(Readable.from(lines.map((line) => `${line}\n`)), output);
    output.end();
    return { code, out: await text(output), err: said.join("") };
  } finally {
    stderr.mock.restore();
  }
}

describe("the condense command", () => {
  test("answers each mail with what is new in it, in order", async () => {
    const mails = [
      { id: "a", text: "> quoted\n\nNew.\n" },
      { id: "b", text: "> quoted" },
    ].map((mail) => JSON.stringify(mail));
    assert.deepEqual(await run([...mails, ""]), {
      code: 0,
      out: '{"id":"a","reply":"New."}\n{"id":"b","reply":""}\n',
      err: "",
    });
  });

  const bad = ["{", "7", '{"id":"a"}', '{"id":1,"text":"a"}'];
  for (const line of bad) {
    test(`ends at ${line} and names the line and the remedy`, async () => {
      const { code, out, err } = await run(['{"id":"a","text":"New."}', line]);
      assert.equal(code, 2);
      assert.equal(out, '{"id":"a","reply":"New."}\n');
      assert.match(err, /^line 2: .*write \{"id": "…", "text": "…"\}/);
    });
  }
});
