import type { Condensed } from "./condense/condensed.ts";
import type { Kind } from "./kind/kind.ts";
import type { Mail } from "./mail/mail.ts";
import type { HunkPosition } from "./patch/hunk-position.ts";
import type { Patch, Trailer } from "./patch/patch.ts";

/** Everything that the pure rooms say of one mail by itself. Plain data: it crosses from the worker. */
export interface Reading {
  readonly mail: Mail;
  /** Absent where the mail carries no patch and is no cover letter. */
  readonly patch?: Patch;
  /** Without `lines`: those are read again where somebody asks for the full mail. */
  readonly condensed: Omit<Condensed, "lines">;
  /** Where each of `condensed.passages` stands in the code it talks about; same length. */
  readonly anchors: readonly (HunkPosition | undefined)[];
  readonly kind: Kind;
  /** Trailers that the sender gives in a reply (`Reviewed-by: …`); a patch's own are `patch.commitTrailers`. */
  readonly givenTrailers: readonly Trailer[];
}
