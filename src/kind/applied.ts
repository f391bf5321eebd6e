import { numberList, numbersIn } from "../patch/patch-numbers.ts";
import { type Line, ownLines, sentences } from "./sentences.ts";
import { beginsWith } from "./tables.ts";

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

/** Letters that robots and scripts write; each at the head of a sentence. */
const formLetters: readonly RegExp[] = [
  /^this (?:patch|series|pull request) (?:was|has been) (?:applied|merged|pulled) (?:to|into) /i, // patchwork-bot
  /^the following commit has been merged into the \S+ branch of \S+/i, // tip-bot2
  /^the patch titled .{0,300} has been added to the -mm \S+ branch/i, // mm-commits
  /^this is a note to let you know that i've just added the patch titled/i, // the trees of Greg Kroah-Hartman
];

/** "Thanks, applied": what stands between the comma or the sentence's head and the verb is of these words only. */
const before = new Set(
  "i we i've i’ve we've we’ve have i'll go ahead went so and but now just also all both series patch patches patchset the rest of v1 v2 again".split(
    " ",
  ),
);
const persons = new Set("i we i've i’ve we've we’ve".split(" "));

/** What may come behind the verb when it is said of patches. "Applied your suggestion" is an author's answer. */
const objects = new Set("it this that these them both all everything patch patches series patchset".split(" "));
const owners = new Set("the your this these whole".split(" "));
const ways = new Set("to on into for in up as with after again now here by manually thanks thank thx and".split(" "));
const movedTo = new Set("to into in for up on thanks thx".split(" "));
/** "I've pulled it" may mean a test, so these take no object. */
const movedOnly = new Set("to into thanks thx".split(" "));

interface Verb {
  /** What may follow in place of an object. */
  readonly ways: ReadonlySet<string>;
  readonly takesObject: boolean;
}

const verbs: ReadonlyMap<string, Verb> = new Map([
  ["applied", { ways, takesObject: true }],
  ["queued", { ways: movedTo, takesObject: true }],
  ["merged", { ways: movedTo, takesObject: true }],
  ["pushed", { ways: movedTo, takesObject: true }],
  ["picked", { ways: movedTo, takesObject: true }],
  ["taken", { ways: movedTo, takesObject: true }],
  ["pulled", { ways: movedOnly, takesObject: false }],
  ["committed", { ways: movedOnly, takesObject: false }],
  ["landed", { ways: movedOnly, takesObject: false }],
  ["grabbed", { ways: movedOnly, takesObject: false }],
]);

/** Who says one of these tried the patch, asks for it, or speaks of another version. */
const falseFriends: readonly RegExp[] = [
  /\?$/,
  /\b(?:test(?:ed|ing|s)?|boot(?:s|ed)?|locally|on top of (?:v?\d|linux|mainline|my|your)|my (?:machine|laptop|board|system|setup)|tried|compiles?|builds?|built)\b/i,
  /\bmerged\b[^.]{0,40} with\b/i, // two patches made one
  /\b(?:in|to|for) (?:the )?(?:v\d+\b|next (?:version|revision|spin|iteration))/i, // the author answers a review
  /\b(?:not|can't|cannot|won't|never|if|when|once|should|would|could|will|please|needs?|until|unless)\b[^,]{0,30} (?:be )?(?:applied|merged|queued|pushed|taken)\b/i,
  /\b(?:already|been|being|was|were|get|gets|got) (?:applied|merged|queued|pushed|taken)\b(?! (?:to|into) \S+\.git)/i,
];

/** A bare "taken" is what an author says of advice, unless the mail quotes the patch itself. */
const advice = /\b(?:taken|grabbed)\b(?! (?:to|into|in|for|up|it|this|them|the|both|all|patch|series)\b)/i;
const quotedPatch = /^> ?(?:Signed-off-by: |diff --git |@@ -\d)/;

/**
 * What the notice in a mail's `lines` says was applied; `undefined` where it is none. Knows patchwork-bot, `b4 ty`,
 * tip-bot2 and what maintainers write by hand; `phrases` are an operator's. `lines` are `Condensed.lines`.
 */
export function appliedTo(lines: readonly Line[], phrases: readonly string[] = []): Applied | undefined {
  const isAnswer = lines.some(({ text, label }) => label === "quote" && quotedPatch.test(text));
  const sentence = sentences(lines).find((each) => saysApplied(each, phrases) && (isAnswer || !advice.test(each)));
  if (sentence === undefined) return undefined;
  const own = ownLines(lines);
  const listed = own.flatMap((line) => /^\s*(?:- )?\[(?:[^\][]{0,80},)?0*(\d{1,4})\/\d{1,4}\] /.exec(line)?.[1] ?? []);
  const patches = listed.length > 0 ? listed.map(Number) : patchNumbers(sentence);
  return {
    ...place(/\bto:?$/.test(sentence) ? `${sentence} ${own.find((line) => line.includes(".git"))?.trim()}` : sentence),
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

function saysApplied(sentence: string, phrases: readonly string[]): boolean {
  if (/\(using b4\)/i.test(sentence)) return false; // "was applied (using b4) to base:" is a robot that checks bindings
  if (formLetters.some((letter) => letter.test(sentence))) return true;
  return (
    (saysItByHand(sentence) || beginsWith(sentence, phrases)) && !falseFriends.some((friend) => friend.test(sentence))
  );
}

/** "Applied to wbus-next", "Thanks Ada, queued up", "so I just applied this", "I found this and applied it". */
function saysItByHand(sentence: string): boolean {
  const words = sentence.toLowerCase().match(/[\p{L}\p{N}'’#/_-]+|[,.:;!?()]/gu) ?? [];
  return words.some((word, at) => {
    const verb = verbs.get(word);
    if (verb === undefined) return false;
    const comma = words.slice(0, at).findLastIndex((each) => /^[,:;!()]$/.test(each));
    const clause = words.slice(comma + 1, at);
    const isObject = verb.takesObject && hasObject(words.slice(at + 1));
    if (clause.at(-1) === "and" && isObject) return true;
    const isShort = comma <= 7 || clause.some((each) => persons.has(each));
    return isShort && clause.every((each) => before.has(each)) && (isObject || endsOrGoes(words[at + 1], verb.ways));
  });
}

/** `it`, `the series`, `patches 1-3`, `#7`, `, 3,4`. */
function hasObject([first = "", second = ""]: readonly string[]): boolean {
  const number = /^#?\d/;
  if (first === ",") return number.test(second);
  return objects.has(first) || number.test(first) || (owners.has(first) && objects.has(second));
}

function endsOrGoes(next: string | undefined, ways: ReadonlySet<string>): boolean {
  return next === undefined || /^[,.:;!]$/.test(next) || ways.has(next);
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
  /\b(?:to|into) (?:the |my |our )?(?<branch>(?!my |the |our )[\w./-]{1,100}) (?:branch|tree)\b/,
  /\b(?:to|into) (?:the |my |our )?(?<tree>[\w./-]{1,100}\.git)\b/,
];

function place(sentence: string): Pick<Applied, "tree" | "branch"> {
  for (const shape of places) {
    const named = shape.exec(sentence)?.groups;
    if (named === undefined) continue;
    const branch = named.branch?.replace(/[.,;:!]+$/, "");
    return { ...(named.tree !== undefined && { tree: named.tree }), ...(branch && { branch }) };
  }
  return {};
}

const numbered = new RegExp(`\\b(?:patch(?:es)?|applied),? (${numberList})(?![\\w./])`, "i");

/** `#7 and #24`, `patches 1-3`, `3,4,5,6` of a sentence. */
function patchNumbers(sentence: string): number[] {
  return numbersIn(numbered.exec(sentence)?.[1] ?? "");
}
