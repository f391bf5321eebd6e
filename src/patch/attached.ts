import { decodeWords } from "../mail/encoded-words.ts";
import type { Attachment } from "../mail/mail.ts";
import { parseSubject, type Subject } from "../mail/subject.ts";
import { type Diff, diffstatOf, readDiff } from "./diff.ts";
import type { AttachedPatch, AttachedSeries } from "./patch.ts";

/** A patch in a file of its own, or one of several in a file. */
export interface PatchFile {
  /** Of the attachment: `v3-0001-Report-slot-lag.patch`. */
  readonly name: string;
  /** Below the header that git format-patch writes. */
  readonly lines: readonly string[];
  /** Out of that header; absent in a bare diff. */
  readonly subject?: Subject;
  /** Absent in a cover letter. */
  readonly diff?: Diff;
}

/** The patches and cover letters among the attachments. A file of `git format-patch --stdout` may hold several. */
export function patchFiles(attachments: readonly Attachment[]): PatchFile[] {
  return attachments.flatMap(({ name, patch = "" }) =>
    patch
      .split(/^(?=From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$)/m)
      .map((text) => patchFile(name, text.split(/\r?\n/)))
      .filter(({ subject, diff }) => subject !== undefined || diff !== undefined),
  );
}

/**
 * The series that files make: `v3-0001-…` and `v3-0002-…` are version 3 of two patches. A subject within says it better
 * than a file name, since git cuts those. `undefined` where there is no patch.
 */
export function attachedSeries(files: readonly PatchFile[]): AttachedSeries | undefined {
  const patches = files.map(attachedPatch);
  if (!patches.some(({ diffstat }) => diffstat !== undefined)) return undefined;
  const versions = files.flatMap(({ name, subject }) => subject?.version ?? namedAs(name).version ?? []);
  const totals = files.flatMap(({ subject }) => subject?.total ?? []);
  const version = versions[0];
  return {
    ...(version !== undefined && { version }),
    total: Math.max(...totals, ...patches.map(({ n = 0 }) => n), patches.filter(({ n }) => n !== 0).length),
    patches: patches.every(({ n }) => n !== undefined) ? patches.sort((a, b) => (a.n ?? 0) - (b.n ?? 0)) : patches,
  };
}

function attachedPatch({ name, subject, diff }: PatchFile): AttachedPatch {
  const named = namedAs(name);
  const n = subject?.n ?? named.n;
  return {
    name,
    ...(n !== undefined && { n }),
    title: subject?.title || named.title,
    ...(diff !== undefined && { diffstat: diffstatOf(diff.files), id: diff.id }),
  };
}

/** `v3-0001-Report-slot-lag.patch` as git-format-patch(1) names files; people write `slot-lag-v3.diff`, too. */
function namedAs(name: string): { readonly version?: number; readonly n?: number; readonly title: string } {
  const bare = name.replace(/\.txt$/i, "").replace(/\.(?:patch|diff)$/i, "");
  const [, version] = /(?:^|[-_ .])v(\d{1,3}(?:\.\d{1,2})?)(?=$|[-_ ])/i.exec(bare) ?? [];
  const [numbered, n] = /(?:^|[-_ .])(\d{4})[-_ ]/.exec(bare) ?? [];
  const title = numbered === undefined ? bare : bare.slice(bare.indexOf(numbered) + numbered.length);
  return {
    ...(version !== undefined && { version: Number(version) }),
    ...(n !== undefined && { n: Number(n) }),
    title: title.replace(/[-_]+/g, " ").trim(),
  };
}

function patchFile(name: string, whole: readonly string[]): PatchFile {
  const blank = whole.indexOf("");
  const hasHeader = blank > 0 && /^From [0-9a-f]{40} |^From: /.test(whole[0] ?? "");
  const lines = hasHeader ? whole.slice(blank + 1) : whole;
  const subject = hasHeader ? subjectIn(whole.slice(0, blank)) : undefined;
  const diff = readDiff(lines);
  return { name, lines, ...(subject !== undefined && { subject }), ...(diff !== undefined && { diff }) };
}

function subjectIn(header: readonly string[]): Subject | undefined {
  const at = header.findIndex((line) => /^Subject:/i.test(line));
  if (at < 0) return undefined;
  const end = header.findIndex((line, index) => index > at && !/^[ \t]/.test(line));
  const folded = header.slice(at, end < 0 ? undefined : end).join("");
  return parseSubject(decodeWords(folded.slice("Subject:".length)).trim());
}
