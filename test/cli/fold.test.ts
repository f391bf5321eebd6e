import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../bin/listwire.cjs", import.meta.url));

async function fold(
  mail: string | Uint8Array,
  ...options: readonly string[]
): Promise<{ out: string; err: string; code: number }> {
  const child = spawn(process.execPath, [launcher, "fold", ...options], {
    env: { ...process.env, FORCE_COLOR: undefined },
  });
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  child.stdin.end(mail);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
}

const body = "> One.\n>\n> Two.\n\nYes.\n";
const foldedBody = "> [… 2 lines]\n> Two.\n\nYes.\n";

describe("listwire fold", () => {
  const rows: readonly { readonly what: string; readonly mail: string | Uint8Array; readonly out: string }[] = [
    { what: "folds a body alone, as aerc hands it over", mail: body, out: foldedBody },
    {
      what: "lets the head that mutt shows through as it is",
      mail: `Date: Tue, 3 Nov 2026 10:00:00 +0000\nFrom: Ines Marsh <ines@example.org>\nSubject: Re: a long\n\tsubject\n\n${body}`,
      out: `Date: Tue, 3 Nov 2026 10:00:00 +0000\nFrom: Ines Marsh <ines@example.org>\nSubject: Re: a long\n\tsubject\n\n${foldedBody}`,
    },
    {
      what: "decodes a mail as it lies in a mailbox",
      mail: `Received: from x by y\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nFrom: =?utf-8?q?In=C3=A9s?= <ines@example.org>\nSubject: Re: =?utf-8?q?gr=C3=BCn?=\nMessage-ID: <1@example.org>\n\n> One.\n>\n> Two.\n\nSch=F6n.\n`,
      out: "Date: Tue, 3 Nov 2026 10:00:00 +0000\nFrom: Inés <ines@example.org>\nSubject: Re: grün\n\n> [… 2 lines]\n> Two.\n\nSchön.\n",
    },
    { what: "keeps text that is neither", mail: "To be honest:\nno.\n", out: "To be honest:\nno.\n" },
    { what: "reads text that is not UTF-8 as Latin 1", mail: Buffer.from("Sch\xf6n.\n", "latin1"), out: "Schön.\n" },
    {
      what: "lets no control of the mail reach the terminal",
      mail: "a\x1b[31mred\x1b]0;title\x07\x9b1m\n",
      out: "ared]0;title1m\n",
    },
    { what: "gives nothing for nothing", mail: "", out: "" },
  ];
  for (const row of rows)
    test(row.what, async () => {
      assert.deepEqual(await fold(row.mail), { out: row.out, err: "", code: 0 });
    });

  test("paints quotes, folds and diffs where it is told to", async () => {
    const { out } = await fold("> two.\n\nYes.\n\n-- \nInes\n", "--color=always");
    assert.equal(out, "\x1b[36m> two.\x1b[39m\n\nYes.\n\n\x1b[2m[… 2 lines of signature]\x1b[22m\n");
  });

  test("names the words that --color takes", async () => {
    const { err, code } = await fold(body, "--color=green");
    assert.deepEqual([err, code], ["listwire: --color is one of auto, always, never\n", 2]);
  });

  test("takes a mail as what it is told it is, one of two", async () => {
    const mail = "MIME-Version: 1.0\nSubject: a\nFrom: b\nContent-Transfer-Encoding: quoted-printable\n\nx =3D y\n";
    assert.equal((await fold(mail, "--decoded")).out, mail);
    assert.equal((await fold(mail, "--raw")).out, "From: b\nSubject: a\n\nx = y\n");
    const { err, code } = await fold(mail, "--raw", "--decoded");
    assert.deepEqual([err, code], ["listwire: fold: a mail is --raw or --decoded, not both\n", 2]);
  });
});
