import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { htmlText } from "../../src/mail/html.ts";

describe("HTML as text", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [html: string, text: string, because: string][] = [
    ["<p>One</p><p>Two<br>three</p>",            "One\n\nTwo\nthree",       "paragraphs and lines"],
    ["<div>One</div><div>Two</div>",             "One\nTwo",                "a line a block"],
    ["a &lt;b&gt; &amp; c&nbsp;d",               "a <b> & c d",        "entities"],
    ["<blockquote>they said</blockquote>me",     "> they said\n\nme",       "quotes keep their mark"],
    ['<a href="https://example.org/x">here</a>', "here <https://example.org/x>", "a link shows where it leads"],
    ['<a href="https://example.org/x">https://example.org/x</a>', "https://example.org/x", "once, if its text says that"],
    ["<style>p{}</style><script>alert(1)</script>x", "x",                   "scripts and styles are no text"],
    ['<img src="https://tracker.example/1.png">x', "x",                     "nor are pictures"],
    ["<pre>  if (a)\n    b;</pre>",              "  if (a)\n    b;",        "code keeps its shape"],
    ["<h1>Title</h1>",                           "Title",                   "headings do not shout"],
    ["<ul><li>a<li>b</ul>",                      " * a\n * b",              "lists"],
    ["<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc", "a row is a line"],
  ];
  for (const [html, text, because] of rows) {
    test(`${html}: ${because}`, () => assert.equal(htmlText(html), text));
  }

  test("of elements without end is still read, and soon", () => {
    for (const html of [
      `${"<div>".repeat(20_000)}text`,
      `${"<blockquote>".repeat(20_000)}text`,
      "<".repeat(1_000_000),
      "<a href=x>".repeat(100_000),
      "<b>x</b>".repeat(120_000),
      "<!--".repeat(200_000),
      "&".repeat(1_000_000),
    ]) {
      const started = performance.now();
      assert.equal(typeof htmlText(html), "string");
      assert.ok(performance.now() - started < 6000, `${html.slice(0, 20)} took ${performance.now() - started} ms`);
    }
  });
});
