/** A Subject taken apart: `Re: [list] (subset) [PATCH v3 net-next 2/5] net: foo: title`. */
export interface Subject {
  /** Decoded, one line, cleaned; `(no subject)` where nothing visible is left. */
  readonly text: string;
  /** Starts with a reply mark (`Re:`, `AW:`, `回复:`, `Re[2]:` …), list tags before it or not. */
  readonly isReply: boolean;
  /** `(subset)` of b4 ty. */
  readonly subset: boolean;
  /** Brackets that the list put in front: `["Linaro-mm-sig"]`. */
  readonly listTags: readonly string[];
  /** Bracket words without version and numbers, as written: `["PATCH", "net-next"]` (git-format-patch(1)). */
  readonly tags: readonly string[];
  /** As stated: 3 of `v3`; absent means 1. `v5.1` gives 5.1. */
  readonly version?: number;
  /** 2 of `2/5`; the cover letter is 0. */
  readonly n?: number;
  readonly total?: number;
  /** What is left: `net: foo: title`. */
  readonly title: string;
  /** Without Re:, Fwd:, (fwd) and [list] tags, for "the same subject" hints (RFC 5256 §2.1). */
  readonly base: string;
  /** Up to three leading `word:`: `["net", "foo"]`. */
  readonly prefixes: readonly string[];
}
