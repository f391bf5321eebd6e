/** A subsystem that patches of a series go to. */
export interface PatchPlace {
  readonly name: string;
  readonly title: string;
  /** Of the deepest pattern. */
  readonly depth: number;
  readonly patches: number;
}
