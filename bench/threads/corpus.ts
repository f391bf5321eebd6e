import { fileURLToPath } from "node:url";
import type { Kind } from "../../src/kind/kind.ts";
import type { Trailer } from "../../src/patch/patch.ts";

/** The shared corpus of list threads, beside the repository. Its README.md describes files and rows. */
export const CORPUS = fileURLToPath(new URL("../../../shared/corpora/threads/", import.meta.url));

/** A row of patches.jsonl: what is known of one Message-ID. Absent keys: the corpus says nothing. */
export interface Truth {
  readonly messageId: string;
  readonly kind: Kind;
  readonly isReply: boolean;
  readonly subset: boolean;
  readonly listTags: readonly string[];
  readonly tags: readonly string[];
  readonly version: number | null;
  readonly n: number | null;
  readonly total: number | null;
  readonly title: string;
  readonly prefixes: readonly string[];
  readonly component: string | null;
  readonly givenTrailers?: readonly Trailer[];
  readonly changeId?: string;
  readonly baseCommit?: string;
  /** Files, insertions, deletions, as the mail states them. */
  readonly diffstatLine?: readonly number[];
  /** `Nora Lind <nora@example.org>`; patches only, as the three below. */
  readonly author?: string;
  /** Counted by git; absent where the diff does not parse. */
  readonly diffstat?: {
    readonly files: number;
    readonly insertions: number;
    readonly deletions: number;
    readonly paths: readonly string[];
  };
  readonly commitTrailers?: readonly Trailer[];
  readonly fixes?: readonly string[];
  readonly ccStable?: boolean;
}

/** A row of threads.jsonl. */
export interface Place {
  readonly messageId: string;
  /** The thread's earliest top mail. */
  readonly threadRoot: string;
  readonly parent: string | null;
  /** What the header names, here or not. */
  readonly headerParent: string | null;
  readonly lists: readonly string[];
}

/** A row of mails.jsonl: one stored copy. */
export interface Copy {
  readonly messageId: string;
  /** Threads that belong together: all versions of a series, and threads joined by subject. */
  readonly family: string;
}
