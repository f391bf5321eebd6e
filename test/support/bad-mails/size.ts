import { mail, many, multipart, type Shape, times } from "./shape.ts";

const MB = 1024 * 1024;

export const size: readonly Shape[] = [
  ["a line of 1 MB", () => mail({}, `${"x".repeat(MB)}\n`)],
  ["a quoted line of 1 MB", () => mail({ Subject: "Re: x" }, `On Tue, Dev wrote:\n> ${"y ".repeat(MB / 2)}\nyes\n`)],
  ["a line of 1 MB of quote marks", () => mail({ Subject: "Re: x" }, `${">".repeat(MB)}\nyes\n`)],
  ["a header of 1 MB", () => mail({ Subject: "s".repeat(MB), "X-Y": "z".repeat(MB) })],
  [
    "30 MB of format=flowed",
    (scale) =>
      mail({ "Content-Type": "text/plain; format=flowed" }, "some words that go on \n".repeat(many(1_300_000, scale))),
  ],
  [
    "50 MB of HTML",
    (scale) => mail({ "Content-Type": "text/html" }, "<p>some <b>rich</b> text</p>\n".repeat(many(1_800_000, scale))),
  ],
  [
    "an attachment of 100 MB",
    (scale) =>
      multipart("mixed", [
        "Content-Type: text/plain\n\nsee the file",
        `Content-Type: application/zip; name=x.zip\nContent-Transfer-Encoding: base64\n\n${`${"QUJD".repeat(19)}\n`.repeat(many(1_350_000, scale))}`,
      ]),
  ],
  ["a million parts", (scale) => multipart("mixed", Array(many(1_000_000, scale)).fill("\nx"))],
  [
    "20,000 nested elements",
    () => mail({ "Content-Type": "text/html" }, `${"<div>".repeat(20_000)}deep down${"</div>".repeat(20_000)}`),
  ],
  ["20,000 nested quotes", () => mail({ "Content-Type": "text/html" }, `${"<blockquote>".repeat(20_000)}deep down`)],
  [
    "a patch of 3,000 lines",
    () =>
      mail(
        { Subject: "[PATCH] big: all of it" },
        `Do it.\n\n---\ndiff --git a/big.c b/big.c\n--- a/big.c\n+++ b/big.c\n@@ -0,0 +1,3000 @@\n${times(3000, (n) => `+\tline(${n});\n`)}`,
      ),
  ],
  ["40,000 CJK characters", () => mail({ Subject: "世界".repeat(500) }, `${"世界和平".repeat(10_000)}\n`)],
  ["100,000 short lines", () => mail({ Subject: "Re: x" }, "> a\nb\n".repeat(50_000))],
  [
    "100,000 trailers",
    () => mail({ Subject: "[PATCH] x" }, `x\n\n${times(100_000, (n) => `Reviewed-by: R <r${n}@example.org>\n`)}`),
  ],
  ["100,000 blank lines", () => mail({}, `a\n${"\n".repeat(100_000)}b\n`)],
  ["1 MB of blanks", () => mail({ Subject: `a${" ".repeat(100_000)}b` }, `a${" ".repeat(MB)}b\n`)],
  [
    "10,000 diffs",
    () =>
      mail(
        { Subject: "[PATCH] x" },
        times(10_000, (n) => `diff --git a/${n} b/${n}\n--- a/${n}\n+++ b/${n}\n@@ -1 +1 @@\n-a\n+b\n`),
      ),
  ],
  ["a body of 2,000 characters", () => mail({}, "x".repeat(2000))],
  ["a body of 2,001 characters", () => mail({}, "x".repeat(2001))],
  ["a body of 256 KB", () => mail({}, `${"x".repeat(63)}\n`.repeat(4096))],
  ["a body of 256 KB and one", () => mail({}, `${`${"x".repeat(63)}\n`.repeat(4096)}x`)],
];
