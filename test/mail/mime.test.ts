import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { readHeaders } from "../../src/mail/headers.ts";
import { mimeTree, type Part } from "../../src/mail/mime.ts";

function tree(text: string) {
  const octets = Buffer.from(text, "latin1");
  return mimeTree(readHeaders(octets), octets);
}

/** `mixed(plain"a", html"b")` */
function shape(part: Part): string {
  const name = part.type.replace(/^(?:text|multipart)\//, "");
  return part.parts.length > 0
    ? `${name}(${part.parts.map(shape).join(" ")})`
    : `${name}${JSON.stringify(part.body.toString())}`;
}

const head = (type: string) => `Content-Type: ${type}\n\n`;

describe("the parts of a mail", () => {
  const mixed = head('multipart/mixed; boundary="B"');
  // biome-ignore format: the columns are the specification
  const rows: readonly [mail: string, shape: string, because: string][] = [
    ["\nbody",                                       'plain"body"',           "without MIME there is one"],
    [`${head("text/HTML; charset=x")}b`,             'html"b"',               "case does not matter"],
    [`${head("nonsense")}b`,                         'plain"b"',              "a type that is none is plain text"],
    [`${mixed}pre\n--B\n\na\n--B\n${head("text/html")}b\n--B--\npost`, 'mixed(plain"a" html"b")', "before and behind them nothing counts"],
    [`${mixed}--B\r\n\r\na\r\n\r\n--B--\r\n`,        'mixed(plain"a\\r\\n")', "the line end above a boundary belongs to it"],
    [`${mixed}--B  \n\na\n--B--`,                    'mixed(plain"a")',       "blanks behind a boundary do not matter"],
    [`${mixed}--B\n\na\n--Bx\n--B--\n`,              'mixed(plain"a\\n--Bx")', "a longer line is no boundary"],
    [`${mixed}--B\n\na --B\nb\n--B--\n`,             'mixed(plain"a --B\\nb")', "nor is one in mid-line"],
    [`${mixed}--B\n\na\n--B\n\nb`,                   'mixed(plain"a" plain"b")', "the last one may never end"],
    [`${mixed}--B\n--B\n\na\n--B--`,                 'mixed(plain"" plain"a")', "one may be empty"],
    [`${mixed}--B\n${head("multipart/alternative; boundary=C")}--C\n\na\n--B\n\nb\n--B--`, 'mixed(alternative(plain"a") plain"b")', "an inner one that never closes ends with the outer"],
    [`${head("multipart/digest; boundary=B")}--B\n\nSubject: x\n\ny\n--B--`, 'digest(message/rfc822"Subject: x\\n\\ny")', "a digest holds messages"],
    [`${mixed}--B\n${head("message/rfc822")}${mixed}--B\n\nx\n--B--`, 'mixed(message/rfc822"Content-Type: multipart/mixed; boundary=\\"B\\"\\n" plain"x")', "a boundary used twice ends the outer"],
    [`${head("multipart/mixed; boundary=.*[a(")}--.*[a(\n\na\n--.*[a(--`, 'mixed(plain"a")', "a boundary is no pattern"],
    [`${head("multipart/mixed; (a) boundary=B (b)")}--B\n\na\n--B--`, 'mixed(plain"a")', "comments in a header"],
  ];
  for (const [mail, expected, because] of rows) {
    test(because, () => {
      const found = tree(mail);
      assert.equal(shape(found.root), expected);
      assert.deepEqual(found.problems, []);
    });
  }

  test("cannot be found without a boundary: the body stays whole, and that is said", () => {
    assert.deepEqual(tree(`${mixed}just text`).problems, ["the boundary never appears"]);
    assert.deepEqual(tree(`${head("multipart/mixed")}just text`).problems, ["a multipart names no boundary"]);
    assert.equal(tree(`${mixed}just text`).root.body.toString(), "just text");
  });

  test("are a thousand at most, a hundred deep", () => {
    const wide = tree(mixed + "--B\n\n".repeat(100_000));
    assert.equal(wide.root.parts.length, 1000);
    assert.deepEqual(wide.problems, ["more than 1000 parts"]);
    const nested = Array.from({ length: 200 }, (_, n) => `${head(`multipart/mixed; boundary=B${n}x`)}--B${n}x\n`).join(
      "",
    );
    assert.deepEqual(tree(nested).problems, ["parts are nested more than 100 deep"]);
  });

  test("have their names decoded", () => {
    const names = [
      ["attachment; filename=a.txt", "a.txt"],
      ['attachment; filename="=?utf-8?q?=C3=BC.txt?="', "ü.txt"],
      ["attachment; filename*=utf-8''%C3%BC.txt", "ü.txt"],
      ["attachment; filename*0=long; filename*1=er.txt", "longer.txt"],
    ];
    for (const [disposition, name] of names) {
      const { root } = tree(`Content-Disposition: ${disposition}\n\n`);
      assert.deepEqual([root.fileName, root.isAttachment], [name, true]);
    }
    assert.equal(tree(head('text/plain; name="b.txt"')).root.fileName, "b.txt");
  });

  test("are read from any octets", () => {
    const line = fc.constantFrom("--B", "--B--", "", "text", "Content-Type: multipart/mixed; boundary=B", "--", "\r");
    fc.assert(fc.property(fc.array(line), (lines) => void tree(mixed + lines.join("\n"))));
  });
});
