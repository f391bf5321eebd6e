import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { DEFAULT_CONFIG } from "./data.ts";
import { parsed, UsageError } from "./usage.ts";

interface Question {
  /** Of the flag. */
  readonly name: string;
  readonly asks: string;
  readonly standard?: string;
  /** What is wrong with an answer, and what to write; `undefined` where it fits. */
  readonly fault?: (answer: string) => string | undefined;
  /** Asked only where this was answered. */
  readonly after?: string;
}

const word = (what: string) => (answer: string) => (/^\S+$/.test(answer) ? undefined : `write ${what}`);

const questions: readonly Question[] = [
  { name: "host", asks: "IMAP server that the lists are delivered to", fault: word("a host: imap.example.org") },
  { name: "user", asks: "user name there", fault: word("the user name") },
  {
    name: "password-file",
    asks: "file that holds the password",
    standard: "./imap-password",
    fault: word("a path: ./imap-password"),
  },
  { name: "mailbox", asks: "mailbox", standard: "INBOX" },
  {
    name: "start",
    asks: "where to begin: now, all, or so long ago (7d)",
    standard: "now",
    fault: (answer) => (/^(?:now|all|\d+[smhdw])$/.test(answer) ? undefined : "write now, all, or a time: 7d"),
  },
  {
    name: "list",
    asks: "a list's List-Id (empty: whatever comes)",
    standard: "",
    fault: (answer) =>
      /^[^\s<>@]*$/.test(answer) ? undefined : "write what stands in List-Id, without < >: wbus.lists.example.org",
  },
  { name: "discord-token-file", asks: "file that holds a Discord bot's token (empty: no Discord)", standard: "" },
  {
    name: "discord-channel",
    asks: "the id of a channel there",
    after: "discord-token-file",
    fault: (answer) => (/^\d{15,21}$/.test(answer) ? undefined : "write the channel's id: 181390438123704322"),
  },
  {
    name: "matrix-homeserver",
    asks: "a Matrix homeserver (empty: no Matrix)",
    standard: "",
    fault: (answer) =>
      /^(?:https?:\/\/[^\s/]+\/?)?$/.test(answer) ? undefined : "write an address: https://matrix.example.org",
  },
  {
    name: "matrix-token-file",
    asks: "file that holds the bot's access token",
    standard: "./matrix-token",
    after: "matrix-homeserver",
    fault: word("a path: ./matrix-token"),
  },
  {
    name: "matrix-room",
    asks: "the id of a room there",
    after: "matrix-homeserver",
    fault: (answer) => (/^!\S+$/.test(answer) ? undefined : "write the room's id: !wbus:example.org"),
  },
  {
    name: "matrix-allow",
    asks: "who may invite the bot: a user or a server",
    after: "matrix-homeserver",
    fault: word("@ada:example.org, or example.org"),
  },
];

type Answers = Readonly<Record<string, string>>;

/** `init [--ANSWER VALUE …] [FILE]`: asks on a terminal for what no flag says, and writes a configuration that only its owner can read. */
export async function init(args: readonly string[]): Promise<number> {
  const flags = Object.fromEntries(questions.map(({ name }) => [name, { type: "string" as const }]));
  const { values, positionals } = parsed(args, { ...flags, help: { type: "boolean", default: false } });
  if (values.help === true) {
    for (const { name, asks, standard } of questions)
      console.log(`  --${name.padEnd(20)} ${asks}${standard ? ` (${standard})` : ""}`);
    return 0;
  }
  const [file = DEFAULT_CONFIG, ...more] = positionals;
  if (more.length > 0) throw new UsageError("init: name one file, or none for listwire.yaml");
  const answers = await answered(values as unknown as Readonly<Record<string, string | undefined>>);
  await writeFile(file, configuration(answers), { mode: 0o600, flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    const says =
      cause.code === "EEXIST"
        ? "is there already, and is not overwritten; name another file"
        : `cannot be written (${cause.code})`;
    throw new UsageError(`init: ${file}: ${says}`, { cause });
  });
  const secrets = ["password-file", "discord-token-file", "matrix-token-file"].flatMap((name) => answers[name] || []);
  console.log(`${file} is written. Next:`);
  for (const secret of secrets)
    console.log(`  put the secret into ${secret} (seen from the file's folder), and chmod 600 it`);
  console.log(`  listwire check --config ${file}\n  listwire run --config ${file}`);
  return 0;
}

/** @throws {UsageError} where an answer does not fit, or is missing and nobody can be asked */
async function answered(given: Readonly<Record<string, string | undefined>>): Promise<Answers> {
  const answers: Record<string, string> = {};
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  try {
    for (const { name, asks, standard, fault, after } of questions) {
      if (after !== undefined && !answers[after]) continue;
      const said = given[name];
      const wrong = said === undefined ? undefined : fault?.(said);
      if (wrong !== undefined) throw new UsageError(`init: --${name}: ${wrong}`);
      if (said !== undefined) answers[name] = said;
      else if (terminal !== undefined) answers[name] = await asked(terminal, { asks, standard, fault });
      else if (standard !== undefined) answers[name] = standard;
      else throw new UsageError(`init: --${name} is missing (${asks}), and there is no terminal to ask at`);
    }
    return answers;
  } finally {
    terminal?.close();
  }
}

async function asked(
  terminal: { question(text: string): Promise<string> },
  { asks, standard, fault }: { asks: string; standard: string | undefined; fault: Question["fault"] | undefined },
): Promise<string> {
  for (;;) {
    const answer = (await terminal.question(`${asks}${standard ? ` [${standard}]` : ""}: `)).trim() || (standard ?? "");
    const wrong = fault?.(answer);
    if (wrong === undefined) return answer;
    console.error(`  ${wrong}`);
  }
}

const quoted = (text: string): string => JSON.stringify(text);

/** With what each setting means; config/listwire.example.yaml has all of them. */
function configuration(answers: Answers): string {
  const { host = "", user = "", mailbox = "", start = "", list = "" } = answers;
  const discord = answers["discord-token-file"];
  const homeserver = answers["matrix-homeserver"];
  const channels = [
    ...(discord ? [`discord:${answers["discord-channel"]}`] : []),
    ...(homeserver ? [`matrix:${answers["matrix-room"]}`] : []),
  ];
  return [
    "# Written by `listwire init`. config/listwire.example.yaml explains every setting; `listwire check` tries this one.",
    "",
    "# The folder of the store.",
    "data: ./data",
    "",
    "# The mailbox that the lists are delivered into. Nothing in it is changed.",
    "sources:",
    "  - name: main",
    "    type: imap",
    `    host: ${quoted(host)}`,
    "    tls: implicit               # or starttls",
    `    user: ${quoted(user)}`,
    `    password_file: ${quoted(answers["password-file"] ?? "")}`,
    `    mailboxes: [${quoted(mailbox)}]`,
    `    start: ${/^\d/.test(start) ? `{since: ${start}}` : start}                  # the first time: now, all, or {since: 7d}`,
    "",
    ...(list === "" ? [] : ["# The lists, by what stands in List-Id.", "lists:", `  - id: ${quoted(list)}`, ""]),
    "# The web chat, on this machine alone: its address is printed at the start.",
    "web:",
    "  port: 8930",
    "",
    "# How it is, for supervisors: http://127.0.0.1:9464/healthz",
    "health:",
    "  port: 9464",
    ...(discord
      ? [
          "",
          "# docs/discord.md tells how to get the token and to let the bot in.",
          "discord:",
          `  token_file: ${quoted(discord)}`,
        ]
      : []),
    ...(homeserver
      ? [
          "",
          "# docs/matrix.md tells how to get the token. `allow`: who may invite the bot.",
          "matrix:",
          `  homeserver: ${quoted(homeserver)}`,
          `  token_file: ${quoted(answers["matrix-token-file"] ?? "")}`,
          `  allow: [${quoted(answers["matrix-allow"] ?? "")}]`,
        ]
      : []),
    ...(channels.length > 0 && list !== ""
      ? [
          "",
          "# What stands where from the start; from then on the command `subscribe` says it.",
          "subscriptions:",
          ...channels.map((channel) => `  - {channel: ${quoted(channel)}, list: ${quoted(list)}, preset: normal}`),
        ]
      : []),
    "",
  ].join("\n");
}
