import type { Topic } from "../../series/topic.ts";
import { subjectLine } from "../names.ts";
import type { Post } from "../post.ts";
import { inShort, withheld } from "../withheld.ts";
import { type ComparedRow, summary, table, titleOf } from "./diff-table.ts";
import { fileText } from "./file-text.ts";
import { withoutText } from "./full.ts";
import { foot, type MailFacts } from "./mail-facts.ts";

const maxRows = 40;
/** Of differences that stand in the answer itself; longer ones are a file. */
const maxShownLines = 40;
const maxShownChars = 3000;

/**
 * The answer to `diff`: what became of each patch, then what differs in those that changed, as `git range-diff` shows it.
 * `facts` are those of the later version's face.
 */
export function diffOfVersions(facts: MailFacts, was: Topic, now: Topic, compared: readonly ComparedRow[]): Post {
  const title = subjectLine(now.title, 160);
  const versions = `v${was.version} (${was.face.short}) → v${now.version} (${now.face.short})`;
  const sums = summary(compared);
  const rows = table(compared, was, now);
  const more = rows.length - maxRows;
  const lines = compared.flatMap(differing);
  const isShort = lines.length <= maxShownLines && lines.reduce((sum, line) => sum + line.length, 0) <= maxShownChars;
  const file = fileText([`${title}, ${versions}: ${sums}`, "", ...rows, "", ...lines]);
  const notes = [
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(isShort ? [] : [`The differences, ${lines.length} lines, are in the file.`]),
    ...(file.isCut ? ["They are longer than a file may be: it has their beginning."] : []),
  ];
  return {
    form: "answer",
    ...(now.tag !== "" && { tag: inShort(now.tag, 60) }),
    title,
    byline: [versions, sums],
    blocks: [
      { kind: "list", items: rows.slice(0, maxRows) },
      ...(notes.length > 0 ? [{ kind: "text", lines: notes } as const] : []),
      ...(isShort && lines.length > 0 ? [{ kind: "code", language: "diff", lines } as const] : []),
    ],
    footer: foot(facts),
    isCut: !isShort || more > 0,
    mail: facts.short,
    ...((!isShort || more > 0) && {
      file: {
        name: `${facts.short}-v${was.version}-v${now.version}.diff`,
        type: "text/x-diff",
        text: file.text,
      } as const,
    }),
  };
}

/** Asked for a version that there is not, or that may not be shown here. */
export function noSuchVersion(facts: MailFacts, there: readonly number[]): Post {
  return withoutText(
    facts,
    `There is no such version here. There ${there.length === 1 ? "is" : "are"} ${named(there)}.`,
  );
}

export function onlyOneVersion(facts: MailFacts, version: number): Post {
  return withoutText(facts, `Only v${version} is here; there is nothing to compare it with.`);
}

/** `v1, v2 and v3`. */
function named(versions: readonly number[]): string {
  return versions
    .map((version) => `v${version}`)
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");
}

/** `=== 2: wbus: empty the ring`, then what differs: of the message with addresses cut, of the code as it is. */
function differing({ match, difference }: ComparedRow): string[] {
  if (!("now" in match) || difference === undefined || difference === "too-much") return [];
  const { message, code } = difference;
  return [
    `=== ${match.now.n}: ${titleOf(match.now)}`,
    ...(message.length > 0 ? ["@@ message", ...message.map(withheld)] : []),
    ...code,
  ];
}
