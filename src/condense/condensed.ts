/** What a line of a mail is. One label a line. */
export type LineLabel =
  | "new"
  | "blank"
  | "quote"
  | "attribution"
  | "signature"
  | "sign-off"
  | "list-footer"
  | "provider-footer"
  | "pgp"
  | "forward-head"
  | "scissors"
  | "trailer"
  | "diff"
  | "log";

export interface LabelledLine {
  /** The line as it stands in `Mail.text`, without its line end; one that the author shares with an attribution is two. */
  readonly text: string;
  readonly label: LineLabel;
  /** Quote depth; 0 for everything that is no quote. */
  readonly depth: number;
  /** The name of the rule that decided: `dash-dash-space`. */
  readonly rule: string;
}

/** A stretch of new text with the quoted lines it answers. */
export interface Passage {
  /**
   * One to three quoted lines above, marks taken off, `… ` before a sentence whose start is not shown; empty where the text
   * answers nothing quoted.
   */
  readonly context: readonly string[];
  /** Index in `lines` of the quoted line right above, -1 where there is none: the key to where in the code it stands. */
  readonly contextAt: number;
  /** That line, marks taken off. */
  readonly above?: string;
  /** Lines of the author, first and last not blank. */
  readonly text: readonly string[];
  /** What the text is made of. `diff`: a suggestion or a patch. `log`: pasted output or code. */
  readonly kind: "prose" | "diff" | "log" | "trailers";
}

export interface Condensed {
  readonly lines: readonly LabelledLine[];
  /** What the author newly wrote, greeting included, lines unchanged, joined by LF; no quoted context. */
  readonly reply: string;
  readonly passages: readonly Passage[];
  /** How many lines of each label `reply` leaves out: `{quote: 38, signature: 3}`. */
  readonly elided: Readonly<Partial<Record<LineLabel, number>>>;
  /** False where a rule that guesses left something out. */
  readonly sure: boolean;
  /** True where nothing new is left: the mail is quotes only. */
  readonly quotesOnly: boolean;
}
