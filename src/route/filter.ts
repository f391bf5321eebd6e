import { RE2JS } from "re2js";
import { nearest } from "../command/nearest.ts";
import type { Kind } from "../kind/kind.ts";
import { notables } from "./notable.ts";
import { notableOf, pathUnder, type WantedMail } from "./wants.ts";

/** A rule of a channel's admins about what it shows. */
export interface Filter {
  readonly action: "include" | "exclude";
  readonly field: Field;
  /** `/expression/` or plain words for subject and author, a path, a kind or notable, an address; `""` for robots. */
  readonly pattern: string;
  /** What people read instead of the pattern: the name of a person, whose address nobody is shown. */
  readonly title?: string;
  /** The user who set it, or `config`. */
  readonly by: string;
}

type Field = "kind" | "author" | "subject" | "path" | "robots" | "person";

/** In characters. */
const MAX_PATTERN = 200;

/** Steps of a compiled expression: what a match may cost for each character of the text. */
const MAX_PROGRAM = 500;

/** Characters of a subject or an author that are looked at. */
const MAX_TEXT = 500;

const actions = ["include", "exclude"] as const;

// The values do nothing: the compiler sees that no kind is forgotten.
const kinds: Readonly<Record<Kind, true>> = {
  patch: true,
  "series-cover": true,
  "patch-untagged": true,
  "patch-nodiff": true,
  reply: true,
  "review-with-trailer": true,
  nak: true,
  "applied-notice": true,
  "pull-request": true,
  "pull-merged-notice": true,
  "kernel-test-robot": true,
  syzbot: true,
  "ai-review-bot": true,
  "stable-autosel": true,
  "stable-review": true,
  "bug-report": true,
  "regression-report": true,
  discussion: true,
  spam: true,
};

/** Whether a mail is meant, and in which words. */
type Match = (mail: WantedMail) => string | undefined;

interface FieldRow {
  /** For people: an example of what stands behind the field. */
  readonly example: string;
  /** What a pattern matches, or a sentence about what is wrong with it. */
  readonly read: (pattern: string) => Match | string;
}

const fields: Readonly<Record<Field, FieldRow>> = {
  kind: { example: "a kind of mail: kind nak", read: kindMatch },
  author: {
    example: "a part of a name or address: author nora, author /^nora@/",
    // One after the other, so that ^ and $ stand for the ends of each.
    read: (pattern) => textMatch("author", pattern, ({ author, addresses }) => [author, ...addresses]),
  },
  subject: {
    example: "words, or an expression between slashes: subject dt-bindings, subject /v[2-9]/",
    read: (pattern) => textMatch("subject", pattern, ({ subject }) => [subject]),
  },
  path: {
    example: "a directory, a file or a glob: path drivers/wbus/",
    read: (pattern) => (mail) => {
      const path = pathUnder(pattern, mail.paths);
      return path && `it is about ${path}`;
    },
  },
  robots: {
    example: "nothing: robots",
    read: () => (mail) => (mail.isByRobot === true ? "a robot wrote it" : undefined),
  },
  person: {
    example: "a person",
    read: (address) => (mail) => (mail.addresses.includes(address) ? "its author is blocked here" : undefined),
  },
};

/**
 * Reads a filter as people write it: `exclude subject /dt-bindings/`, `include path drivers/wbus/`, `exclude robots`. A
 * string is a sentence about what is wrong and what to write instead.
 */
export function parseFilter(words: string, by: string): Filter | string {
  const [first = "", second = "", ...rest] = words.trim().split(/\s+/);
  const action = actions.find((one) => one === first.toLowerCase());
  if (action === undefined) return `A filter begins with ${choice(first, actions)}.`;
  // A person is blocked by the command of that name, which knows their address.
  const names = (Object.keys(fields) as Field[]).filter((name) => name !== "person");
  const field = names.find((one) => one === second.toLowerCase());
  if (field === undefined) return `There is no field of that name; write ${choice(second, names)}.`;
  // Blanks within an expression count, so it is taken as it stands.
  const pattern = rest.length === 0 ? "" : words.trim().replace(/^\S+\s+\S+\s+/, "");
  const problem = problemOf(field, pattern);
  return problem ?? { action, field, pattern: field === "kind" ? pattern.toLowerCase() : pattern, by };
}

/** A filter as people write it. */
export function filterWords(filter: Filter): string {
  return `${filter.action} ${describe(filter)}`;
}

/**
 * Why a channel's filters leave a mail out, in words for `why`; `undefined` where they let it pass. An exclude that
 * matches wins; of the includes one for each field must match.
 */
export function leftOut(filters: readonly Filter[], mail: WantedMail): string | undefined {
  const out = shutOut(filters, mail);
  if (out !== undefined) return out;
  const including = filters
    .map((filter, index) => ({ filter, n: index + 1 }))
    .filter(({ filter }) => isInclude(filter));
  for (const rows of Map.groupBy(including, ({ filter }) => filter.field).values()) {
    if (rows.every(({ filter }) => matchOf(filter)(mail) === undefined))
      return `none of what is let in here: ${rows.map(({ filter, n }) => `${n}. ${describe(filter)}`).join(", ")}`;
  }
  return undefined;
}

/** What of that the excludes say alone. */
export function shutOut(filters: readonly Filter[], mail: WantedMail): string | undefined {
  for (const [index, filter] of filters.entries()) {
    const words = isInclude(filter) ? undefined : matchOf(filter)(mail);
    if (words !== undefined) return `filter ${index + 1} leaves it out: ${words}`;
  }
  return undefined;
}

function isInclude({ action }: Filter): boolean {
  return action === "include";
}

function describe({ field, pattern, title = pattern }: Filter): string {
  return title === "" ? field : `${field} ${title}`;
}

function problemOf(field: Field, pattern: string): string | undefined {
  const { example, read } = fields[field];
  if (field === "robots" && pattern !== "") return "Nothing stands behind `robots`; leave the rest out.";
  if (field !== "robots" && pattern === "") return `Something is missing behind \`${field}\`; write ${example}.`;
  if (pattern.length > MAX_PATTERN) return `That is longer than ${MAX_PATTERN} characters; write a shorter one.`;
  const match = read(pattern);
  return typeof match === "string" ? match : undefined;
}

function kindMatch(pattern: string): Match | string {
  const wanted = pattern.toLowerCase();
  const known = [...new Set<string>([...notables, ...Object.keys(kinds)])];
  if (!known.includes(wanted)) return `There is no kind of that name; write ${choice(wanted, known)}.`;
  return (mail) => (mail.kind === wanted || notableOf(mail) === wanted ? `its kind is ${wanted}` : undefined);
}

function textMatch(field: Field, pattern: string, texts: (mail: WantedMail) => readonly string[]): Match | string {
  const fits = textTest(pattern);
  if (typeof fits === "string") return fits;
  return (mail) =>
    texts(mail).some((text) => fits(text.slice(0, MAX_TEXT))) ? `${field} has "${pattern}"` : undefined;
}

function textTest(pattern: string): ((text: string) => boolean) | string {
  if (!pattern.startsWith("/") || !pattern.endsWith("/") || pattern.length < 2) {
    const wanted = pattern.toLowerCase();
    return (text) => text.toLowerCase().includes(wanted);
  }
  const source = pattern.slice(1, -1);
  if (source === "") return "The expression is empty and would match everything; write something between the slashes.";
  try {
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    if (expression.programSize() > MAX_PROGRAM)
      return "The expression repeats too much to be looked for in every mail; write a simpler one.";
    return (text) => expression.test(text);
  } catch (error) {
    const says = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "it cannot be read";
    return `The expression is not right: ${says}; write one as RE2 has them, or plain words without slashes.`;
  }
}

/** Compiled once, since every mail is held against them. */
const compiled = new Map<string, Match>();
const MAX_COMPILED = 1000;

/** A filter of the store that cannot be read any more matches nothing. */
function matchOf({ field, pattern }: Filter): Match {
  const key = `${field} ${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const read = problemOf(field, pattern) === undefined ? fields[field].read(pattern) : "";
  const match: Match = typeof read === "string" ? () => undefined : read;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, match);
  return match;
}

function choice(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? `one of ${known.join(", ")}` : `\`${meant}\`, or one of ${known.join(", ")}`;
}
