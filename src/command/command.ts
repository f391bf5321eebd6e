/** What somebody asked for, taken apart and checked against the table. */
export interface Command {
  /** `full`: a name of the command table. */
  readonly name: string;
  /** By the names that the table gives the arguments; all are strings, absent ones are absent. */
  readonly args: Readonly<Record<string, string>>;
}
