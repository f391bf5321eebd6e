import { createHash } from "node:crypto";
import type { FileDiff } from "./patch.ts";

/**
 * Fingerprint of a diff out of its files' own, in any order: 20 hex digits, equal where the same lines are changed in the
 * same way. In the spirit of git-patch-id(1) --stable, but lines that only stand around a change do not count, so that a
 * patch that was moved onto another tree stays the same.
 */
export function patchId(files: readonly string[]): string {
  return short(files.toSorted().join("\n"));
}

/**
 * Fingerprint of what a diff does to one file, from its head and hunks: the lines that come and go without their white
 * space, and modes; of a binary file its index line and octets.
 */
export function fileId(
  { path, oldPath = "", change }: Omit<FileDiff, "insertions" | "deletions">,
  lines: readonly string[],
): string {
  const hunks = lines.findIndex((line) => line.startsWith("@@"));
  const head = lines.slice(0, hunks < 0 ? undefined : hunks);
  const told =
    change === "binary" ? head.slice(1) : head.filter((line) => /^(?:old|new|new file|deleted file) mode /.test(line));
  const changed = hunks < 0 ? [] : lines.slice(hunks).filter((line) => line.startsWith("+") || line.startsWith("-"));
  const bare = [...told, ...changed].map((line) => line.replace(/\s+/g, ""));
  return short([change, oldPath, path, ...bare].join("\n"));
}

function short(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 20);
}
