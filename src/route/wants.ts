import type { Kind } from "../kind/kind.ts";
import type { LevelWord, Notable } from "./notable.ts";
import { pathPattern } from "./path-pattern.ts";
import type { Routed } from "./route.ts";

export type Preset = "normal" | "quiet" | "everything";

/** What a channel asked for. */
export interface Wish {
  /**
   * `list`: its List-Id; `subsystem`: a name of the tables; `path`: a directory (`drivers/dma-buf/`), a file or a glob as in
   * the operator's table; `person`: an address in lower case, never shown; `thread`: the Message-ID of a mail that opens one.
   */
  readonly what: { readonly kind: "list" | "subsystem" | "path" | "person" | "thread"; readonly name: string };
  /** What people read instead of the name, where that is an address or an id. */
  readonly title?: string;
  readonly preset: Preset;
}

/** What a channel's admins set beside the presets of its subscriptions. */
export interface Overrides {
  /** `series`: cards and their threads; `digest`: all that is not loud waits for the digest; `all`: robots count too. Absent: as the preset says. */
  readonly mode?: "series" | "digest" | "all";
  /** Where a kind of news is to be told otherwise than its preset says; wins over the mode. Spam stays held. */
  readonly levels: Readonly<Partial<Record<Notable, LevelWord>>>;
}

/** What of a mail decides whether and how a channel sees it. */
export interface WantedMail {
  readonly lists: readonly string[];
  readonly subsystems: readonly Routed[];
  readonly kind: Kind;
  readonly isReply: boolean;
  /** Who wrote it, as people read it, and every address it gives for them, lower case: its sender's, the patch's From. */
  readonly author: string;
  readonly addresses: readonly string[];
  readonly subject: string;
  /** Files that it or its series changes, or those of the patch that it answers. */
  readonly paths: readonly string[];
  /** Message-IDs by which its thread can be named: the first mail's, its topic's, its own and its ancestors'. */
  readonly thread: readonly string[];
  readonly isByRobot?: boolean;
  /** Trailers and nothing else, save a greeting. */
  readonly isBareTrailer: boolean;
  /** What a test robot found. */
  readonly ci?: "red" | "green";
  /** A patch that the card of its series stands for. */
  readonly isPartOfSeries?: boolean;
  /** Its series was sent before. */
  readonly isNewVersion?: boolean;
  /** Words for a robot: `#syz fix: …`. */
  readonly isRobotCommand?: boolean;
  /** Its topic has a card in the channel already. */
  readonly hasCard?: boolean;
  /** Came in a backlog after a gap: cards are shown, what was said in the meantime is only kept. */
  readonly isCatchUp?: boolean;
}

export interface Showing {
  /** `digest`: nothing now, the channel's next digest tells it. */
  readonly shown: "card" | "reply" | "line" | "counted" | "digest" | "held" | "off";
  readonly level: "silent" | "normal" | "loud";
  /** A sentence for `why`: `subscribed to list wbus (preset normal); a bare trailer is only counted`. */
  readonly because: string;
  /** Somebody of the channel does not want to see it: the digest does not tell it either. */
  readonly isUnwanted?: true;
  /** Too much at once: a line says how much, and its card goes on. */
  readonly isFolded?: true;
}

interface Row {
  readonly notable: Notable;
  /** For people. */
  readonly what: string;
  readonly is: (mail: WantedMail) => boolean;
  /** What is shown of it where its level is one of a message; else a card, or a reply in its thread. */
  readonly form?: "line" | "counted";
  readonly levels: Readonly<Record<Preset, Level>>;
}

/** `count` on a card, `digest` the next one, `held` until somebody looks. */
type Level = LevelWord | "digest" | "held";

const kinds =
  (...names: readonly Kind[]) =>
  (mail: WantedMail) =>
    names.includes(mail.kind);

const isTest = kinds("kernel-test-robot");

/** First match wins: what shouts, then what robots say, then what changes a state, then what people say. */
// biome-ignore format: the columns are the specification
const rows: readonly Row[] = [
  { notable: "spam",       what: "looks like spam",               is: kinds("spam"),                                          levels: { normal: "held",   quiet: "held",   everything: "held" } },
  { notable: "regression", what: "a regression report",           is: kinds("regression-report"),                             levels: { normal: "loud",   quiet: "loud",   everything: "loud" } },
  { notable: "noise",      what: "words for a robot",             is: (mail) => mail.isRobotCommand === true,                 levels: { normal: "off",    quiet: "off",    everything: "count" } },
  { notable: "noise",      what: "stable noise",                  is: kinds("stable-autosel", "stable-review"),               levels: { normal: "off",    quiet: "off",    everything: "count" } },
  { notable: "ai-review",  what: "an AI review",                  is: kinds("ai-review-bot"),                                 levels: { normal: "off",    quiet: "off",    everything: "count" } },
  { notable: "ci-red",     what: "a test robot's failure",        is: (mail) => isTest(mail) && mail.ci === "red",            levels: { normal: "silent", quiet: "count",  everything: "silent" } },
  { notable: "ci-green",   what: "a test robot's success",        is: (mail) => isTest(mail) && mail.isReply,                 levels: { normal: "count",  quiet: "count",  everything: "count" } },
  { notable: "noise",      what: "a robot's success",             is: isTest,                                                 levels: { normal: "off",    quiet: "off",    everything: "count" } },
  { notable: "noise",      what: "a robot's answer",              is: (mail) => mail.kind === "syzbot" && mail.isReply,       levels: { normal: "off",    quiet: "off",    everything: "count" } },
  { notable: "report",     what: "a robot's report",              is: kinds("syzbot"),                                        levels: { normal: "silent", quiet: "digest", everything: "silent" } },
  { notable: "applied",    what: "a change of state",             is: kinds("applied-notice", "pull-merged-notice"), form: "line", levels: { normal: "silent", quiet: "digest", everything: "silent" } },
  { notable: "nak",        what: "an explicit NAK",               is: kinds("nak"), form: "line",                             levels: { normal: "normal", quiet: "digest", everything: "normal" } },
  { notable: "trailer",    what: "a bare trailer",                is: (mail) => mail.isBareTrailer && mail.isReply,           levels: { normal: "count",  quiet: "count",  everything: "count" } },
  { notable: "version",    what: "a patch of a new version",      is: (mail) => isPart(mail) && isNewVersion(mail), form: "counted", levels: { normal: "count",  quiet: "count",  everything: "count" } },
  { notable: "series",     what: "a patch of a series",           is: isPart, form: "counted",                                levels: { normal: "count",  quiet: "count",  everything: "count" } },
  { notable: "version",    what: "a new version",                 is: (mail) => isPosting(mail) && isNewVersion(mail),        levels: { normal: "silent", quiet: "digest", everything: "silent" } },
  { notable: "series",     what: "a patch, pull request or topic", is: opens,                                                  levels: { normal: "silent", quiet: "digest", everything: "silent" } },
  { notable: "reply",      what: "a reply",                       is: () => true,                                             levels: { normal: "silent", quiet: "off",    everything: "silent" } },
];

/** New versions sent as an answer to the old one are postings all the same. */
function isPosting({ kind }: WantedMail): boolean {
  return kind === "patch" || kind === "series-cover" || kind === "pull-request";
}

function isPart(mail: WantedMail): boolean {
  return mail.isPartOfSeries === true;
}

function isNewVersion(mail: WantedMail): boolean {
  return mail.isNewVersion === true;
}

/** What kind of news a mail is. */
export function notableOf(mail: WantedMail): Notable {
  return rowOf(mail).notable;
}

/** How a subscription shows a mail: UX's table of notification levels, executed. `undefined`: it is about something else. */
export function wants(wish: Wish, mail: WantedMail, overrides: Overrides = { levels: {} }): Showing | undefined {
  const matched = match(wish, mail);
  if (matched === undefined) return undefined;
  const row = rowOf(mail);
  const { level, set } = levelOf(row, wish.preset, mail, overrides);
  const said = `subscribed to ${matched} (preset ${wish.preset}${set})`;
  const showing = asMessage(row, level, mail);
  if (mail.isCatchUp === true && showing.shown === "reply" && level !== "loud" && wish.preset !== "everything") {
    return { shown: "off", level: "silent", because: `${said}; ${row.what} from a backlog is kept, not shown` };
  }
  return { ...showing, because: `${said}; ${row.what} ${words(showing)}` };
}

/** Of two subscriptions of one channel that want the same mail: the one that shows more, then the louder one. */
export function strongest(a: Showing, b: Showing): Showing {
  return weight(b) > weight(a) ? b : a;
}

function rowOf(mail: WantedMail): Row {
  return rows.find(({ is }) => is(mail))!;
}

const columnOf = { series: "normal", digest: undefined, all: "everything" } as const;

/** The level of a row, and words for what the admins of the channel changed about it. */
function levelOf(
  row: Row,
  preset: Preset,
  mail: WantedMail,
  { mode, levels }: Overrides,
): { level: Level; set: string } {
  const own = row.notable === "spam" ? undefined : levels[row.notable];
  const column = (mode && columnOf[mode]) ?? preset;
  const isFolded = mode === "digest" || column === "quiet";
  const set = own !== undefined ? `, ${row.notable} set to ${own}` : mode !== undefined ? `, mode ${mode}` : "";
  let level = own ?? row.levels[column];
  if (own === undefined && mode === "digest" && (level === "silent" || level === "normal")) level = "digest";
  // Where there is no card to count on, a channel that lives by its digest does not get one for it, nor one that wants no card.
  if (level === "count" && isFolded && mail.hasCard !== true) level = "digest";
  else if (own === "count" && row.form === undefined && opens(mail)) level = "off";
  return { level, set };
}

function asMessage({ form }: Row, level: Level, mail: WantedMail): Pick<Showing, "shown" | "level"> {
  if (level === "off" || level === "held" || level === "digest") return { shown: level, level: "silent" };
  if (level === "count" || form === "counted") return { shown: "counted", level: "silent" };
  return { shown: form ?? (opens(mail) ? "card" : "reply"), level };
}

function opens(mail: WantedMail): boolean {
  return !mail.isReply || isPosting(mail);
}

/** Words for what of the subscription fits the mail. */
function match({ what, title }: Wish, mail: WantedMail): string | undefined {
  const wanted = what.name.toLowerCase();
  switch (what.kind) {
    case "list":
      return mail.lists.some((list) => list.toLowerCase() === wanted) ? `list ${what.name}` : undefined;
    case "subsystem": {
      const routed = mail.subsystems.find(({ name }) => name.toLowerCase() === wanted);
      return routed && `subsystem ${what.name}: ${routed.reason}`;
    }
    case "path": {
      const path = pathUnder(what.name, mail.paths);
      return path === undefined ? undefined : `path ${what.name}: it is about ${path}`;
    }
    case "person":
      return mail.addresses.includes(wanted) ? `mail by ${title ?? mail.author}` : undefined;
    case "thread":
      return mail.thread.includes(what.name) ? `the thread ${title ?? what.name}` : undefined;
  }
}

/** The first of `paths` that `pattern` means: a directory, a file or a glob as in the operator's table. */
export function pathUnder(pattern: string, paths: readonly string[]): string | undefined {
  const { literal, matches } = pathPattern(pattern);
  return paths.find((path) => path.startsWith(literal) && matches(path));
}

function words({ shown, level }: Pick<Showing, "shown" | "level">): string {
  const manner = level === "loud" ? ", past every cap" : level === "normal" ? ", not silently" : "";
  const verbs: Readonly<Record<Showing["shown"], string>> = {
    card: "gets a card",
    reply: "is shown in its thread",
    line: "is one line under its card",
    counted: "is only counted on its card",
    digest: "is told in the next digest",
    held: "is held; `status` lists it",
    off: "is not shown",
  };
  return verbs[shown] + manner;
}

function weight({ shown, level }: Showing): number {
  const order = ["off", "held", "digest", "counted", "line", "reply", "card"] as const;
  return order.indexOf(shown) * 10 + ["silent", "normal", "loud"].indexOf(level);
}
