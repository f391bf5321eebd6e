import { setTimeout as wait } from "node:timers/promises";
import type { Cursor, MailSource, RawMail } from "./mail-source.ts";
import { newsMail } from "./nntp-article.ts";
import { beginning } from "./nntp-begin.ts";
import { type NewsPosition, readNewsCursor, writeNewsCursor } from "./nntp-cursor.ts";
import { type NntpLink, nntpLink } from "./nntp-link.ts";
import { type NewsGroup, type NewsNotice, type NntpOptions, type NntpSettings, nntpSettings } from "./nntp-options.ts";
import type { GroupState, NntpSession } from "./nntp-session.ts";
import { suspects } from "./suspects.ts";

/** Articles that are read before the others have their turn, and the server a pause. */
const WINDOW = 100;

const DAY_MS = 86_400_000;

/**
 * A source for each group of a news server (RFC 3977), all on one connection and one command at a time. Nothing is posted.
 *
 * They do not retry: what fails is thrown, the connection is dropped, and the next `since` makes a new one.
 * @throws {Error} where the options would send a password in the clear
 */
export function newsSources(options: NntpOptions): readonly MailSource[] {
  const settings = nntpSettings(options);
  const link = nntpLink(settings);
  const open = new Set(settings.groups);
  return settings.groups.map((group) =>
    groupSource(group, settings, link, async () => {
      open.delete(group);
      if (open.size === 0) await link.close();
    }),
  );
}

function groupSource(
  { group, list }: NewsGroup,
  settings: NntpSettings,
  link: NntpLink,
  closed: () => Promise<void>,
): MailSource {
  const { start, pollMs, pauseMs, now } = settings;
  const name = `${settings.name}/${group}`;
  const closing = new AbortController();
  const suspected = suspects();
  let asking: number | undefined;
  let reached: Cursor | undefined;
  /** When we looked, and when we looked before we had read all: what came later came later, whatever date it has. Ms since 1970. */
  let lookedAt = 0;
  let readAllAt = 0;
  /** When the last article came, as far as that is known. */
  let cameLast: Date | undefined;

  const notice = (event: NewsNotice["event"], detail: string) => settings.onNotice(group, { event, detail });

  async function begin(session: NntpSession, state: GroupState, before: NewsPosition | undefined) {
    const from = before?.from ?? (start.kind === "all" ? 0 : start.kind === "now" ? now().getTime() : start.ms);
    const isNow = before === undefined && start.kind === "now";
    return { from, read: await beginning(session, state, isNow ? undefined : from) };
  }

  /** Where it goes on. A group whose numbers all lie before what was read is another one of that name. */
  async function positionIn(session: NntpSession, state: GroupState, cursor: Cursor | undefined) {
    const position = cursor === undefined ? undefined : readNewsCursor(cursor);
    if (cursor !== undefined && position === undefined) notice("cursor-unreadable", `begins anew at ${start.kind}`);
    if (position === undefined) return await begin(session, state, undefined);
    if (state.count === 0 || state.high >= position.read) return position;
    const from = new Date(position.from).toISOString();
    notice(
      "renumbered",
      `the last article is ${state.high}, and ${position.read} was read; mail since ${from} is read again`,
    );
    return await begin(session, state, position);
  }

  /** An article has the date of its author's clock, and cannot have come before that of the last look or after this one. */
  function cameAt(date: Date | undefined): Date {
    const at = (date ?? cameLast ?? now()).getTime();
    cameLast = new Date(Math.min(Math.max(at, readAllAt), now().getTime()));
    return cameLast;
  }

  /** Reads the next articles. Gives the cursor behind them, and whether there are more. */
  async function* window(session: NntpSession, cursor: Cursor | undefined): AsyncGenerator<RawMail, [Cursor, boolean]> {
    lookedAt = now().getTime();
    const state = await session.group(group);
    const position = await positionIn(session, state, cursor);
    const first = Math.max(position.read + 1, state.low);
    if (state.count === 0 || first > state.high) return [writeNewsCursor(readAll(position)), false];
    const last = Math.min(first + WINDOW - 1, state.high);
    let vanished = 0;
    const rows = await session.overview(first, last);
    for (const { number, date } of rows) {
      if (suspected.isFeared(number)) continue;
      asking = number;
      const article = await session.article(number, "ARTICLE");
      asking = undefined;
      if (article === undefined) {
        vanished += 1;
        continue;
      }
      yield {
        cursor: writeNewsCursor({ ...position, read: number }),
        receivedAt: cameAt(date),
        ...newsMail(article, list),
        origin: `${name} article ${number}`,
      };
    }
    if (vanished > 0) notice("vanished", `${vanished} articles between overview and article`);
    if (last < state.high) return [writeNewsCursor({ ...position, read: last }), true];
    // A server may count an article before its overview has it: what is missing at the end is looked for again.
    return [writeNewsCursor(readAll({ ...position, read: rows.at(-1)?.number ?? position.read })), false];
  }

  /** With other numbers, what was there a week before this look is no news: clocks of authors are not that wrong. By whole days, since it is written. */
  function readAll(position: NewsPosition): NewsPosition {
    const weekAgo = Math.floor(lookedAt / DAY_MS - 7) * DAY_MS;
    return { ...position, from: Math.max(position.from, weekAgo) };
  }

  return {
    name,

    async *since(cursor, ended) {
      reached = undefined;
      const signal = AbortSignal.any([ended, closing.signal]);
      let at = cursor;
      for (let hasMore = true; hasMore && !signal.aborted; ) {
        const turn = await link.turn(name, signal);
        try {
          if (signal.aborted) return;
          asking = undefined;
          const session = await turn.session();
          [at, hasMore] = yield* window(session, at);
        } catch (cause) {
          if (signal.aborted) return;
          const error = turn.failed(cause);
          const feared = asking === undefined ? undefined : suspected.blame([asking]);
          if (feared !== undefined)
            notice("feared", `article ${feared} broke the connection again and again: ${error.message}`);
          throw error;
        } finally {
          turn.done();
        }
        if (hasMore) await wait(pauseMs, undefined, { signal }).catch(() => undefined);
      }
      if (signal.aborted) return;
      readAllAt = lookedAt;
      reached = at;
    },

    caughtUp: () => reached,

    async changed(ended) {
      const signal = AbortSignal.any([ended, closing.signal]);
      await wait(pollMs, undefined, { signal }).catch(() => undefined);
    },

    async close() {
      closing.abort();
      await closed();
    },
  };
}
