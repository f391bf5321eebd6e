import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import type { ChannelId } from "../chat/chat-platform.ts";
import { systemClock } from "../clock.ts";
import { condense } from "../condense/condense.ts";
import type { LineLabel } from "../condense/condensed.ts";
import { ConfigError } from "../config/config-error.ts";
import { readConfig } from "../config/read-config.ts";
import { octetsBeside } from "../intake/beside.ts";
import { readDegraded } from "../intake/degraded.ts";
import type { MailFacts } from "../intake/facts.ts";
import { takeIn } from "../intake/take-in.ts";
import { type KindTables, noTables } from "../kind/tables.ts";
import { identify } from "../mail/identity.ts";
import type { MessageId } from "../mail/message-id.ts";
import { readMail } from "../mail/read-mail.ts";
import { openReader } from "../reader.ts";
import { MailFilesError, mailFiles } from "../source/files.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { ArchivedMail } from "../store/store.ts";
import { directory } from "./directory.ts";
import { READ, type Read, type Row, rowOf, settled } from "./inspect-row.ts";
import { readTables } from "./tables.ts";
import { parsed, UsageError } from "./usage.ts";

/** Mails a transaction. */
const BATCH = 100;

/**
 * What each mail of the files given is taken for, as arrivals in the order given: the relay's own way in, into a store
 * that goes away again. See docs/cli.md for the shape of `--json`.
 */
export async function inspect(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, {
    json: { type: "boolean", default: false },
    lines: { type: "boolean", default: false },
    final: { type: "boolean", default: false },
    maintainers: { type: "string" },
    directories: { type: "string" },
    subsystems: { type: "string" },
    config: { type: "string" },
  });
  if (positionals.length === 0) throw new UsageError("inspect: name a .eml file, an mbox, a Maildir or a folder");
  const { maintainers, directories, subsystems, config } = values;
  const tables = await readTables({
    ...(maintainers !== undefined && { maintainers }),
    ...(directories !== undefined && { directories }),
    ...(subsystems !== undefined && { subsystems }),
  }).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
  const kinds = config === undefined ? noTables : await kindsOf(config);
  const data = await mkdtemp(join(tmpdir(), "listwire-inspect-"));
  const store = await openSqliteStore(join(data, "inspect.sqlite"));
  const reader = openReader({ tables: kinds });
  const print = values.json ? (row: Row) => JSON.stringify(row) : values.lines ? withLines : forPeople;
  try {
    const lists = directory([]);
    const deps = {
      now: systemClock.now,
      tables: tables.route,
      linkTo: lists.linkTo,
      maySee: lists.maySee,
      audienceOf: lists.audienceOf,
      channelFor: (list: Parameters<typeof lists.nameOf>[0]) => ({
        channel: `web:${lists.nameOf(list)}` as ChannelId,
        what: { kind: "list" as const, name: list },
        preset: "everything" as const,
        since: new Date(0),
        by: "inspect",
      }),
      editSpacingMs: () => 0,
      omit: new Set<string>(),
      waits: { cardMs: 0, orphanMs: 0 },
    };
    const rows: Row[] = [];
    const firstOf = new Map<string, { file: string; index: number }>();
    let batch: Promise<Read>[] = [];
    const pending = new Map<MessageId, Uint8Array>();
    const flush = async () => {
      const reads = await Promise.all(batch);
      batch = [];
      const taken = await store.atomically(async (tx) => {
        const all: ArchivedMail<MailFacts>[] = [];
        for (const read of reads) all.push((await takeIn(tx, read, deps)).mail);
        return all;
      });
      pending.clear();
      for (const [index, read] of reads.entries()) {
        const mail = taken[index]!;
        const duplicateOf = firstOf.get(mail.key);
        if (duplicateOf === undefined) firstOf.set(mail.key, { file: read.file, index: read.index });
        const row = await rowOf(read, mail, duplicateOf, store);
        if (values.final) rows.push(row);
        else console.log(print(row));
      }
    };
    for await (const { file, index, bytes, receivedAt } of mailFiles(positionals)) {
      const identity = identify(bytes);
      const beside = await octetsBeside(identity.ancestors, pending, store);
      pending.set(identity.id, bytes);
      batch.push(
        reader.read(bytes, bytes.byteLength, beside).then((outcome) => {
          const isRead = outcome.kind === "read";
          const reading = isRead ? outcome.reading : readDegraded(bytes, outcome.reason);
          const problem = isRead ? {} : { problem: outcome.reason };
          return {
            file,
            index,
            identity,
            octets: bytes,
            ...(beside[0] !== undefined && { answered: beside[0] }),
            receivedAt,
            reading,
            state: isRead ? "read" : "degraded",
            ...problem,
          } as const;
        }),
      );
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    for (const row of rows) console.log(print(await settled(row, store)));
    return 0;
  } catch (error) {
    throw error instanceof MailFilesError ? new UsageError(error.message, { cause: error }) : error;
  } finally {
    await reader.close();
    await store.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function kindsOf(config: string): Promise<KindTables> {
  const { kinds } = await readConfig(config).catch((error: unknown) => {
    throw error instanceof ConfigError ? new UsageError(error.message, { cause: error }) : error;
  });
  return kinds;
}

function forPeople(row: Row): string {
  const patch = row.n === null ? "" : ` ${row.n}/${row.total}`;
  const version = row.version === null ? "" : ` v${row.version}`;
  const facts = [
    `${row.kind}${version}${patch}`,
    row.lists.join(", "),
    row.parent === null ? "" : `answers ${row.parent}`,
    row.subsystems.map(({ name, reason }) => `${name} (${reason})`).join(", "),
    row.givenTrailers.map(({ name, value }) => `${name}: ${value}`).join(", "),
    Object.entries(row.elided)
      .map(([label, lines]) => `${lines} ${label}`)
      .join(", "),
  ].filter((fact) => fact !== "");
  const again =
    row.duplicateOf === null ? "" : styleText("yellow", ` (again: ${row.duplicateOf.file} ${row.duplicateOf.index})`);
  return `${styleText("bold", row.subject)}${again}\n  ${row.author.name}\n${facts.map((fact) => `  ${styleText("dim", fact)}`).join("\n")}\n${indented(row.reply)}\n`;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Partial<Record<LineLabel, Colour>> = {
  new: "white",
  trailer: "green",
  diff: "cyan",
  log: "cyan",
  quote: "gray",
  attribution: "magenta",
  "forward-head": "magenta",
};

function withLines(row: Row): string {
  const { reading, answered } = row[READ];
  const { lines } = condense(reading.mail.text, answered && { parent: readMail(answered).text });
  const shown = lines.map(({ text, label, rule, depth }) => {
    const name = `${label}${depth > 0 ? ` ${depth}` : ""}`.padEnd(16);
    return styleText(COLOURS[label] ?? "yellow", `${name} ${rule.padEnd(24)} ${text}`);
  });
  return `${styleText("bold", row.subject)}\n${shown.join("\n")}\n`;
}
