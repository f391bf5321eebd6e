import type { Kind } from "../kind/kind.ts";
import type { Routed } from "./route.ts";

export type Preset = "normal" | "quiet" | "everything";

/** What a channel asked for. */
export interface Wish {
  /**
   * `list`: its List-Id; `subsystem`: a name of the tables; `path`: a directory (`drivers/dma-buf/`), a file or a glob as in
   * the operator's table; `person`: an address in lower case, never shown; `thread`: the Message-ID of a mail that opens one.
   */
  readonly what: { readonly kind: "list" | "subsystem" | "path" | "person" | "thread"; readonly name: string };
  readonly preset: Preset;
}

/** What of a mail decides whether and how a channel sees it. */
export interface WantedMail {
  readonly lists: readonly string[];
  readonly subsystems: readonly Routed[];
  readonly kind: Kind;
  readonly isReply: boolean;
  /** Trailers and nothing else, save a greeting. */
  readonly isBareTrailer: boolean;
  /** What a test robot found. */
  readonly ci?: "red" | "green";
  /** A patch that the card of its series stands for. */
  readonly isPartOfSeries?: boolean;
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
}

type Outcome = readonly [shown: Showing["shown"], level: Showing["level"]];

const card: Outcome = ["card", "silent"];
const loudCard: Outcome = ["card", "loud"];
const reply: Outcome = ["reply", "silent"];
const loudReply: Outcome = ["reply", "loud"];
const line: Outcome = ["line", "silent"];
const normalLine: Outcome = ["line", "normal"];
const counted: Outcome = ["counted", "silent"];
const digest: Outcome = ["digest", "silent"];
const held: Outcome = ["held", "silent"];
const off: Outcome = ["off", "silent"];

interface Row {
  readonly what: string;
  readonly is: (mail: WantedMail) => boolean;
  readonly outcome: Readonly<Record<Preset, Outcome>>;
}

const kinds =
  (...names: readonly Kind[]) =>
  (mail: WantedMail) =>
    names.includes(mail.kind);

/** First match wins: what shouts, then what robots say, then what changes a state, then what people say. */
// biome-ignore format: the columns are the specification
const rows: readonly Row[] = [
  { what: "looks like spam",                is: kinds("spam"),                                                    outcome: { normal: held,       quiet: held,     everything: held } },
  { what: "a regression report",            is: (mail) => mail.kind === "regression-report" && !mail.isReply,   outcome: { normal: loudCard,   quiet: loudCard, everything: loudCard } },
  { what: "a regression report in a reply", is: kinds("regression-report"),                                     outcome: { normal: loudReply,  quiet: loudReply, everything: loudReply } },
  { what: "words for a robot",              is: (mail) => mail.isRobotCommand === true,                         outcome: { normal: off,        quiet: off,      everything: counted } },
  { what: "stable noise",                   is: kinds("stable-autosel", "stable-review"),                       outcome: { normal: off,        quiet: off,      everything: counted } },
  { what: "an AI review",                   is: kinds("ai-review-bot"),                                         outcome: { normal: off,        quiet: off,      everything: counted } },
  { what: "a test robot's failure",         is: (mail) => mail.kind === "kernel-test-robot" && mail.ci === "red" && mail.isReply, outcome: { normal: reply, quiet: counted, everything: reply } },
  { what: "a test robot's failure",         is: (mail) => mail.kind === "kernel-test-robot" && mail.ci === "red", outcome: { normal: card,      quiet: counted,  everything: card } },
  { what: "a test robot's success",         is: (mail) => mail.kind === "kernel-test-robot" && mail.isReply,    outcome: { normal: counted,    quiet: counted,  everything: counted } },
  { what: "a robot's success",              is: kinds("kernel-test-robot"),                                     outcome: { normal: off,        quiet: off,      everything: counted } },
  { what: "a robot's answer",               is: (mail) => mail.kind === "syzbot" && mail.isReply,               outcome: { normal: off,        quiet: off,      everything: counted } },
  { what: "a robot's report",               is: kinds("syzbot"),                                                outcome: { normal: card,       quiet: digest,   everything: card } },
  { what: "a change of state",              is: kinds("applied-notice", "pull-merged-notice"),                  outcome: { normal: line,       quiet: digest,   everything: line } },
  { what: "an explicit NAK",                is: kinds("nak"),                                                   outcome: { normal: normalLine, quiet: digest,   everything: normalLine } },
  { what: "a bare trailer",                 is: (mail) => mail.isBareTrailer && mail.isReply,                   outcome: { normal: counted,    quiet: counted,  everything: counted } },
  { what: "a patch of a series",            is: (mail) => mail.isPartOfSeries === true,                         outcome: { normal: counted,    quiet: counted,  everything: counted } },
  { what: "a patch, pull request or topic", is: (mail) => !mail.isReply || isPosting(mail.kind),                outcome: { normal: card,       quiet: digest,   everything: card } },
  { what: "a reply",                        is: () => true,                                                     outcome: { normal: reply,      quiet: off,      everything: reply } },
];

/** New versions sent as an answer to the old one are postings all the same. */
function isPosting(kind: Kind): boolean {
  return kind === "patch" || kind === "series-cover" || kind === "pull-request";
}

/** How a subscription shows a mail: UX's table of notification levels, executed. `undefined`: it is about something else. */
export function wants(wish: Wish, mail: WantedMail): Showing | undefined {
  const matched = match(wish.what, mail);
  const row = rows.find(({ is }) => is(mail));
  if (matched === undefined || row === undefined) return undefined;
  const said = `subscribed to ${matched} (preset ${wish.preset})`;
  const [shown, level] = outcomeOf(row, wish.preset, mail);
  if (mail.isCatchUp === true && shown === "reply" && level !== "loud" && wish.preset !== "everything") {
    return { shown: "off", level: "silent", because: `${said}; ${row.what} from a backlog is kept, not shown` };
  }
  return { shown, level, because: `${said}; ${row.what} ${words(shown, level)}` };
}

/** Where there is no card to count on, a quiet channel does not get one for it. */
function outcomeOf(row: Row, preset: Preset, mail: WantedMail): Outcome {
  const outcome = row.outcome[preset];
  return preset === "quiet" && outcome === counted && mail.hasCard !== true ? digest : outcome;
}

/** Of two subscriptions of one channel that want the same mail: the one that shows more, then the louder one. */
export function strongest(a: Showing, b: Showing): Showing {
  return weight(b) > weight(a) ? b : a;
}

function match(what: Wish["what"], mail: WantedMail): string | undefined {
  const wanted = what.name.toLowerCase();
  if (what.kind === "list") {
    return mail.lists.some((list) => list.toLowerCase() === wanted) ? `list ${what.name}` : undefined;
  }
  const routed = mail.subsystems.find(({ name }) => name.toLowerCase() === wanted);
  return routed && `subsystem ${what.name}: ${routed.reason}`;
}

function words(shown: Showing["shown"], level: Showing["level"]): string {
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
