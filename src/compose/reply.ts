import type { Passage } from "../condense/condensed.ts";
import type { RobotReport } from "../kind/robot-report.ts";
import type { TestReport } from "../kind/test-report.ts";
import type { HunkPosition } from "../patch/hunk-position.ts";
import type { Trailer } from "../patch/patch.ts";
import { fitPost, REPLY } from "./fit.ts";
import { authorName, subjectLine } from "./names.ts";
import { type ArchiveLink, codePlace, count, state, whereToRead } from "./place.ts";
import type { Block, Post } from "./post.ts";
import { reflow } from "./reflow.ts";
import { builtWith, reportBlocks, verdictWords } from "./report.ts";
import { inShort, withheld } from "./withheld.ts";

/** A passage of the mail, and where in the code it stands. */
export interface Remark extends Passage {
  readonly place?: HunkPosition;
}

/** What a reply's post is made of: the parts of a reading, and where it stands. */
export interface ReplyParts {
  readonly short: string;
  readonly author: string;
  readonly at: string;
  readonly remarks: readonly Remark[];
  readonly trailers: readonly Trailer[];
  /** Lines left out, by label. */
  readonly elided: Readonly<Record<string, number | undefined>>;
  readonly quotesOnly: boolean;
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
  /** `2/4`; absent outside a series of several. */
  readonly on?: string;
  /** Whom it answers, where that mail is here. */
  readonly answers?: string;
  /** Set where the subject is not that of the card. */
  readonly newSubject?: string;
  /** A robot's mail: told by its facts. */
  readonly report?: RobotReport;
  /** A version that came as files: `v3, 2 patches`. */
  readonly attached?: string;
  readonly link: ArchiveLink | undefined;
}

/** A mail within a conversation: who, on what, and what is new in it, each remark below the line it answers. */
export function composeReply(parts: ReplyParts): Post {
  const { report } = parts;
  if (report?.kind === "test" && report.complaint !== undefined) return composeFailure(parts, report);
  const place = parts.remarks.find((remark) => remark.place !== undefined)?.place;
  const anchor = [
    parts.attached === undefined ? "" : `with ${parts.attached}`,
    parts.on === undefined ? "" : `on ${parts.on}`,
    place === undefined ? "" : inShort(codePlace(place), 120),
    parts.on === undefined && place === undefined && parts.answers !== undefined
      ? `answers ${authorName(parts.answers)}`
      : "",
  ].filter((word) => word !== "");
  const shown = parts.remarks.reduce((sum, { context }) => sum + context.length, 0);
  const quoted = (parts.elided.quote ?? 0) - shown;
  const post: Post = {
    form: "reply",
    title: authorName(parts.author),
    ...(anchor.length > 0 && { anchor: anchor.join(" · ") }),
    byline: parts.newSubject === undefined ? [] : [`new subject: ${subjectLine(parts.newSubject, 120)}`],
    blocks: blocksOf(parts),
    footer: [
      ...(quoted > 0 ? [state(`${count(quoted, "quoted line")} out`)] : []),
      ...whereToRead(parts.short, parts.link),
    ],
    isCut: false,
    mail: parts.short,
    at: parts.at,
  };
  return fitPost(post, REPLY);
}

/** What a test robot found wrong with a patch: which, where it fails, the first complaint, and what it was built with. */
function composeFailure({ short, on, at, link }: ReplyParts, report: TestReport): Post {
  const tools = builtWith(report);
  return {
    form: "reply",
    title: authorName(report.who),
    anchor: `${on === undefined ? "" : `${on} `}${verdictWords(report)}`,
    byline: [],
    blocks: reportBlocks(report),
    footer: [...(tools === "" ? [] : [state(inShort(tools, 80))]), ...whereToRead(short, link)],
    isCut: true,
    mail: short,
    at,
  };
}

/** The blocks of a mail's new text, before any cutting. Addresses are withheld but in a diff, which must stay as it is. */
export function blocksOf(parts: Pick<ReplyParts, "remarks" | "trailers" | "quotesOnly" | "attachments">): Block[] {
  const blocks: Block[] = [];
  for (const remark of withSubstance(parts.remarks)) {
    if (remark.kind === "trailers") continue;
    if (remark.context.length > 0)
      blocks.push({ kind: "quote", lines: remark.context.map(withheld), code: remark.place !== undefined });
    blocks.push(textBlock(remark));
  }
  if (parts.trailers.length > 0) {
    const tags = parts.trailers.map(({ name, value }) => ({ name, who: withheld(value.replace(/\s*<[^>]*>.*$/, "")) }));
    blocks.push({ kind: "tags", tags });
  }
  if (parts.quotesOnly) blocks.push({ kind: "text", lines: ["(nothing but quotes)"] });
  if (parts.attachments.length > 0) {
    const names = parts.attachments
      .slice(0, 5)
      .map(({ name, size }) => `${inShort(name === "" ? "attachment" : name, 60)}, ${bytes(size)}`);
    blocks.push({ kind: "list", items: names });
  }
  return blocks;
}

/** Words that say nothing by themselves: a greeting, a mark for something left out, thanks. */
const EMPTY_WORDS =
  /^(?:(?:hi|hello|hey|dear|greetings|moin|hallo|bonjour|good (?:morning|day|evening))\b[^.?:]{0,40}[,.!]*|[[(<]?\s*(?:\.\s*){2,}[\])>]?|…|\[\s*(?:snip|cut|trimmed|\.\.\.|…)\s*\]|<\s*snip\s*>|thanks[,.!]*)$/i;

/** A chat has no room for a greeting or a lone `[...]`: such remarks go, unless the mail says nothing else. */
function withSubstance(remarks: readonly Remark[]): readonly Remark[] {
  const kept = remarks.flatMap((remark) => {
    if (remark.kind !== "prose") return [remark];
    const start = remark.text.findIndex((line) => line.trim() !== "" && !EMPTY_WORDS.test(line.trim()));
    return start < 0 ? [] : [{ ...remark, text: remark.text.slice(start) }];
  });
  return kept.some(({ kind }) => kind !== "trailers") ? kept : remarks;
}

function textBlock(passage: Passage): Block {
  switch (passage.kind) {
    case "diff":
      return { kind: "code", language: "diff", lines: passage.text };
    case "log":
      return { kind: "code", language: "text", lines: passage.text.map(withheld) };
    default:
      return { kind: "text", lines: reflow(passage.text).map(withheld) };
  }
}

function bytes(size: number): string {
  return size < 1024
    ? `${size} B`
    : size < 1024 * 1024
      ? `${Math.round(size / 1024)} KB`
      : `${(size / 1024 / 1024).toFixed(1)} MB`;
}
