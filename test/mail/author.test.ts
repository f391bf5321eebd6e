import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sender } from "../../src/mail/author.ts";

const dev = "Dev <dev@example.org>";

describe("the author is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [from: string, xOriginalFrom: string, replyTo: string, patch: string, author: string, because: string][] = [
    [dev, "", "",                       "",                            dev, "who sent it"],
    [dev, "", "Other <o@example.org>",  "",                            dev, "Reply-To is no author"],
    ["Dev via Users <u@lists.example.org>", dev, "", "",               dev, "X-Original-From knows"],
    ["Dev via Users <u@lists.example.org>", "", dev, "",               dev, "Reply-To does where the list rewrote From"],
    ["'Dev' via Users <u@lists.example.org>", "", "u@lists.example.org, dev@example.org", "", dev, "though it may name the list too"],
    ["'Dev' via Users <u@lists.example.org>", "", "", "",  "Dev <u@lists.example.org>", "else at least the name is left"],
    ["Dev via B4 Relay <devnull+dev.example.org@kernel.org>", "", dev, "", dev, "B4 relays"],
    ["Maint <m@example.org>", "", "", `From: ${dev}\n\nfix it\n`,      dev, "a patch names its author in the first line"],
    ["Maint <m@example.org>", "", "", `\n\nFrom: ${dev}\nDate: today\n\nfix it\n`, dev, "blank lines and other fields beside it"],
    ["Maint <m@example.org>", "", "", `From: =?utf-8?q?D=C3=A9v?= <dev@example.org>\n\nx`, "Dév <dev@example.org>", "encoded, too"],
    ["Dev.Lind@example.org", "", "",    `From: "dev.lind" <dev.lind@example.org>\n\nx`, "dev.lind <dev.lind@example.org>", "though it be no better a name than the sender's"],
    ["Maint <m@example.org>", "", "", `Text\nFrom: ${dev}\n`, "Maint <m@example.org>", "but only the first line counts"],
    ["Maint <m@example.org>", "", "", `From: ${dev}\nSent: today\nTo: x\n\nhi`, "Maint <m@example.org>", "and a forwarded mail's head does not"],
    ["", "", "", "",                    " <>",                              "nobody where nobody is named"],
  ];
  for (const [from, xOriginalFrom, replyTo, patch, author, because] of rows) {
    test(`${because}: ${from}`, () => {
      const found = sender({ from, xOriginalFrom, replyTo }, patch).author;
      assert.equal(`${found.name} <${found.address}>`, author);
    });
  }

  test("also what From shows, without the list's name", () => {
    const { from } = sender({ from: "'Dev' via Users <u@lists.example.org>", xOriginalFrom: dev, replyTo: "" }, "");
    assert.deepEqual(from, { name: "Dev", address: "u@lists.example.org" });
  });
});
