/** A line of a mail that is meant for a robot: `pw-bot: changes-requested`, `#syz fix: wbus: hold a reference`. */
export interface RobotCommand {
  readonly robot: "pw-bot" | "syz" | "regzbot";
  /** The robot's own word for it, lower case: `changes-requested` for `cr`, `fix`, `introduced`, `^introduced`. */
  readonly verb: string;
  /** What stands behind it, one line: the title of a fix, a commit range. */
  readonly argument?: string;
}

/** What stands behind a verb: one line, here or below; the address and branch of a tree; all lines up to a blank one. */
type Takes = "nothing" | "line" | "tree" | "paragraph";

interface Verb {
  readonly verb: string;
  readonly takes: Takes;
}

interface Robot {
  readonly robot: RobotCommand["robot"];
  /** How a line begins that is meant for it; robots look nowhere else in a line. */
  readonly starts: RegExp;
  /** By each spelling that the robot takes. What is not here it does not obey. */
  readonly verbs: ReadonlyMap<string, Verb>;
}

/** `cr changes-requested`: spellings of one verb, the robot's own word last. */
function verbs(takes: Takes, ...rows: readonly string[]): [string, Verb][] {
  return rows.flatMap((row) => {
    const spellings = row.split(" ");
    const verb = spellings.at(-1) ?? "";
    return spellings.map((spelling): [string, Verb] => [spelling, { verb, takes }]);
  });
}

const robots: readonly Robot[] = [
  {
    robot: "pw-bot", // mailbot.py of netdev's NIPA; the states are Patchwork's
    starts: /^pw-bot:[ \t]*(?<verb>[a-z -]{2,30}?)[ \t]*$/i,
    verbs: new Map(
      verbs(
        "nothing",
        "new",
        "ur under-review",
        "accept accepted",
        "reject rejected",
        "rfc",
        "nap not-applicable",
        "cr changes-requested",
        "au awaiting-upstream",
        "supersede superseded",
        "defer deferred",
        "nac need-ack needs-ack",
      ),
    ),
  },
  {
    robot: "syz", // syzkaller's docs/syzbot.md and pkg/email
    starts: /^#syz[ \t:-]\s*(?<verb>[a-z]+)(?<rest>:?(?:\s.*)?)$/,
    verbs: new Map([
      ...verbs("line", "fix", "dup", "set", "unset"),
      ...verbs("tree", "test"),
      ...verbs("nothing", "undup", "unfix", "invalid", "upstream", "uncc", "regenerate", "reject", "unreject"),
    ]),
  },
  {
    robot: "regzbot", // regzbot's docs/reference.md and _rbcmd.py
    starts: /^#regzbot\s+(?<verb>\^?[a-z-]+\^?)(?<rest>:?(?:\s.*)?)$/i,
    verbs: new Map([
      ...verbs("line", "introduced", "introduced^ ^introduced", "monitor", "related monitor", "unmonitor", "unlink"),
      ...verbs("line", "dup dupof duplicate-of dup-of", "use", "report", "^backmonitor"),
      ...verbs("paragraph", "fixedby fixed-by fix", "subject title", "link", "from", "note"),
      ...verbs("paragraph", "invalid", "resolved resolve", "inconclusive", "back-burner backburn backburner"),
      ...verbs("paragraph", "unback-burner unbackburner unbackburn"),
      ...verbs("nothing", "poke", "activity-ignore ignore-activity"),
    ]),
  },
];

/** What syzbot's mails show in place of an argument. */
const placeholders: ReadonlySet<string> = new Set([
  "exact-commit-title",
  "exact-subject-of-another-report",
  "new-subsystem",
  "git://repo/address.git branch-or-commit-hash",
]);

/** Labels of `condense` that are not the sender's words, whatever else gets cut: commands like to stand below `-- `. */
const notOwn: ReadonlySet<string> = new Set(["quote", "attribution", "diff", "forward-head"]);

const maxLineChars = 1000;
const maxArgumentChars = 300;
const maxCommands = 50;

/**
 * What the sender tells robots, in order. Ask it of people's mail alone: robots explain their commands in each mail. Words
 * that the robot does not know are left out. `lines` are `Condensed.lines`.
 */
export function robotCommands(lines: readonly { readonly text: string; readonly label: string }[]): RobotCommand[] {
  const own = lines.map(({ text, label }) => (notOwn.has(label) ? undefined : text));
  const found: RobotCommand[] = [];
  for (let at = 0; at < own.length && found.length < maxCommands; ) {
    const command = commandAt(own, at);
    at = command?.next ?? at + 1;
    if (command?.is !== undefined) found.push(command.is);
  }
  return found;
}

/** True where `lines`, a passage of somebody's own text, are words for robots and no others. */
export function isForRobots(lines: readonly string[]): boolean {
  for (let at = 0; at < lines.length; ) {
    const command = commandAt(lines, at);
    const isOther = command === undefined && (lines[at] ?? "").trim() !== "" && !/^#(?:syz|regzbot)\b/.test(lines[at]!);
    if (isOther) return false;
    at = command?.next ?? at + 1;
  }
  return true;
}

/** The command that begins in the line `at`, and the line behind what it takes; `is` is absent for an example. */
function commandAt(
  lines: readonly (string | undefined)[],
  at: number,
): { readonly is?: RobotCommand; readonly next: number } | undefined {
  const line = lines[at]?.slice(0, maxLineChars) ?? "";
  for (const { robot, starts, verbs } of robots) {
    const groups = starts.exec(line)?.groups;
    const spelling = (groups?.verb ?? "").toLowerCase().replace(/\s+/g, "-");
    const known = verbs.get(spelling);
    if (groups === undefined || known === undefined) continue;
    const rest = groups.rest ?? "";
    const { words, next } = argumentOf(known.takes, rest, lines, at + 1);
    const argument = words.replace(/\s+/g, " ").trim().slice(0, maxArgumentChars).toWellFormed();
    if (placeholders.has(argument)) return { next };
    return { is: { robot, verb: known.verb, ...(argument !== "" && { argument }) }, next };
  }
  return undefined;
}

/** Mail clients wrap what is long, so an argument may begin, or a branch stand, in the line below. */
function argumentOf(
  takes: Takes,
  written: string,
  lines: readonly (string | undefined)[],
  below: number,
): { readonly words: string; readonly next: number } {
  const rest = written.replace(/^:/, "").trim();
  const here = { words: rest, next: below };
  const wrapped = lines[below]?.slice(0, maxLineChars) ?? "";
  if (!isText(wrapped)) return here;
  switch (takes) {
    case "nothing":
      return here;
    case "line":
      return rest === "" ? { words: wrapped, next: below + 1 } : here;
    case "tree": {
      const isHalf = written.startsWith(":") && [...words(rest), ...words(wrapped)].length === 2;
      return isHalf && words(rest).length < 2 ? { words: `${rest} ${wrapped}`, next: below + 1 } : here;
    }
    case "paragraph": {
      let next = below;
      while (isText(lines[next] ?? "")) next += 1;
      const all = lines.slice(below, Math.min(next, below + 5)).map((line) => line?.slice(0, maxLineChars));
      return { words: [rest, ...all].join(" "), next };
    }
  }
}

function words(text: string): string[] {
  return text.trim() === "" ? [] : text.trim().split(/\s+/);
}

function isText(line: string): boolean {
  return line.trim() !== "" && !/^(?:#(?:syz|regzbot)\b|pw-bot:|--)/.test(line);
}
