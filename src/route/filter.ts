/** A rule of a channel's admins about what it shows. */
export interface Filter {
  readonly action: "include" | "exclude";
  readonly field: "kind" | "author" | "subject" | "path" | "robots";
  /** `/expression/` or plain words for subject and author, a path, a kind or notable; `""` for robots. */
  readonly pattern: string;
  /** The user who set it, or `config`. */
  readonly by: string;
}
