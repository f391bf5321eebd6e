import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { formatPatch, type Mailable } from "../../../src/compose/answers/format-patch.ts";

const mailable: Mailable = {
  author: { name: "Nóra Lind", address: "nora@example.org" },
  date: new Date("2026-11-02T09:56:00Z"),
  subject: "[PATCH v3 2/7] wbus: fill the ring",
  patch: {
    message: "Sends up to 16 words.\n\nFrom now on the ring is full.",
    commitTrailers: [
      { name: "Fixes", value: '0123456789ab ("wbus: add a ring")' },
      { name: "Signed-off-by", value: "Nóra Lind <nora@example.org>" },
    ],
    diff: "diff --git a/ring.c b/ring.c\n--- a/ring.c\n+++ b/ring.c\n@@ -1,2 +1,2 @@\n int head;\n-int tail;\n+int tail = 1;\n",
  },
};

describe("git am takes a formatted patch and keeps", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, change: Partial<Mailable>, format: string, want: string][] = [
    ["author",              {},                                                              "%an <%ae>", "Nóra Lind <nora@example.org>"],
    ["a name with quotes",  { author: { name: 'Nora "No" Lind, Esq', address: "n@example.org" } }, "%an <%ae>", 'Nora "No" Lind, Esq <n@example.org>'],
    ["a missing address",   { author: { name: "Nora Lind", address: "" } },                  "%an <%ae>", "Nora Lind <unknown@invalid>"],
    ["date",                {},                                                              "%at",       "1793613360"],
    ["an unreadable date",  { date: new Date(Number.NaN) },                                  "%at",       "0"],
    ["subject",             {},                                                              "%s",        "wbus: fill the ring"],
    ["message, a line that begins with From, and trailers", {}, "%b",
      'Sends up to 16 words.\n\nFrom now on the ring is full.\n\nFixes: 0123456789ab ("wbus: add a ring")\nSigned-off-by: Nóra Lind <nora@example.org>'],
    ["no message at all",   { patch: { ...mailable.patch, message: "", commitTrailers: [] } }, "%b",      ""],
  ];
  for (const [what, change, format, want] of rows) {
    test(what, () => assert.equal(applied({ ...mailable, ...change }, format).trim(), want));
  }

  test("the change itself", () => {
    assert.match(applied(mailable, "%s", { patch: true }), /-int tail;\n\+int tail = 1;/);
  });
});

/** What `git show` says of the commit that `git am` makes of the patch in a new repository. */
function applied(patch: Mailable, format: string, options: { patch: boolean } = { patch: false }): string {
  const folder = mkdtempSync(join(tmpdir(), "listwire-am-"));
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
      env: { PATH: process.env.PATH, HOME: folder },
    });
  try {
    git("init", "--quiet");
    writeFileSync(join(folder, "ring.c"), "int head;\nint tail;\n");
    git("add", "ring.c");
    git("commit", "--quiet", "-m", "begin");
    writeFileSync(join(folder, "k7q2m9xa.patch"), formatPatch(patch));
    git("am", "--quiet", "k7q2m9xa.patch");
    assert.equal(readFileSync(join(folder, "ring.c"), "utf8"), "int head;\nint tail = 1;\n");
    return git("show", options.patch ? "--patch" : "--no-patch", `--format=${format}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
