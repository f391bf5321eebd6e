import { type Line, ownLines, sentences } from "./sentences.ts";

/** What a notice says of where patches went. */
export interface Applied {
  /** `netdev/net-next.git`, `tip`. */
  readonly tree?: string;
  /** `main`, `hwmon-next`, `x86/urgent`. */
  readonly branch?: string;
  /** Commit ids in the order given, 7 to 40 hex digits. */
  readonly commits: readonly string[];
  /** Numbers of the patches within their series, ascending; absent where the notice speaks of the whole. */
  readonly patches?: readonly number[];
}

interface Phrase {
  readonly who: string;
  /** Tried on one sentence at a time. */
  readonly says: RegExp;
}

/** What comes before the verb: a short clause with a comma ("Thanks Ada, applied"), then words like "now". */
const leadIn = String.raw`^(?:[^,.!?]{1,40}[,:;!] ?(?:and |so )?)?(?:now |all |both |also |the )*(?:series |patch(?:es)? |patchset |rest )?(?:is |are )?(?:now )?`;
/** What may follow "applied" when it is said of a patch and not of a reviewer's remark. */
const patchFollows = String.raw`(?=[.,!;: ]*$|[,.!;:] |,? (?:to|on|for|as|with|after|again|now|here|this|it|all|both|these|them|by hand|manually|thanks|thank you|thx|and (?:pushed|queued)|(?:the )?(?:patch|patches|series|whole|rest|first|remaining)\b|v?\d|#\d))`;
const object = String.raw`(?:it|this|that|these|them|both|all|everything|(?:the|this|your|these) (?:patch|patches|series|patchset|whole|rest|first)|patch(?:es)? #?\d|#?\d)`;

/** First person past, or a robot's form letter. In the order tried. */
const phrases: readonly Phrase[] = [
  {
    who: "patchwork-bot",
    says: /^this (?:patch|series|pull request) (?:was|has been) (?:applied|merged|pulled) (?:to|into) /i,
  },
  { who: "tip-bot2", says: /^the following commit has been merged into the \S+ branch of \S+/i },
  { who: "mm-commits", says: /\bhas been added to the -mm \S+ branch/i },
  { who: "gregkh", says: /^this is a note to let you know that i've just added the patch titled/i },
  { who: "a person: Applied", says: new RegExp(`${leadIn}(?:(?:also|just) )?applied\\b${patchFollows}`, "i") },
  {
    who: "a person: Queued",
    says: new RegExp(
      `${leadIn}(?:queued(?: up)?|merged|pushed|picked up|taken)(?: it| this| them| both| all| patch(?:es)? [\\d, &-]{1,20})?(?:[.!]*$|[,!.;] ?(?:thank|thx|$)| (?:up )?(?:to|into|in|for|on) )`,
      "i",
    ),
  },
  {
    who: "a person: I applied it",
    says: new RegExp(
      `\\b(?:i|we)(?:'ve|’ve| have|'ll go ahead and)?(?: just| now| already| also| went ahead and)* (?:applied|queued(?: up)?|pushed|picked up|merged|taken) (?:up )?${object}\\b`,
      "i",
    ),
  },
  {
    who: "a person: and applied it",
    says: new RegExp(`\\b(?:and|so i(?: just)?) (?:applied|queued|pushed),? (?:up )?${object}\\b`, "i"),
  },
];

/** Who says one of these tried the patch, asks for it, or speaks of another version. */
const falseFriends: readonly RegExp[] = [
  /\?$/,
  /\(using b4\)/i, // "This patch series was applied (using b4) to base:": a robot that checks bindings
  /\b(?:test(?:ed|ing|s)?|boot(?:s|ed)?|locally|on top of (?:v?\d|linux|mainline|my|your)|my (?:machine|laptop|board|system|setup)|tried|compiles?|builds?|built)\b/i,
  /\bmerged\b[^.]{0,40} with\b/i, // two patches made one
  /\b(?:in|to|for) (?:the )?(?:v\d+\b|next (?:version|revision|spin|iteration))/i, // the author answers a review
  /\b(?:not|can't|cannot|won't|never|if|when|once|should|would|could|will|please|needs?|until|unless)\b[^,]{0,30} (?:be )?(?:applied|merged|queued|pushed|taken)\b/i,
  /\b(?:already|been|being|was|were|get|gets|got) (?:applied|merged|queued|pushed|taken)\b(?! (?:to|into) \S+\.git)/i,
];

/** The robots' own letters hold words of the false friends. */
const formLetters = 4;

/**
 * What the notice in a mail's `lines` says was applied; `undefined` where it is none. Knows patchwork-bot, `b4 ty`,
 * tip-bot2 and what maintainers write by hand. `lines` are `Condensed.lines`.
 */
export function appliedTo(lines: readonly Line[]): Applied | undefined {
  const sentence = sentences(lines).find((each) => saysApplied(each));
  if (sentence === undefined) return undefined;
  const own = ownLines(lines);
  const listed = own.flatMap((line) => /^\s*(?:- )?\[(?:[^\][]{0,80},)?0*(\d{1,4})\/\d{1,4}\] /.exec(line)?.[1] ?? []);
  const patches = listed.length > 0 ? listed.map(Number) : patchNumbers(sentence);
  return {
    ...place(sentence),
    commits: own.flatMap((line) => commitIn(line) ?? []),
    ...(patches.length > 0 && { patches: [...new Set(patches)].sort((a, b) => a - b) }),
  };
}

/** `torvalds/linux.git` and the commit where pr-tracker-bot says that a pull request was merged. */
export function mergedInto(lines: readonly Line[]): { readonly tree: string; readonly commit?: string } | undefined {
  const tree = sentences(lines).flatMap((each) => /\bhas been merged into (\S+?):?(?: |$)/i.exec(each)?.[1] ?? [])[0];
  const commit = ownLines(lines).flatMap((line) => commitIn(line) ?? [])[0];
  return tree === undefined ? undefined : { tree, ...(commit !== undefined && { commit }) };
}

function saysApplied(sentence: string): boolean {
  const at = phrases.findIndex(({ says }) => says.test(sentence));
  if (at < 0) return false;
  const friends = at < formLetters ? falseFriends.slice(0, 2) : falseFriends;
  return !friends.some((friend) => friend.test(sentence));
}

/** `commit: 1f0a…`, or a cgit link ending in the id. */
function commitIn(line: string): string | undefined {
  const match = /^\s*commit: ([0-9a-f]{7,40})\b|https?:\/\/\S{1,200}\/c(?:ommit)?\/(?:\?id=)?([0-9a-f]{7,40})\b/.exec(
    line,
  );
  return match?.[1] ?? match?.[2];
}

/** How a sentence names the place, first match wins: the named groups are what it gives. */
const places: readonly RegExp[] = [
  /\b(?:to|into) (?<tree>\S{1,100}\.git) \((?:refs\/heads\/)?(?<branch>[^()\s]{1,100})\)/, // patchwork-bot
  /\binto the (?<branch>\S{1,100}) branch of (?<tree>[\w./-]{1,100})/, // tip-bot2
  /\b(?:to|into) the (?:-mm )?(?<branch>\S{1,100}) branch of (?<tree>[\w./-]{1,100}\.git)/,
  /\b(?:to|into) https?:\/\/\S{0,100}\/(?<tree>[\w-]{1,60}\/[\w.-]{1,60}\.git),? (?<branch>[\w./-]{1,100})/, // b4 ty, full address
  /\b(?:to|into|in|on|for) (?:the |my |our )?(?<branch>[\w./-]{0,100}(?:next|fixes|urgent|queue|staging|master|main|for-\S{1,60})[\w./-]{0,60})/,
  /\b(?:to|into) (?:the |my |our )?(?<branch>[\w./-]{1,100}) (?:branch|tree)\b/,
  /\b(?:to|into) (?:the |my |our )?(?<tree>[\w./-]{1,100}\.git)\b/,
];

function place(sentence: string): Pick<Applied, "tree" | "branch"> {
  for (const shape of places) {
    const named = shape.exec(sentence)?.groups;
    if (named === undefined) continue;
    const branch = named["branch"]?.replace(/[.,;:!]+$/, "");
    return { ...(named["tree"] !== undefined && { tree: named["tree"] }), ...(branch && { branch }) };
  }
  return {};
}

/** `#7 and #24`, `patches 1-3`, `3,4,5,6` of a sentence. */
function patchNumbers(sentence: string): number[] {
  const said = /\b(?:patch(?:es)?|applied),? (#?\d{1,3}(?:(?: ?(?:-|–|,|&|and|to))+ ?#?\d{1,3}){0,50})(?![\w./])/i.exec(
    sentence,
  )?.[1];
  return said === undefined ? [] : numbersIn(said);
}

/** `1-3, 5 and #7` gives 1, 2, 3, 5, 7. */
export function numbersIn(written: string): number[] {
  return Array.from(written.matchAll(/(\d{1,3})(?: ?(?:-|–|to) ?#?(\d{1,3}))?/g)).flatMap(([, first, last]) => {
    const length = Math.max(1, Number(last ?? first) - Number(first) + 1);
    return Array.from({ length }, (_, index) => Number(first) + index);
  });
}
