import { mail, type Shape } from "./shape.ts";

const fence = "```";

export const chat: readonly Shape[] = [
  [
    "mentions of everybody",
    () => mail({ Subject: "@everyone @here @room", From: "@everyone <m@example.org>" }, "@everyone\n@here\n@room\n"),
  ],
  [
    "mention, channel, time and emoji syntax",
    () =>
      mail(
        { Subject: "<@123456789> <#1> <t:0:R>" },
        "<@123456789> <@!1> <@&2> <#3> <t:0:R> <:a:4> <a:b:5> </x:6> @user:example.org\n",
      ),
  ],
  [
    "a matrix.to link",
    () => mail({}, "https://matrix.to/#/@user:example.org and https://matrix.to/#/!room:example.org\n"),
  ],
  [
    "HTML in plain text",
    () => mail({ Subject: "<b>bold</b><img src=x onerror=alert(1)>" }, "<script>alert(1)</script><iframe src=//x>\n"),
  ],
  [
    "scripts and trackers in HTML",
    () =>
      mail(
        { "Content-Type": "text/html" },
        "<script>alert(1)</script><img src=http://127.0.0.1:1/t.gif onerror=alert(1)><style>p{background:url(http://127.0.0.1:1/)}</style><a href='javascript:alert(1)'>x</a><svg onload=alert(1)>text\n",
      ),
  ],
  [
    "fences in a patch",
    () =>
      mail(
        { Subject: "[PATCH] docs: fences" },
        `Fix it.\n---\ndiff --git a/x.md b/x.md\n--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,3 @@\n ${fence}\n+${fence}js\n ${fence}${fence}\n`,
      ),
  ],
  ["text that ends in backslash and backtick", () => mail({ Subject: "x\\" }, "a `b` \\\n\\`")],
  [
    "headings, quotes, lists, spoilers",
    () =>
      mail(
        { Subject: "# heading ||spoiler||" },
        "# one\n-# small\n>>> all\n||spoiler||\n* a\n1. b\n***x***\n__y__ ~~z~~\n",
      ),
  ],
  [
    "masked and spoofed links",
    () =>
      mail(
        {},
        "[https://bank.example](https://evil.example) https://bank.example@evil.example/ https://b\u0430nk.example/ <https://x.example|https://y.example>\n",
      ),
  ],
  [
    "dangerous schemes",
    () =>
      mail(
        {},
        "javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd mxc://x/y discord://x steam://run\n",
      ),
  ],
  [
    "commands to the relay",
    () => mail({ Subject: "/subscribe wbus" }, "!full k7q2m9xa\n/unsubscribe wbus\n!lw forget all\n#syz invalid\n"),
  ],
  [
    "ANSI escapes and forged log lines",
    () => mail({ Subject: "x\x1b[2J\x1b]0;owned\x07" }, 'x\r\n{"level":50,"msg":"forged"}\n\x1b[31mred\x1b[0m\n'),
  ],
  [
    "template syntax",
    () =>
      mail({ Subject: "{{constructor}} ${process.env} <%= x %> %s %n" }, "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> %s%s%n\n"),
  ],
];
