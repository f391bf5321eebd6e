import { mail, type Shape, times } from "./shape.ts";

const inCharset = (charset: string, octets: Buffer) =>
  mail({ "Content-Type": `text/plain; charset="${charset}"` }, octets);

const latin1 = (text: string) => Buffer.from(text, "latin1");

export const character: readonly Shape[] = [
  ["an unknown charset", () => inCharset("y", Buffer.from("Grüße\n"))],
  ["unknown-8bit", () => inCharset("unknown-8bit", latin1("Gr\xfc\xdfe\n"))],
  ["the wrong charset", () => inCharset("utf-8", latin1("Gr\xfc\xdfe aus K\xf6ln\n"))],
  ["no charset, eight bits", () => mail({}, latin1("Gr\xfc\xdfe\n"))],
  [
    "raw octets in the header",
    () =>
      latin1(
        "From: M\xfcller <m@example.org>\nSubject: Gr\xfc\xdfe\nMessage-ID: <raw@example.org>\nList-Id: <wbus.lists.example.org>\n\nx\n",
      ),
  ],
  ["UTF-7 with a script", () => inCharset("utf-7", latin1("+ADw-script+AD4-alert(1)+ADw-/script+AD4-\n"))],
  ["UTF-16", () => inCharset("utf-16", Buffer.from("\ufeffA line in UTF-16\n", "utf16le"))],
  ["UTF-16 without its mark", () => inCharset("utf-16be", Buffer.from("\0A\0b\0\n", "latin1"))],
  ["a dangling ISO-2022-JP escape", () => inCharset("iso-2022-jp", latin1('\x1b$B$"$$\n'))],
  ["ISO-2022-JP in the Subject, dangling", () => mail({ Subject: "=?iso-2022-jp?B?GyRCJCIkJA==?= x" })],
  ["GB18030", () => inCharset("gb18030", latin1("\xc4\xe3\xba\xc3\x81\x30\x84\x36\xff\n"))],
  ["CESU-8", () => inCharset("utf-8", latin1("\xed\xa0\xbd\xed\xb8\x80\n"))],
  ["8,000 encoded words", () => mail({ Subject: times(8000, (n) => `=?utf-8?q?w${n}?= `) })],
  ["an encoded word split within a letter", () => mail({ Subject: "=?utf-8?q?=E4=BD?= =?utf-8?q?=A0?=" })],
  ["text that grows under normalisation", () => mail({ Subject: "\ufdfa".repeat(200) }, "\ufdfa".repeat(2000))],
  [
    "bidi overrides",
    () => mail({ Subject: "\u202egnp.exe\u2066x", From: "\u202eyrollaM <m@example.org>" }, "if (a\u202e) {\u2066\n"),
  ],
  ["zero width", () => mail({ Subject: "P\u200bA\u200cT\u200dC\u2060H\ufeff" }, `a${"\u200b".repeat(1000)}b\n`)],
  ["tag characters", () => mail({ Subject: "a\u{e0068}\u{e0069}b" }, "x\u{e0041}\n")],
  [
    "500 combining marks a letter",
    () =>
      mail(
        { Subject: `Z${"\u0301".repeat(500)}` },
        times(20, () => `Z${"\u0363".repeat(500)}\n`),
      ),
  ],
  ["marks with joiners between", () => mail({ Subject: `Z${"\u0301\u200d".repeat(500)}` })],
  [
    "emoji at every cut",
    () =>
      mail(
        { Subject: "👩🏽‍💻".repeat(200) },
        times(300, () => `${"👨‍👩‍👧‍👦".repeat(40)}\n`),
      ),
  ],
  ["half a character", () => mail({}, latin1("a\xf0\x9f\x98"))],
  [
    "every control character",
    () =>
      mail(
        { Subject: times(32, (n) => `${String.fromCharCode(n)}x`).replace(/[\n\r]/g, "") },
        times(160, (n) => `${String.fromCharCode(n)}x`),
      ),
  ],
];
