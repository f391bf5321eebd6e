/** Totals of a diff. */
export interface Diffstat {
  readonly files: number;
  readonly insertions: number;
  readonly deletions: number;
}

/** `Reviewed-by: Ada <ada@example.org>` (git-interpret-trailers(1)). */
export interface Trailer {
  /** As written: `Reviewed-by`. */
  readonly name: string;
  /** `Ada <ada@example.org>`, folded lines joined. */
  readonly value: string;
}

/** One `diff --git`, or one `---`/`+++` pair. */
export interface FileDiff {
  /** The new path, without `b/`; the old one for a deletion. */
  readonly path: string;
  /** Where a rename or copy came from. */
  readonly oldPath?: string;
  readonly change: "modified" | "added" | "deleted" | "renamed" | "copied" | "binary";
  readonly insertions: number;
  readonly deletions: number;
}

/** What a mail that carries a patch says, inline or as an attachment. */
export interface Patch {
  /** Counted from the diff, as `git apply --numstat` does; absent where there is no diff. */
  readonly diffstat?: Diffstat;
  /** `3 files changed, 10 insertions(+), 2 deletions(-)` as the mail states it. */
  readonly diffstatStated?: Diffstat;
  readonly files: readonly FileDiff[];
  /** The paths that a cover letter's or pull request's diffstat names in full; absent where there are none, or a diff. */
  readonly statedPaths?: readonly string[];
  /** Fingerprint of the diff, equal where the same lines are changed in the same way (git-patch-id(1)); absent without one. */
  readonly id?: string;
  /** The diff itself, ready for `git apply`, at most 1 MiB; `""` where there is none. */
  readonly diff: string;
  /** The message above `---`, without trailers and in-body headers. */
  readonly message: string;
  /** Lines of the change log ("Changes in v3: …") from below `---` or out of a cover letter. */
  readonly changeLog: readonly string[];
  readonly commitTrailers: readonly Trailer[];
  /** The values of `Fixes:` trailers. */
  readonly fixes: readonly string[];
  readonly ccStable: boolean;
  readonly changeId?: string;
  readonly baseCommit?: string;
  /** Where patches came as files, what those say of their series. */
  readonly attached?: AttachedSeries;
}

/** Patches that came as files, as git format-patch makes them: `v3-0001-….patch`, `v3-0002-….patch`. */
export interface AttachedSeries {
  /** 3 of `v3-0001-…` or of `[PATCH v3 1/2]` within; absent where nothing says it. */
  readonly version?: number;
  /** How many patches the series has: as the subjects say, at least as many as are numbered and as are here. */
  readonly total: number;
  /** By number where all have one, else as attached; a cover letter is number 0. */
  readonly patches: readonly AttachedPatch[];
}

export interface AttachedPatch {
  /** Of the file. */
  readonly name: string;
  readonly n?: number;
  /** Of the subject within, else what the file's name has of it. */
  readonly title: string;
  /** Absent in a cover letter, as is `id`. */
  readonly diffstat?: Diffstat;
  /** As `Patch.id`. */
  readonly id?: string;
}
