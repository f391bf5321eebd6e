import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { count } from "../compose/place.ts";
import type { MailFacts } from "../intake/facts.ts";
import type { ListId } from "../mail/mail.ts";
import { openLog } from "../ops/log.ts";
import { filesSource } from "../source/files-source.ts";
import type { ArchivedMail } from "../store/store.ts";
import { countMails } from "./count-mails.ts";
import { directory } from "./directory.ts";
import { progress } from "./progress.ts";
import { startRelay } from "./relay.ts";
import type { Relay } from "./relay-parts.ts";
import { readTables } from "./tables.ts";
import { untilStopped } from "./until-stopped.ts";
import { parsed, UsageError } from "./usage.ts";

/** Unsure mails that are named, first. */
const MOST_NAMED = 10;

/** More messages an hour than there are: what would be held back in a day's news is shown here. */
const NO_CAP = 1_000_000_000;

/**
 * Mail of one's own through the whole program into the web chat on loopback, without a configuration: `try PATH…`. Nothing
 * is kept. `--once` ends after the summary.
 */
export async function tryOut(args: readonly string[]): Promise<number> {
  const { values, positionals: paths } = parsed(args, {
    once: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
    maintainers: { type: "string" },
    directories: { type: "string" },
    subsystems: { type: "string" },
  });
  if (paths.length === 0) throw new UsageError("try: name an mbox, a Maildir, .eml files or a folder of them");
  const { maintainers, directories, subsystems } = values;
  const tables = await readTables({
    ...(maintainers !== undefined && { maintainers }),
    ...(directories !== undefined && { directories }),
    ...(subsystems !== undefined && { subsystems }),
  }).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
  const all = await countMails(paths);
  const data = await mkdtemp(join(tmpdir(), "listwire-try-"));
  const lists = directory([]);
  const mails: ArchivedMail<MailFacts>[] = [];
  const bar = progress("mails");
  let arrived = 0;
  let relay: Relay | undefined;
  try {
    relay = await startRelay({
      data,
      // All of it arrives now: what is old is no gap that a channel would be spared.
      sources: [filesSource({ name: "files", paths, arrived: systemClock.now })],
      directory: lists,
      tables: () => tables,
      web: { host: "127.0.0.1", port: Number(values.port) },
      autoPreset: "everything",
      cap: NO_CAP,
      seeds: [],
      live: { timezone: "UTC", omit: new Set(), waits: { cardMs: 1500, orphanMs: 2000 } },
      clock: systemClock,
      log: openLog("silent"),
      onTaken({ what, mail }) {
        arrived += 1;
        bar.show(arrived, all);
        if (what === "new") mails.push(mail as ArchivedMail<MailFacts>);
      },
    });
    const stopped = values.once ? new Promise<never>(() => undefined) : untilStopped();
    const isThrough = async () => {
      while (arrived < all) await systemClock.wait(20, new AbortController().signal);
      await relay?.settled();
      return "through" as const;
    };
    const ended = await Promise.race([stopped, relay.failed, isThrough()]);
    bar.end();
    if (ended !== "through") return 0;
    console.log(await summary(relay, mails, lists.nameOf));
    if (values.once) return 0;
    console.log(`\nWeb chat: ${relay.address}\nIt goes on until Ctrl-C; nothing of it is kept.`);
    await Promise.race([stopped, relay.failed]);
    return 0;
  } finally {
    bar.end();
    await relay?.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** `812 mails → 61 cards, 304 replies, 71 % of the lines folded, 9 mails I am not sure about`, and links to those. */
async function summary(
  { address, store }: Relay,
  mails: readonly ArchivedMail<MailFacts>[],
  nameOf: (list: ListId) => string,
): Promise<string> {
  const cards = new Set<string>();
  let replies = 0;
  for (const { key } of mails) {
    for (const { channel, form, post, topic, state } of await store.deliveriesOfMail(key)) {
      if (form === "post" && state === "sent" && post.form === "reply") replies += 1;
      if (form === "post" && state === "sent" && post.form === "card") cards.add(`${channel} ${topic}`);
    }
  }
  const lines = sum(mails.map(({ facts }) => facts.lines ?? 0));
  const folded = sum(mails.flatMap(({ facts }) => Object.values(facts.elided).map((count) => count ?? 0)));
  const unsure = mails.filter(({ state, facts }) => state !== "read" || !facts.isSure);
  const listless = mails.filter(({ lists }) => lists.length === 0).length;
  const origin = new URL(address).origin;
  const named = unsure.slice(0, MOST_NAMED).map(({ short, lists: [list], subject, problem }) => {
    const channel = list === undefined ? "" : `?in=${encodeURIComponent(nameOf(list))}`;
    return `  ${origin}/m/${short}${channel}  ${subject.slice(0, 60)}${problem === undefined ? "" : ` (${problem})`}`;
  });
  return [
    `${count(mails.length, "mail")} → ${count(cards.size, "card")}, ${count(replies, "reply", "replies")}, ${percent(folded, lines)} of the lines folded, ${count(unsure.length, "mail")} I am not sure about`,
    ...named,
    ...(unsure.length > named.length ? [`  and ${unsure.length - named.length} more`] : []),
    ...(listless > 0 ? [`${count(listless, "mail")} without a List-Id: in no channel`] : []),
  ].join("\n");
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
