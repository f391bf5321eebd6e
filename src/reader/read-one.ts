import { condense } from "../condense/condense.ts";
import { appliedTo, mergedInto } from "../kind/applied.ts";
import { kindOf } from "../kind/kind-of.ts";
import { nakSentence, nakWithdrawn } from "../kind/nak.ts";
import { robotReport } from "../kind/robot-report.ts";
import { robotOf } from "../kind/robots.ts";
import { type KindTables, noTables } from "../kind/tables.ts";
import type { Mail } from "../mail/mail.ts";
import { readMail } from "../mail/read-mail.ts";
import { answeredLines, patchLines } from "../patch/answered-lines.ts";
import { type HunkPosition, hunkPositions } from "../patch/hunk-position.ts";
import { readPatch } from "../patch/read-patch.ts";
import { robotCommands } from "../patch/robot-commands.ts";
import { givenTrailers } from "../patch/trailers.ts";
import type { Beside, Reading } from "../reader.ts";

/** Octets through the pure rooms. What `reader.ts` does in a worker; tests and one-off commands call it as it is. */
export function readOne(
  octets: Uint8Array,
  wholeSize: number,
  beside: Beside = [],
  tables: KindTables = noTables,
): Reading {
  const mail = readMail(octets, { wholeSize });
  const patch = readPatch(mail);
  const answered = answeredMails(beside);
  const parent = answered[0]?.()?.text;
  const { lines, ...condensed } = condense(mail.text, parent === undefined ? {} : { parent });
  const given = givenTrailers(lines);
  const positions = condensed.passages.some(({ contextAt }) => contextAt >= 0) ? places(lines, answered) : [];
  const kind = kindOf({ mail, patch, condensed: { lines, ...condensed }, givenTrailers: given }, tables);
  const applied = kind === "applied-notice" ? appliedTo(lines, tables.applied) : undefined;
  const merged = kind === "pull-merged-notice" ? mergedInto(lines) : undefined;
  const nak = kind === "nak" ? nakSentence(lines, tables.nak) : undefined;
  const report = robotReport(mail, kind, lines, tables);
  const withdrawn = mail.subject.isReply ? nakWithdrawn(lines) : undefined;
  return {
    mail,
    ...(patch !== undefined && { patch }),
    condensed,
    anchors: condensed.passages.map(({ contextAt }) => positions[contextAt]),
    kind,
    givenTrailers: given,
    commands: robotOf(mail.from, tables.robots) === undefined ? robotCommands(lines) : [],
    ...(applied !== undefined && { applied }),
    ...(merged !== undefined && { merged }),
    ...(nak !== undefined && { nak }),
    ...(withdrawn !== undefined && { nakWithdrawn: withdrawn }),
    ...(kind === "kernel-test-robot" && report?.kind === "test" && { verdict: report.verdict }),
    ...(report !== undefined && { report }),
  };
}

/** The mails beside, each read once and only where it is asked for. */
function answeredMails(beside: Beside): readonly (() => Mail | undefined)[] {
  return beside.map((octets) => {
    let mail: Mail | undefined;
    return () => {
      mail ??= octets && readMail(octets);
      return mail;
    };
  });
}

/** Where the quoted lines stand: by the patch they come from where that is beside, else by what of it is quoted. */
function places(
  lines: readonly { readonly text: string; readonly depth: number }[],
  answered: readonly (() => Mail | undefined)[],
): (HunkPosition | undefined)[] {
  const positions = hunkPositions(lines);
  answered.forEach((read, at) => {
    const above = read();
    const diff = above && readPatch(above)?.diff;
    if (diff === undefined || diff === "") return;
    answeredLines(patchLines(diff), lines, at + 1).forEach((found, line) => {
      const alone = positions[line];
      if (found !== undefined && (found.line !== undefined || found.path !== alone?.path)) positions[line] = found;
    });
  });
  return positions;
}
