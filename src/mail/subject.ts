import { cleanLine } from "./clean.ts";

/** A Subject taken apart: `Re: [list] (subset) [PATCH v3 net-next 2/5] net: foo: title`. */
export interface Subject {
  /** Decoded, one line, cleaned; `(no subject)` where nothing visible is left. */
  readonly text: string;
  /** Starts with a reply mark (`Re:`, `AW:`, `回复:`, `Re[2]:` …), list tags before it or not. */
  readonly isReply: boolean;
  /** `(subset)` of b4 ty. */
  readonly subset: boolean;
  /** Brackets that the list put in front: `["Linaro-mm-sig"]`. */
  readonly listTags: readonly string[];
  /** Bracket words without version and numbers, as written: `["PATCH", "net-next"]` (git-format-patch(1)). */
  readonly tags: readonly string[];
  /** As stated: 3 of `v3`; absent means 1. `v5.1` gives 5.1. */
  readonly version?: number;
  /** 2 of `2/5`; the cover letter is 0. */
  readonly n?: number;
  readonly total?: number;
  /** What is left: `net: foo: title`. */
  readonly title: string;
  /** Without Re:, Fwd:, (fwd) and [list] tags, for "the same subject" hints (RFC 5256 §2.1). */
  readonly base: string;
  /** Up to three leading `word:`: `["net", "foo"]`. */
  readonly prefixes: readonly string[];
  /** `lm90` of `hwmon: (lm90) …`: the driver that stands behind the first prefix. */
  readonly component?: string;
}

/**
 * Takes a decoded Subject apart.
 *
 * `lists` are the ids of the lists that delivered the mail: a leading bracket with a list's name is the list's own tag,
 * also where no reply mark follows it. Nothing is thrown away: a bracket that says nothing we know stays a tag.
 */
export function parseSubject(decoded: string, lists: readonly string[] = []): Subject {
  const text = cleanLine(decoded);
  const { pieces, title } = front(text);
  const brackets = pieces.filter((piece) => piece.kind === "bracket").map((piece) => piece.text);
  const lastMark = pieces.findLastIndex((piece) => piece.kind === "reply" || piece.kind === "forward");
  const beforeMark = new Set(pieces.slice(0, Math.max(lastMark, 0)).map((piece) => piece.text));
  const listTags = brackets.filter(
    (tag) => mayBeListTag(tag) && (beforeMark.has(tag) || mailmansPrefix.test(tag) || isNameOfList(tag, lists)),
  );
  const words = brackets.filter((tag) => !listTags.includes(tag)).map(bracketWords);
  const version = words.find((word) => word.version !== undefined)?.version;
  const numbered = words.find((word) => word.n !== undefined);
  const { prefixes, component } = leadingWords(title);
  return {
    text: text || "(no subject)",
    isReply: pieces.some((piece) => piece.kind === "reply"),
    subset: pieces.some((piece) => piece.kind === "subset"),
    listTags,
    tags: words.flatMap((word) => word.tags),
    ...(version !== undefined && { version }),
    ...(numbered?.n !== undefined && { n: numbered.n }),
    ...(numbered?.total !== undefined && { total: numbered.total }),
    title,
    base: title.replace(/(?: ?\(fwd\))+$/i, "") || brackets.at(-1) || "",
    prefixes,
    ...(component !== undefined && { component }),
  };
}

interface Piece {
  readonly kind: "reply" | "forward" | "subset" | "bracket";
  readonly text: string;
}

/** What may stand before the title, tried from the left until nothing fits. Sticky, so that each looks at one place. */
const pieceRules: readonly { readonly kind: Piece["kind"]; readonly shape: RegExp }[] = [
  { kind: "reply", shape: /re ?(?:\[\d+\]|\(\d+\)|\^\d+)? ?[:：]/iy }, // RFC 5322 §3.6.5; counted by The Bat! and Lotus
  { kind: "reply", shape: /(?:AW|Aw|Antw|SV|Sv|VS|Vs|ODP|Odp|YNT|Ynt|RIF|Rif) ?[:：]/y }, // German, Dutch, Nordic, Polish, Turkish, Italian
  { kind: "reply", shape: /(?:回复|回覆|答复|答覆|返信|답장) ?[:：]/y }, // Chinese, Japanese, Korean
  { kind: "forward", shape: /(?:fwd?|WG|转发|轉寄) ?[:：]/iy },
  { kind: "subset", shape: /\(subset\)/iy }, // b4 ty: only some patches of the series were applied
  { kind: "bracket", shape: /\[([^\][]*)\]/y },
];

/** The pieces in front of the title, and the title: nothing of it is lost where brackets are all there is. */
function front(text: string): { pieces: Piece[]; title: string } {
  const pieces: Piece[] = [];
  let at = 0;
  for (let found: Piece | undefined; at < text.length; ) {
    found = undefined;
    for (const { kind, shape } of pieceRules) {
      shape.lastIndex = at;
      const match = shape.exec(text);
      if (match === null) continue;
      found = { kind, text: (match[1] ?? match[0]).trim() };
      at = shape.lastIndex;
      break;
    }
    if (found === undefined) break;
    pieces.push(found);
    while (text[at] === " ") at += 1;
  }
  return { pieces, title: text.slice(at) };
}

/** Words that authors put into brackets, never list software. */
const authorsWord = /^(?:patch|rfc|rft|resend|re-send|git|pull|syzbot|bug|regression|v\d)/i;

function mayBeListTag(tag: string): boolean {
  return tag !== "" && !authorsWord.test(tag) && !/[:?]|\d\/\d/.test(tag);
}

/** Mailman's default is the list's name with a capital: `[Linaro-mm-sig]`; also what is left of another list's copy. */
const mailmansPrefix = /^[A-Z][a-z0-9]+(?:-[a-z0-9]+)+$/;

/** List software that leaves the subject alone: a bracket with the list's name there is the author's. */
const neverTags: readonly string[] = [".vger.kernel.org", ".lists.linux.dev"];

function isNameOfList(tag: string, lists: readonly string[]): boolean {
  const name = tag.toLowerCase();
  return lists.some((list) => list.startsWith(`${name}.`) && !neverTags.some((host) => list.endsWith(host)));
}

/** `PATCH v3 net-next 2/5`, `PATCHv2`, `v6,1/1`, `PATCH 2 of 5` taken apart. */
function bracketWords(bracket: string): { tags: string[]; version?: number; n?: number; total?: number } {
  const tags: string[] = [];
  const known: { version?: number; n?: number; total?: number } = {};
  const words = bracket.replace(/\b(\d{1,4}) of (\d{1,4})\b/g, "$1/$2").split(/[\s,]+/); // "of": Mercurial's patchbomb
  for (const word of words) {
    const numbers = /^(\d{1,4})\/(\d{1,4})$/.exec(word);
    const version = /^(patch|rfc)?[-_]?v(\d{1,3}(?:\.\d{1,2})?)$/i.exec(word);
    if (numbers !== null && known.n === undefined) {
      known.n = Number(numbers[1]);
      known.total = Number(numbers[2]);
    } else if (version !== null && known.version === undefined) {
      known.version = Number(version[2]);
      if (version[1] !== undefined) tags.push(version[1]);
    } else if (word !== "") tags.push(word);
  }
  return { tags, ...known };
}

/** `net: phy: foo: bar` gives net, phy, foo; a colon counts where a blank follows, so that `ring.c:12:` is no prefix. */
function leadingWords(title: string): { prefixes: string[]; component?: string } {
  const prefixes: string[] = [];
  const prefix = /([\w./,()*+@-]{1,60}(?: [a-z0-9_-]{1,30})?) ?: +/y;
  for (let match = prefix.exec(title); match !== null && prefixes.length < 3; match = prefix.exec(title)) {
    prefixes.push(match[1] ?? "");
  }
  const component = /^[\w./,-]{1,60} ?: +\(([^() ]{1,60})\)/.exec(title)?.[1];
  return component === undefined ? { prefixes } : { prefixes, component };
}
