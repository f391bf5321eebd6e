import { condense } from "../src/condense/condense.ts";
import type { Mail } from "../src/mail/mail.ts";
import { answeredLines, patchLines } from "../src/patch/answered-lines.ts";
import { type HunkPosition, hunkPositions } from "../src/patch/hunk-position.ts";
import type { Patch } from "../src/patch/patch.ts";

/** A comment below quoted lines of a diff, and where the parent's patch has the last of them. */
export interface Comment {
  readonly mail: string;
  readonly quoted: string;
  readonly places: readonly { readonly path: string; readonly line: number }[];
  /** What the answer alone tells, and what the patch beside it tells. */
  readonly alone: HunkPosition | undefined;
  readonly beside: HunkPosition | undefined;
}

/**
 * The comments in answers to patches whose quoted line stands, to the letter, in the patch that is answered. Lines of
 * fewer than eight letters and digits are left out: a brace stands anywhere.
 */
export function commentsOnHunks(
  mails: ReadonlyMap<string, { readonly mail: Mail; readonly patch: Patch | undefined }>,
): Comment[] {
  return Array.from(mails.values()).flatMap(({ mail }) => {
    const parent = mails.get(mail.ancestors.at(-1) ?? "")?.patch;
    if (parent === undefined || parent.files.length === 0) return [];
    const places = linesOf(parent.diff);
    const { lines, passages } = condense(mail.text);
    const alone = hunkPositions(lines);
    const beside = answeredLines(patchLines(parent.diff), lines);
    return passages.flatMap(({ contextAt }) => {
      const line = lines[contextAt];
      if (line === undefined || line.depth !== 1) return [];
      const quoted = line.text.replace(/^ ?> ?/, "");
      const found = quoted.replace(/[^\p{L}\p{N}]/gu, "").length >= 8 ? places.get(quoted.trimEnd()) : undefined;
      return found === undefined
        ? []
        : [{ mail: mail.id, quoted, places: found, alone: alone[contextAt], beside: beside[contextAt] }];
    });
  });
}

/** Each line of a diff, with its mark, and where it stands: in the new file, a removed one in the old. */
function linesOf(diff: string): Map<string, { path: string; line: number }[]> {
  const places = new Map<string, { path: string; line: number }[]>();
  let path = "";
  let [oldLine, newLine, oldLeft, newLeft] = [0, 0, 0, 0];
  for (const text of diff.split("\n")) {
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (head !== null) {
      [oldLine, newLine] = [Number(head[1]), Number(head[3])];
      [oldLeft, newLeft] = [Number(head[2] ?? 1), Number(head[4] ?? 1)];
    } else if (oldLeft > 0 || newLeft > 0) {
      const known = places.get(text.trimEnd()) ?? [];
      known.push({ path, line: text.startsWith("-") ? oldLine : newLine });
      places.set(text.trimEnd(), known);
      if (text.startsWith("\\")) continue;
      if (!text.startsWith("+")) [oldLine, oldLeft] = [oldLine + 1, oldLeft - 1];
      if (!text.startsWith("-")) [newLine, newLeft] = [newLine + 1, newLeft - 1];
    } else if (text.startsWith("--- a/")) path = text.slice(6);
    else if (text.startsWith("+++ b/")) path = text.slice(6);
  }
  return places;
}
