import { UsageError } from "./cli/usage.ts";

/** A subcommand: takes its arguments, gives the exit code. */
type Subcommand = (args: readonly string[]) => Promise<number>;

/** Loaded when asked for: `condense` in a pipe must not pay for a relay. */
const subcommands: Readonly<Record<string, { readonly load: () => Promise<Subcommand>; readonly summary: string }>> = {
  demo: {
    load: async () => (await import("./cli/demo.ts")).demo,
    summary: "the whole program on a small mailbox of its own; no account, no configuration",
  },
  try: {
    load: async () => (await import("./cli/try.ts")).tryOut,
    summary: "mail of your own in the web chat, without a configuration: try PATH…",
  },
  run: { load: async () => (await import("./cli/run.ts")).run, summary: "the relay: run [--config listwire.yaml]" },
  init: {
    load: async () => (await import("./cli/init.ts")).init,
    summary: "writes a configuration: asks, or takes the answers as flags: init [FILE]",
  },
  check: {
    load: async () => (await import("./cli/check.ts")).check,
    summary: "the configuration, each mailbox, each channel, and why it may be silent: check [--config FILE]",
  },
  import: {
    load: async () => (await import("./cli/import.ts")).importMails,
    summary: "mail from files into the archive, without posting: import PATH…",
  },
  status: {
    load: async () => (await import("./cli/status.ts")).status,
    summary: "how the relay is and what it owes, beside one that runs: status [--config FILE]",
  },
  backup: {
    load: async () => (await import("./cli/backup.ts")).backUp,
    summary: "all that it remembers, while it runs: backup FOLDER",
  },
  restore: {
    load: async () => (await import("./cli/backup.ts")).restore,
    summary: "puts a backup back: restore [--replace] FOLDER",
  },
  quarantine: {
    load: async () => (await import("./cli/status.ts")).quarantine,
    summary: "mails that were set aside unread, each with the reason",
  },
  unsure: {
    load: async () => (await import("./cli/status.ts")).unsure,
    summary: "posts of which it is not known whether they arrived: unsure [resend N | drop N]",
  },
  forget: {
    load: async () => (await import("./cli/forget.ts")).forgetMails,
    summary:
      "takes a sender's mails, or one mail, out of the archive and out of the channels: forget [--yes] ADDRESS|MESSAGE-ID",
  },
  inspect: {
    load: async () => (await import("./cli/inspect.ts")).inspect,
    summary: "what each mail of a file or folder is taken for: inspect [--json] [--lines] PATH…",
  },
  fold: {
    load: async () => (await import("./cli/fold.ts")).fold,
    summary: "a mail in, the same with its quotes folded out: for mutt, aerc, notmuch, less",
  },
  condense: {
    load: async () => (await import("./cli/filters.ts")).condense,
    summary: "JSON lines {id, text} in, {id, reply} out",
  },
  route: {
    load: async () => (await import("./cli/filters.ts")).route,
    summary: "paths in, sections of MAINTAINERS out: route --maintainers FILE",
  },
  invite: {
    load: async () => (await import("./cli/invite.ts")).invite,
    summary: "the address that lets the bot into a Discord server: invite APPLICATION-ID",
  },
  help: { load: async () => help, summary: "this text" },
};

async function help(): Promise<number> {
  const width = Math.max(...Object.keys(subcommands).map((name) => name.length));
  const rows = Object.entries(subcommands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  console.log(
    `listwire carries mailing-list discussions into chat.\n\n${rows.join("\n")}\n\nWithout a subcommand: run, where there is a listwire.yaml here; else demo. See docs/cli.md.`,
  );
  return 0;
}

/** The exit code: 0 done, 1 failed, 2 wrong usage or configuration. */
async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === "--help" || first === "-h") return help();
  const isNamed = first !== undefined && !first.startsWith("-");
  const name = isNamed ? first : (await import("./cli/run.ts")).hasConfiguration(args) ? "run" : "demo";
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (subcommand === undefined) throw new UsageError(`no such subcommand: ${name}; \`listwire help\` lists them`);
  return await (await subcommand.load())(isNamed ? rest : args);
}

// Whoever reads us through a pipe may stop when he has seen enough: that is an end like Ctrl-C, not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.kill(process.pid, "SIGTERM");
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // What the user can mend is said in one line; everything else is a bug and says where.
  if (error instanceof UsageError) {
    console.error(`listwire: ${error.message}`);
    process.exitCode = 2;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
