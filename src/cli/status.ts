import { count } from "../compose/place.ts";
import type { HealthFacts } from "../ops/health.ts";
import { openSqliteReader, openSqliteStore } from "../store/sqlite.ts";
import { configured, DEFAULT_CONFIG, storeIn, withStore } from "./data.ts";
import { parsed, UsageError } from "./usage.ts";

/** Of each list that is long, so many. */
const MOST = 20;

/** `status`: what the store says, beside a relay that runs; and what that one says itself, where it has a `health` block. */
export async function status(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  const { data, health } = await configured(values.config);
  const now = new Date();
  await withStore(async () => {
    const store = openSqliteReader(storeIn(data));
    try {
      const { mails, degraded, quarantined, threads, topics } = await store.counts();
      const { queued, sending, unsure, dead, oldestDueAt } = await store.depths(now);
      const [last] = await store.latestMails(1);
      console.log(
        `${count(mails, "mail")} in ${count(threads, "thread")}, ${count(topics, "topic")}; the last ${last === undefined ? "never" : ago(last.arrivedAt, now)}`,
      );
      console.log(
        `owed: ${queued + sending}${oldestDueAt === undefined ? "" : `, the oldest overdue for ${span(oldestDueAt, now)}`}; unsure: ${unsure}; given up: ${dead}`,
      );
      const { mails: texts, bytes } = await store.texts();
      console.log(
        `text of ${count(texts, "mail")}, ${Math.ceil(bytes / 1024 ** 2)} MB (at most 2 GB; kept 30 days, patches and what belongs to them 90 days after the last mail)`,
      );
      console.log(`shown in part: ${degraded}; in quarantine: ${quarantined}`);
      for (const [channel, { overflow }] of await store.guards())
        if (overflow !== undefined)
          console.log(
            `too much for ${channel} since ${new Date(overflow.since).toISOString()}: ${count(overflow.mails, "mail")}`,
          );
    } finally {
      store.close();
    }
  });
  for (const line of health === undefined
    ? ["no `health` block: whether a relay runs is not known here"]
    : await live(health))
    console.log(line);
  return 0;
}

async function live({ host, port }: { readonly host: string; readonly port: number }): Promise<readonly string[]> {
  try {
    const answer = await fetch(`http://${host}:${port}/readyz`, { signal: AbortSignal.timeout(5_000) });
    const { sources } = (await answer.json()) as Pick<HealthFacts, "sources">;
    const healthy = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(5_000) });
    const { troubles } = (await healthy.json()) as { readonly troubles: readonly string[] };
    return [
      ...sources.map(
        ({ name, state, detail }) => `source ${name}: ${state}${detail === undefined ? "" : ` (${detail})`}`,
      ),
      ...(troubles.length === 0 ? ["all is well"] : troubles),
    ];
  } catch {
    return [`no relay answers at ${host}:${port}`];
  }
}

/**
 * `quarantine`: mails that are set aside unread, each with the reason. `quarantine release SHORT` has one read again when the relay
 * runs, as if it came then; it needs the relay to be stopped.
 */
export async function quarantine(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  const { data } = await configured(values.config);
  const [what, short, ...more] = positionals;
  if (what !== undefined) {
    if (what !== "release" || short === undefined || more.length > 0)
      throw new UsageError("quarantine: say `quarantine`, or `quarantine release SHORT` with what it lists");
    return await withStore(() => release(storeIn(data), short));
  }
  return await withStore(async () => {
    const store = openSqliteReader(storeIn(data));
    try {
      const mails = await store.quarantined(MOST);
      for (const { short, arrivedAt, subject, problem } of mails)
        console.log(`${short}  ${arrivedAt.toISOString()}  ${subject}  (${problem})`);
      if (mails.length === 0) console.log("no mail is in quarantine");
      return 0;
    } finally {
      store.close();
    }
  });
}

async function release(file: string, short: string): Promise<number> {
  const store = await openSqliteStore(file);
  try {
    const mail = await store.mailByShort(short);
    if (mail?.state !== "quarantined")
      throw new UsageError(`quarantine: ${short} is not in quarantine; \`listwire quarantine\` lists what is`);
    if ((await store.octets(mail.key)) === undefined)
      throw new UsageError(`quarantine: the text of ${short} is no longer kept, and cannot be read again`);
    await store.release(mail.key);
    console.log(`${short}: it is read again when the relay runs`);
    return 0;
  } finally {
    await store.close();
  }
}

/**
 * `unsure`: posts of which it is not known whether they arrived. `unsure resend N` sends one again, which may then stand there twice;
 * `unsure drop N` leaves it. Both need the relay to be stopped.
 */
export async function unsure(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  const { data } = await configured(values.config);
  const [what, named] = positionals;
  if (what === undefined) return await withStore(() => listUnsure(storeIn(data)));
  const seq = Number(named);
  if ((what !== "resend" && what !== "drop") || !Number.isSafeInteger(seq))
    throw new UsageError(
      "unsure: say `unsure`, `unsure resend N` or `unsure drop N`, with a number that `unsure` lists",
    );
  return await withStore(async () => {
    const store = await openSqliteStore(storeIn(data));
    try {
      const found = (await store.unsure(Number.MAX_SAFE_INTEGER)).find((one) => one.seq === seq);
      if (found === undefined)
        throw new UsageError(`unsure: there is no number ${seq}; \`listwire unsure\` lists them`);
      if (what === "resend") await store.postpone(seq, new Date(), "sent again by the operator");
      else await store.abandon(seq, "dropped by the operator");
      console.log(`${seq}: ${what === "resend" ? "it goes out when the relay runs" : "dropped"}`);
      return 0;
    } finally {
      await store.close();
    }
  });
}

async function listUnsure(file: string): Promise<number> {
  const store = openSqliteReader(file);
  try {
    const all = await store.unsure(MOST);
    for (const { seq, channel, post, reason } of all) console.log(`${seq}  ${channel}  ${post.title}  (${reason})`);
    if (all.length === 0) console.log("no post is unsure");
    return 0;
  } finally {
    store.close();
  }
}

const ago = (at: Date, now: Date): string => `${span(at, now)} ago`;

function span(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
