import type { Condensed } from "../condense/condensed.ts";
import type { Mail } from "../mail/mail.ts";
import type { Patch, Trailer } from "../patch/patch.ts";
import { appliedTo } from "./applied.ts";
import type { Kind } from "./kind.ts";
import { nakSentence } from "./nak.ts";
import { type Robot, robotOf } from "./robots.ts";
import { spamSigns } from "./spam-signs.ts";
import { type KindTables, noTables } from "./tables.ts";

export interface Known {
  readonly mail: Mail;
  readonly patch: Patch | undefined;
  readonly condensed: Condensed;
  readonly givenTrailers: readonly Trailer[];
}

/** What sort of mail it is. One word a mail: where two fit, the earlier row of the table wins. */
export function kindOf(known: Known, tables: KindTables = noTables): Kind {
  const [rules, otherwise] = isAnswer(known) ? ([answers, "reply"] as const) : ([openings, "discussion"] as const);
  return [...robotsRules, ...rules].find((rule) => rule.fits(known, tables))?.kind ?? otherwise;
}

/**
 * Some mail clients write no "Re:"; then quoting what it answers tells an answer. A forward says what somebody else said,
 * so it opens nothing of its own, and what it holds is no posting (RFC 5256 §2.1; Patchwork reads subjects so).
 */
function isAnswer({ mail, patch, condensed }: Known): boolean {
  const isUnmarked = mail.ancestors.length > 0 && patch === undefined && (condensed.elided.quote ?? 0) > 0;
  return mail.subject.isReply || isUnmarked || /^(?:\[[^\][]{0,60}\] ?){0,3}fwd? ?:/i.test(mail.subject.text);
}

interface Rule {
  readonly kind: Kind;
  readonly fits: (known: Known, tables: KindTables) => boolean;
}

const isFrom =
  (...robots: readonly Robot[]) =>
  (known: Known, tables: KindTables): boolean => {
    const robot = robotOf(known.mail.from, tables.robots);
    return robot !== undefined && robots.includes(robot);
  };

const robotsRules: readonly Rule[] = [
  { kind: "kernel-test-robot", fits: isFrom("kernel-test-robot", "ci") },
  { kind: "kernel-test-robot", fits: ({ condensed }) => /^\| Reported-by: kernel test robot </m.test(condensed.reply) }, // sent on by a person
  { kind: "syzbot", fits: isFrom("syzbot") },
  { kind: "ai-review-bot", fits: isFrom("ai-review-bot") },
  { kind: "pull-merged-notice", fits: isFrom("pr-tracker-bot") },
  { kind: "applied-notice", fits: isFrom("patchwork-bot", "tip-bot", "mm-commits") },
];

const answers: readonly Rule[] = [
  { kind: "applied-notice", fits: saysApplied },
  { kind: "nak", fits: saysNo },
  { kind: "review-with-trailer", fits: ({ givenTrailers }) => givenTrailers.length > 0 },
  { kind: "spam", fits: isSpam }, // "Re:" that answers nothing
];

function saysApplied({ condensed }: Known, { applied }: KindTables): boolean {
  return appliedTo(condensed.lines, applied) !== undefined;
}

function saysNo({ condensed }: Known, { nak }: KindTables): boolean {
  return nakSentence(condensed.lines, nak) !== undefined;
}

function isSpam({ mail, patch, condensed }: Known): boolean {
  return spamSigns(mail, patch, condensed.reply).length > 0;
}

/** Words in the subject's brackets that say "this is a patch". */
const patchTag = /^(?:PATCH|PATCHSET|RFC|RFT)\b/i;
const isTagged = ({ mail }: Known): boolean => mail.subject.tags.some((tag) => patchTag.test(tag));
const hasDiff = ({ patch }: Known): boolean => patch?.diffstat !== undefined;
const hasTag =
  (shape: RegExp) =>
  ({ mail }: Known): boolean =>
    mail.subject.tags.some((tag) => shape.test(tag));

const openings: readonly Rule[] = [
  { kind: "stable-autosel", fits: hasTag(/^AUTOSEL$/) },
  { kind: "stable-review", fits: isStableReview },
  { kind: "pull-request", fits: hasTag(/^(?:GIT[ -]?)?PULL\b/i) },
  { kind: "patch", fits: (known) => hasDiff(known) && isTagged(known) },
  { kind: "patch-untagged", fits: hasDiff },
  {
    kind: "pull-request",
    fits: ({ condensed }) => /^are available in the Git repository at:?/im.test(condensed.reply),
  }, // git-request-pull(1)
  { kind: "series-cover", fits: (known) => isTagged(known) && known.mail.subject.n === 0 },
  { kind: "patch-nodiff", fits: isTagged },
  { kind: "applied-notice", fits: saysApplied },
  { kind: "spam", fits: isSpam },
  { kind: "regression-report", fits: isRegression },
  {
    kind: "bug-report",
    fits: ({ mail }) => bugWords.some((words) => words.test(mail.subject.title)) || hasBugTag(mail),
  },
];

/** The stable tree's announcements: by Greg's and Sasha's scripts, each with a tree's number in the brackets. */
function isStableReview({ mail, patch }: Known): boolean {
  const isOfATree = mail.subject.tags.some((tag) => /^\d+\.\d+(?:\.\d+)?$/.test(tag));
  const isAnnounced = /^(?:\d+\.\d+-stable review patch|This is the start of the stable review cycle)/m.test(mail.text);
  const isOfMany =
    /^(?:gregkh@linuxfoundation\.org|sashal@kernel\.org)$/.test(mail.from.address) && patch !== undefined;
  return /^FAILED: patch "/.test(mail.subject.title) || (isOfATree && (isAnnounced || isOfMany));
}

/** regzbot's command, the regressions list, or the word itself in the subject (docs.kernel.org, "Reporting regressions"). */
function isRegression({ mail, condensed }: Known): boolean {
  return (
    /\bregression\b/i.test([...mail.subject.tags, mail.subject.title].join(" ")) ||
    mail.recipients.some(({ address }) => address.toLowerCase() === "regressions@lists.linux.dev") ||
    /^#regzbot introduced:? /m.test(condensed.reply)
  );
}

const bugWords: readonly RegExp[] = [
  /^(?:K[ACM]?SAN|K[CM]SAN|UBSAN|BUG|INFO|WARNING)\b:? /,
  /\b(?:deadlock|kernel panic|oops|general protection fault|use[- ]after[- ]free|null pointer|out[- ]of[- ]bounds|soft lockup|hung task|memory leak|segfault|crash(?:es|ed)?)\b/i,
];

function hasBugTag(mail: Mail): boolean {
  return /\bbug\b/i.test(mail.subject.tags.join(" "));
}
