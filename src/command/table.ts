/** What a word must look like to be taken for an argument; the rows are in `values.ts`. */
export type ValueKind = "what" | "preset" | "mail" | "number" | "version" | "duration" | "command";

/** Who may give a command; each may also what those before may. The platform says who somebody is in a channel. */
export type Role = "member" | "admin" | "operator";

export interface Argument {
  /** One lower-case word: the option's name on platforms that have options, and before `=` everywhere. */
  readonly name: string;
  readonly kind: ValueKind;
  /** `unless-reply`: must be given, except where the command is said in reply to a post. */
  readonly required: "yes" | "no" | "unless-reply";
  readonly help: string;
  /** The only values there are, for a menu. */
  readonly choices?: readonly Choice[];
}

interface Choice {
  readonly value: string;
  readonly help: string;
}

export interface CommandRow {
  readonly name: string;
  /** `list` and `mail` are the sub-commands' parents where a platform nests them (`/list subscribe`); `top` stands alone. */
  readonly group: "list" | "mail" | "top";
  readonly aliases: readonly string[];
  /** One line, at most 100 characters, as Discord's descriptions are. */
  readonly help: string;
  readonly args: readonly Argument[];
  readonly who: Role;
  /** It changes something: the same invocation again must not change it again. */
  readonly changes: boolean;
  readonly examples: readonly string[];
}

export const presets = [
  {
    value: "normal",
    help: "a card a series or topic, replies in its thread, a digest on weekdays; regressions are loud",
  },
  { value: "quiet", help: "regressions at once, all else in a digest on Mondays" },
  { value: "everything", help: "every mail, robots counted on the cards" },
] as const satisfies readonly Choice[];

const mail: Argument = {
  name: "mail",
  kind: "mail",
  required: "unless-reply",
  help: "the short id at the end of a post, or a Message-ID; not needed in reply to a post",
};

const what: Argument = {
  name: "what",
  kind: "what",
  required: "yes",
  help: "a list, by name or List-Id, or a subsystem",
};

/** Every command there is, in the order of `help`. All platforms, their help and docs/commands.md are made from it. */
export const commands: readonly CommandRow[] = [
  {
    name: "subscribe",
    group: "list",
    aliases: ["sub"],
    help: "Show a list or a subsystem in this channel from now on",
    args: [
      what,
      { name: "preset", kind: "preset", required: "no", help: "how much of it; normal if left out", choices: presets },
    ],
    who: "admin",
    changes: true,
    examples: ["subscribe wbus", "subscribe wbus.lists.example.org quiet", 'subscribe "WBUS DRIVERS" everything'],
  },
  {
    name: "unsubscribe",
    group: "list",
    aliases: ["unsub"],
    help: "Stop showing a list or a subsystem in this channel",
    args: [what],
    who: "admin",
    changes: true,
    examples: ["unsubscribe wbus"],
  },
  {
    name: "show",
    group: "list",
    aliases: ["subscriptions"],
    help: "What this channel is subscribed to",
    args: [],
    who: "member",
    changes: false,
    examples: ["show"],
  },
  {
    name: "full",
    group: "mail",
    aliases: [],
    help: "The whole text of a mail, quotes included",
    args: [mail],
    who: "member",
    changes: false,
    examples: ["full", "full k7q2m9xa"],
  },
  {
    name: "patch",
    group: "mail",
    aliases: [],
    help: "A patch as a file that git am takes",
    args: [mail, { name: "n", kind: "number", required: "no", help: "which patch of the series" }],
    who: "member",
    changes: false,
    examples: ["patch", "patch 3", "patch k7q2m9xa 3"],
  },
  {
    name: "thread",
    group: "mail",
    aliases: [],
    help: "The mails of a thread as a tree, also those that were not posted",
    args: [mail],
    who: "member",
    changes: false,
    examples: ["thread", "thread k7q2m9xa"],
  },
  {
    name: "series",
    group: "mail",
    aliases: [],
    help: "The versions of a patch series, and what was said of each patch of the newest",
    args: [mail],
    who: "member",
    changes: false,
    examples: ["series", "series k7q2m9xa"],
  },
  {
    name: "diff",
    group: "mail",
    aliases: [],
    help: "What changed from one version of a patch series to another, as git range-diff shows it",
    args: [
      mail,
      { name: "from", kind: "version", required: "no", help: "v2, or both as v2..v3; the newest two if left out" },
      { name: "to", kind: "version", required: "no", help: "v3; the newest if left out" },
    ],
    who: "member",
    changes: false,
    examples: ["diff", "diff v2 v3", "diff v2..v3", "diff k7q2m9xa 2 3"],
  },
  {
    name: "link",
    group: "mail",
    aliases: ["b4"],
    help: "Where a mail lies in the archive, its Message-ID, and how to fetch it with b4",
    args: [mail],
    who: "member",
    changes: false,
    examples: ["link k7q2m9xa", "link <20261103-burst-v2-0@dev.example.org>"],
  },
  {
    name: "why",
    group: "mail",
    aliases: [],
    help: "Why a mail was shown here, or was not, and what was left out of it",
    args: [mail],
    who: "member",
    changes: false,
    examples: ["why", "why k7q2m9xa"],
  },
  {
    name: "follow",
    group: "mail",
    aliases: [],
    help: "Be told here of a new version of a series, and when it is applied or merged; nobody else is",
    args: [mail],
    who: "member",
    changes: true,
    examples: ["follow", "follow k7q2m9xa"],
  },
  {
    name: "unfollow",
    group: "mail",
    aliases: [],
    help: "Stop following a series or topic",
    args: [mail],
    who: "member",
    changes: true,
    examples: ["unfollow", "unfollow k7q2m9xa"],
  },
  {
    name: "mute",
    group: "mail",
    aliases: [],
    help: "Show nothing new of a mail's series or topic in this channel for a while",
    args: [mail, { name: "for", kind: "duration", required: "no", help: "12h, 7d or 4w; 30d if left out" }],
    who: "admin",
    changes: true,
    examples: ["mute", "mute 7d", "mute k7q2m9xa 12h"],
  },
  {
    name: "status",
    group: "list",
    aliases: [],
    help: "How the relay is doing: sources, queue, what was held back",
    args: [],
    who: "admin",
    changes: false,
    examples: ["status"],
  },
  {
    name: "news",
    group: "top",
    aliases: [],
    help: "What happened in this channel since you asked last",
    args: [],
    who: "member",
    changes: false,
    examples: ["news"],
  },
  {
    name: "help",
    group: "top",
    aliases: ["?", "commands"],
    help: "What can be said here",
    args: [{ name: "command", kind: "command", required: "no", help: "the command to explain" }],
    who: "member",
    changes: false,
    examples: ["help", "help subscribe"],
  },
];

/** The row that `word` names, by name or alias, whatever its case. */
export function commandRow(word: string): CommandRow | undefined {
  const name = word.toLowerCase();
  return commands.find((row) => row.name === name || row.aliases.includes(name));
}

/** `patch [mail] [n]`: brackets around what may be left out. */
export function usage(row: CommandRow): string {
  return [row.name, ...row.args.map((arg) => (arg.required === "yes" ? arg.name : `[${arg.name}]`))].join(" ");
}

const ranks: readonly Role[] = ["member", "admin", "operator"];

/** Whether one who is `role` in a channel may give the command there. */
export function may(role: Role, row: CommandRow): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(row.who);
}
