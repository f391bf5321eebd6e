/**
 * How well mails are condensed whose parents are known: real threads of kernel lists, with answers that are derived from
 * the parents' texts and not from labels.
 *
 *     node bin/listwire.cjs node bench/condense-threads.ts [--misses]
 *
 * Looks for the corpora beside the repository, in ../shared/corpora; says so and ends with 0 where they are absent.
 * One reading a Message-ID.
 *
 * - given trailers: those of patches.jsonl for mails that are no commits; kept when a line of the reply holds
 *   `Name: value`, white space aside.
 * - patch mails whole: of mails of kind `patch`, every line that is not blank from the top to the last line of the diff
 *   (its hunks counted by their `@@` lines) is in the reply. What git, a list or armour adds below or around is not asked for.
 * - robots: in mails of kinds `kernel-test-robot` and `syzbot`, each line that starts with `>> `, and each line that is not
 *   blank between "(new ones prefixed by >>)" and the robot's signature.
 * - unmarked lines cut: labelled `quote`, without a mark in front, and neither a line of the parent nor, together with the
 *   last words above, a stretch of it. Of mails whose parent is here.
 * - kept lines that stand in the parent, of replies by others than those robots, whose reports repeat themselves:
 *   `marked`, those that start with `>`; `unmarked`, prose at the margin outside diffs, logs and trailers, as a share of all
 *   such lines kept.
 * - condensing twice: the reply of a reply is another text.
 *
 * Each is measured of the mail alone and of the mail with its parent's text. A mail is made worse by knowing the parent
 * when a figure counts something of it as missed that it does not count of the mail alone.
 */
import { condense } from "../src/condense/condense.ts";
import type { Condensed, LabelledLine } from "../src/condense/condensed.ts";
import type { Mail } from "../src/mail/mail.ts";
import { readMail } from "../src/mail/read-mail.ts";
import { corpusRows, noCorpora, threadMails } from "../test/support/corpora.ts";
import { isProse, type ParentLines, parentLines } from "./parent-lines.ts";

/** What patches.jsonl and threads.jsonl say of a mail, as the corpus's README describes it. */
interface Truth {
  readonly messageId: string;
  readonly kind: string;
  readonly isReply: boolean;
  readonly givenTrailers?: readonly { readonly name: string; readonly value: string }[];
  readonly commitTrailers?: unknown;
}

interface Case {
  readonly truth: Truth;
  readonly mail: Mail;
  readonly parent?: ParentLines;
  readonly alone: Condensed;
  readonly known: Condensed;
  /** What the second is condensed with. */
  readonly answered: { readonly parent?: string };
}

/** What one mail adds to a figure: how many are asked for, and those that failed. */
interface Tally {
  readonly asked: number;
  readonly missed: readonly string[];
}

interface Figure {
  readonly name: string;
  readonly bar: string;
  readonly isMet: (missed: number, asked: number) => boolean;
  readonly of: (one: Case, condensed: Condensed, answered: Case["answered"]) => Tally;
}

const none: Tally = { asked: 0, missed: [] };
const authored: ReadonlySet<string> = new Set(["new", "trailer", "diff", "log", "forward-head", "scissors"]);
const isKept = ({ label }: LabelledLine): boolean => authored.has(label);
const isMarked = (text: string): boolean => /^ ?>/.test(text);
const isRobot = ({ truth }: Case): boolean => /^(?:kernel-test-robot|syzbot)$/.test(truth.kind);
const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();
const replyLines = ({ reply }: Condensed): ReadonlySet<string> => new Set(reply.split("\n").map(squeezed));
const lacking = (asked: readonly string[], condensed: Condensed): Tally => {
  const kept = replyLines(condensed);
  return { asked: asked.length, missed: asked.filter((line) => !kept.has(squeezed(line))) };
};

const figures: readonly Figure[] = [
  {
    name: "given trailers lost",
    bar: "0",
    isMet: (missed) => missed === 0,
    of: ({ truth }, { reply }) => {
      const given = truth.commitTrailers
        ? []
        : (truth.givenTrailers ?? []).map(({ name, value }) => `${name}: ${value}`);
      return { asked: given.length, missed: given.filter((trailer) => !squeezed(reply).includes(squeezed(trailer))) };
    },
  },
  {
    name: "patch mails not whole",
    bar: "0",
    isMet: (missed) => missed === 0,
    of: ({ truth, mail }, condensed) => {
      if (truth.kind !== "patch") return none;
      const { missed } = lacking(downToDiffEnd(mail.text), condensed);
      return { asked: 1, missed: missed.slice(0, 1) };
    },
  },
  {
    name: "robots' >> lines and error blocks cut",
    bar: "≤ 2 %",
    isMet: (missed, asked) => missed <= 0.02 * asked,
    of: (one, condensed) => (isRobot(one) ? lacking(robotLines(one.mail.text), condensed) : none),
  },
  {
    name: "unmarked lines cut that the parent lacks",
    bar: "≤ 1 in 1,000 mails",
    isMet: (missed, asked) => missed * 1000 <= asked,
    of: ({ parent }, { lines }) => {
      if (parent === undefined) return none;
      const cut = lines.filter(
        ({ label, text }, at) =>
          label === "quote" && !isMarked(text) && !parent.holds(text) && !parent.holds(text, lines[at - 1]?.text),
      );
      return { asked: 1, missed: cut.map(({ text }) => text) };
    },
  },
  {
    name: "kept marked lines that stand in the parent",
    bar: "0",
    isMet: (missed) => missed === 0,
    of: (one, { lines }) => {
      if (one.parent === undefined || isRobot(one)) return none;
      const marked = lines.filter((line) => line.label !== "diff" && isMarked(line.text));
      const kept = marked.filter((line) => isKept(line) && one.parent?.holds(line.text));
      return { asked: marked.length, missed: kept.map(({ text }) => text) };
    },
  },
  {
    name: "kept unmarked prose that stands in the parent",
    bar: "≤ 0.6 %",
    isMet: (missed, asked) => missed <= 0.006 * asked,
    of: (one, { lines }) => {
      const { parent, truth } = one;
      if (parent === undefined || !truth.isReply || isRobot(one)) return none;
      const prose = lines.filter((line) => line.label === "new" && !isMarked(line.text) && isProse(line.text));
      return { asked: prose.length, missed: prose.flatMap(({ text }) => (parent.holds(text) ? [text] : [])) };
    },
  },
  {
    name: "mails that condensing twice changes",
    bar: "0",
    isMet: (missed) => missed === 0,
    of: (_, { reply }, answered) => ({ asked: 1, missed: condense(reply, answered).reply === reply ? [] : [""] }),
  },
];

/** The lines of a patch mail that its sender stands for. */
function downToDiffEnd(text: string): readonly string[] {
  const lines = text.split("\n");
  let end = 0;
  let [left, right] = [0, 0];
  for (const [at, line] of lines.entries()) {
    const head = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    const inHunk = left > 0 || right > 0;
    if (head !== null) [left, right] = [Number(head[1] ?? 1), Number(head[2] ?? 1)];
    else if (inHunk && !line.startsWith("+")) left--;
    if (head === null && inHunk && !line.startsWith("-")) right--;
    if (head !== null || inHunk || /^(?:diff --git |rename to |deleted file mode )/.test(line)) end = at + 1;
  }
  return lines.slice(0, end).filter((line) => line.trim() !== "");
}

function robotLines(text: string): readonly string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /\(new ones prefixed by >>\)/.test(line));
  const end = lines.findIndex(
    (line, at) => at > start && /^(?:-- ?|---)$/.test(line) && !/^>>/.test(lines[at + 1] ?? ""),
  );
  return lines.filter(
    (line, at) => line.startsWith(">> ") || (start >= 0 && at >= start && (end < 0 || at < end) && line.trim() !== ""),
  );
}

async function cases(): Promise<readonly Case[]> {
  const mails = new Map<string, Mail>();
  for (const { octets } of await threadMails()) {
    const mail = readMail(octets);
    if (!mails.has(mail.id)) mails.set(mail.id, mail);
  }
  const parents = new Map(
    corpusRows<{ messageId: string; parent: string | null }>("threads/threads.jsonl").map(({ messageId, parent }) => [
      messageId.trim(),
      mails.get(parent?.trim() ?? ""),
    ]),
  );
  return corpusRows<Truth>("threads/patches.jsonl").map((truth) => {
    const mail = mails.get(truth.messageId.trim());
    if (mail === undefined) throw new Error(`no mail has the id ${truth.messageId}`);
    const parent = parents.get(mail.id);
    const answered = parent === undefined ? {} : { parent: parent.text };
    return {
      truth,
      mail,
      alone: condense(mail.text),
      known: condense(mail.text, answered),
      answered,
      ...(parent !== undefined && { parent: parentLines(parent.text) }),
    };
  });
}

const showsMisses = process.argv.includes("--misses");

function measure(all: readonly Case[]): void {
  console.log(`${"figure".padEnd(46)} ${"alone".padStart(12)} ${"parent known".padStart(14)}   bar`);
  const worse = new Set<string>();
  for (const { name, bar, isMet, of } of figures) {
    const tallies = all.map((one) => ({ one, alone: of(one, one.alone, {}), known: of(one, one.known, one.answered) }));
    for (const { one, alone, known } of tallies)
      if (known.missed.some((line) => !alone.missed.includes(line))) worse.add(one.mail.id);
    const missed = (which: "alone" | "known"): string[] =>
      tallies.flatMap((tally) => tally[which].missed.map((line) => `    <${tally.one.mail.id}> ${line}`));
    const asked = tallies.reduce((sum, { known }) => sum + known.asked, 0);
    const [alone, known] = [missed("alone"), missed("known")];
    const verdict = isMet(alone.length, asked) && isMet(known.length, asked) ? "met" : "MISSED";
    console.log(
      `${name.padEnd(46)} ${String(alone.length).padStart(12)} ${`${known.length} of ${asked}`.padStart(14)}   ${bar.padEnd(19)} ${verdict}`,
    );
    if (showsMisses) for (const line of known) console.log(line);
  }
  const verdict = worse.size === 0 ? "met" : "MISSED";
  const name = "mails made worse by knowing the parent";
  console.log(
    `${name.padEnd(46)} ${"".padStart(12)} ${`${worse.size} of ${all.length}`.padStart(14)}   ${"0".padEnd(19)} ${verdict}`,
  );
  if (showsMisses) for (const id of worse) console.log(`    <${id}>`);
}

const skipped = noCorpora(1);
if (skipped !== false) console.log(skipped);
else measure(await cases());
