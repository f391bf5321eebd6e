/** Where a line of a diff stands. */
export interface HunkPosition {
  readonly path: string;
  /** Line in the new file (in the old one for a removed line), from 1; absent where no `@@` header was kept. */
  readonly line?: number;
  /** The function that git put behind `@@ … @@`, cut to its name and `()`: `wbus_fill()`. */
  readonly functionName?: string;
}
