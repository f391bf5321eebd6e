/** What tells that a mail belongs to a subsystem. */
export type PlaceBy = "path" | "keyword" | "series" | "inherited" | "subject" | "table" | "list";

/** A subsystem that a conversation goes to. */
export interface Place {
  readonly name: string;
  readonly title: string;
  readonly by: PlaceBy;
  readonly depth: number;
  /** Words for `why`. */
  readonly reason: string;
}

/** A subsystem that patches of a series go to. */
export interface PatchPlace {
  readonly name: string;
  readonly title: string;
  /** How the patches tell; absent for places from before it was noted, which are by path. */
  readonly by?: PlaceBy;
  /** Of the deepest pattern. */
  readonly depth: number;
  readonly patches: number;
}
