import { corpusRows, threadMails } from "../../test/support/corpora.ts";
import { type ById, rowsInOrder, rowsOf } from "../threads/inspected.ts";
import { type Score, score } from "../threads/score.ts";

/** A mail with a diff, and what get_maintainer.pl says of it. */
interface PatchTruth {
  readonly messageId: string;
  readonly sections: readonly string[];
  readonly keywordSections: readonly string[];
}

/** Any other mail, and what follows for it from the patches that it is about. */
interface ReplyTruth {
  readonly messageId: string;
  readonly basis: "ancestor-patch" | "series-union" | "ancestor-series-union" | "none";
  readonly sources: readonly string[];
  readonly sections: readonly string[];
}

/** No place in the tree, and no answer of ours. */
const REST = "THE REST";

/** Sections beyond the expected ones that a mail without a diff may go to. */
const MORE = 2;

/** Where the program routes the mails of the shared corpus when they arrive in their order. */
export async function scoreMails(maintainers: string, directories: string): Promise<Score[]> {
  const arrivals = (await threadMails()).toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  const rows = await rowsInOrder(arrivals, "--maintainers", maintainers, "--directories", directories);
  const patches = corpusRows<PatchTruth>("maintainers/routing.jsonl");
  const replies = corpusRows<ReplyTruth>("maintainers/routing-replies.jsonl");
  const bySource = new Map(patches.map((patch) => [patch.messageId, patch.sections]));
  return [
    score(
      "mails with a diff: sections by path",
      patches,
      (one) => wrongSet(one, places(one.sections), routed(rows, one, "path")),
      {
        share: 1,
      },
    ),
    score(
      "mails with a diff: sections by keyword",
      patches,
      (one) => wrongSet(one, added(one), routed(rows, one, "keyword")),
      {
        share: 1,
      },
    ),
    score(
      "replies to a patch: the same set",
      replies.filter(({ basis }) => basis === "ancestor-patch"),
      (one) => wrongSet(one, places(one.sections), goesTo(rows, one)),
      { share: 0.99 },
    ),
    score(
      "other mails with a basis: contained, first",
      replies.filter(({ basis }) => basis !== "none" && basis !== "ancestor-patch"),
      (one) => wrongUnion(one, goesTo(rows, one), bySource),
      { share: 0.97 },
    ),
  ];
}

/** A section that the paths name already is not named again for a word. */
const added = ({ sections, keywordSections }: PatchTruth): string[] =>
  places(keywordSections).filter((name) => !sections.includes(name));

const places = (sections: readonly string[]): string[] => sections.filter((name) => name !== REST);

/** Several mails may share an id: what the first of them says is what counts. */
const routed = (rows: ById, { messageId }: PatchTruth, by: "path" | "keyword"): string[] =>
  (rowsOf(rows, messageId)[0]?.subsystems ?? []).filter((one) => one.by === by).map(({ name }) => name);

/** Where the conversation goes that it stands in. */
const goesTo = (rows: ById, { messageId }: ReplyTruth): readonly string[] => rowsOf(rows, messageId)[0]?.places ?? [];

function wrongSet(
  { messageId }: { readonly messageId: string },
  expected: readonly string[],
  found: readonly string[],
): string | undefined {
  const isSame = new Set(expected).symmetricDifference(new Set(found)).size === 0;
  return isSame ? undefined : `${messageId}: ${found.join(", ")} rather than ${expected.join(", ")}`;
}

function wrongUnion(
  one: ReplyTruth,
  found: readonly string[],
  bySource: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const expected = places(one.sections);
  const missing = expected.filter((name) => !found.includes(name));
  if (missing.length > 0) return `${one.messageId}: ${missing.join(", ")} missing in ${found.join(", ")}`;
  if (found.length > expected.length + MORE)
    return `${one.messageId}: ${found.join(", ")} where ${expected.join(", ")} would do`;
  const shares = new Map<string, number>();
  for (const name of one.sources.flatMap((id) => places(bySource.get(id) ?? [])))
    shares.set(name, (shares.get(name) ?? 0) + 1);
  const [first = ""] = found;
  const isFirst = expected.length === 0 || shares.get(first) === Math.max(...shares.values());
  return isFirst ? undefined : `${one.messageId}: ${first} first, of ${JSON.stringify(Object.fromEntries(shares))}`;
}
