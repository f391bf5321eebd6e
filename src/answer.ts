import type { AnswerDeps, Ask } from "./answer/ask.ts";
import { isHiddenHere, mayShow, namedMails } from "./answer/named-mail.ts";
import { answerBlock, answerUnblock } from "./answer/on-block.ts";
import { answerFilterAdd, answerFilterRemove, answerFilterTest } from "./answer/on-filter.ts";
import { answerFollow, answerUnfollow } from "./answer/on-follow.ts";
import { answerHide, answerUnhide } from "./answer/on-hide.ts";
import { answerFull, answerLink, answerPatch, answerThread } from "./answer/on-mail.ts";
import { answerCool, answerMute, answerUnmute } from "./answer/on-mute.ts";
import { answerNews } from "./answer/on-news.ts";
import { answerDiff, answerSeries } from "./answer/on-series.ts";
import { answerSet } from "./answer/on-settings.ts";
import { answerHelp, answerStatus } from "./answer/on-status.ts";
import { answerShow, answerSubscribe, answerUnsubscribe } from "./answer/on-subscribe.ts";
import { answerWhy } from "./answer/on-why.ts";
import type { Invocation } from "./chat/chat-platform.ts";
import { type Allowance, type Purse, spend } from "./command/allowance.ts";
import { checkCommand, parseCommand } from "./command/parse.ts";
import type { CommandRow } from "./command/row.ts";
import { may } from "./command/table.ts";
import { hiddenHere } from "./compose/answers/hides.ts";
import { notice } from "./compose/answers/notice.ts";
import type { Post } from "./compose/post.ts";

export interface AnswererDeps extends AnswerDeps {
  /** How much one person, and all in one channel, may ask; the operator may always. Absent: no limit. */
  readonly allowance?: { readonly user: Allowance; readonly channel: Allowance };
  /** One event for each command: which, where, what came of it. Never what it said. */
  readonly note: (event: AnswerEvent) => void;
}

export interface AnswerEvent {
  readonly invocation: string;
  readonly channel: string;
  readonly user: string;
  /** Absent where what was asked is no command. */
  readonly command?: string;
  readonly outcome: "answered" | "refused" | "repeated" | "failed";
  readonly error?: unknown;
}

/** By the names of the command table; a test holds the two together. */
const answers: Readonly<Record<string, (ask: Ask) => Promise<Post>>> = {
  subscribe: answerSubscribe,
  unsubscribe: answerUnsubscribe,
  show: answerShow,
  "filter add": answerFilterAdd,
  "filter remove": answerFilterRemove,
  "filter test": answerFilterTest,
  block: answerBlock,
  unblock: answerUnblock,
  set: answerSet,
  full: answerFull,
  patch: answerPatch,
  thread: answerThread,
  series: answerSeries,
  diff: answerDiff,
  link: answerLink,
  why: answerWhy,
  follow: answerFollow,
  unfollow: answerUnfollow,
  mute: answerMute,
  cool: answerCool,
  unmute: answerUnmute,
  hide: answerHide,
  unhide: answerUnhide,
  news: answerNews,
  status: answerStatus,
  help: answerHelp,
};

/** Nothing but `unhide` is done about a mail that is hidden. */
async function carriedOut(row: CommandRow, ask: Ask): Promise<Post> {
  const isAboutMail = row.name !== "unhide" && row.args.some(({ kind }) => kind === "mail");
  const named = isAboutMail ? await namedMails(ask) : [];
  const isHidden = !named.some((mail) => mayShow(ask, mail)) && named.some((mail) => isHiddenHere(ask, mail));
  return isHidden ? hiddenHere : await answers[row.name]!(ask);
}

/** How many recent invocations and purses are remembered. */
const maxRemembered = 1000;

/**
 * The loop from a question to its answer: words → command → may they? → posts. What it returns never throws and always
 * gives a post. The same invocation again (a platform that repeats itself) gets the same answer and has no second effect.
 */
export function answerer(deps: AnswererDeps): (invocation: Invocation) => Promise<readonly Post[]> {
  const changes = remembering<Promise<Post>>();
  const purses = remembering<Purse>();

  function isTooMuch({ user, channel, role }: Invocation): boolean {
    if (deps.allowance === undefined || role === "operator") return false;
    const now = deps.now().getTime();
    const payers = [
      [`user ${user}`, deps.allowance.user],
      [`channel ${channel}`, deps.allowance.channel],
    ] as const;
    return payers.some(([payer, allowance]) => {
      const purse = spend(purses.get(payer), allowance, now);
      if (purse !== undefined) purses.set(payer, purse);
      return purse === undefined;
    });
  }

  return async (invocation) => {
    const { id, channel, user, role, request, about } = invocation;
    const said = { invocation: id, channel, user };
    let command: string | undefined;
    try {
      if (isTooMuch(invocation)) return refuse(said, "That was a lot at once; please ask again in a little while.");
      const place = about === undefined ? "nothing" : "post";
      const parsed = typeof request === "string" ? parseCommand(request, place) : checkCommand(request, place);
      if (parsed.kind === "refused") return refuse(said, parsed.say);
      const { row } = parsed;
      command = row.name;
      if (!may(role, row)) return refuse({ ...said, command }, `Only ${holders[row.who]} may say ${row.name}.`);

      const key = `${channel} ${id}`;
      const before = row.changes ? changes.get(key) : undefined;
      const answer = before ?? carriedOut(row, { deps, invocation, args: parsed.command.args });
      if (row.changes && before === undefined) changes.set(key, answer);
      try {
        const post = await answer;
        deps.note({ ...said, command, outcome: before === undefined ? "answered" : "repeated" });
        return [post];
      } catch (error) {
        changes.delete(key);
        throw error;
      }
    } catch (error) {
      deps.note({ ...said, ...(command && { command }), outcome: "failed", error });
      return [
        notice("That did not work", "Something went wrong here. Please try again; the operator can see what it was."),
      ];
    }
  };

  function refuse(said: Omit<AnswerEvent, "outcome">, say: string): readonly Post[] {
    deps.note({ ...said, outcome: "refused" });
    return [notice(say)];
  }
}

const holders = {
  member: "members of this channel",
  admin: "admins of this channel",
  operator: "the operator",
} as const;

/** A map that forgets its oldest entry for each one above a thousand. */
function remembering<Value>(): Pick<Map<string, Value>, "get" | "set" | "delete"> {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= maxRemembered) break;
        values.delete(oldest);
      }
      return values;
    },
    delete: (key) => values.delete(key),
  };
}
