import { noCorpora, threadMails } from "../../test/support/corpora.ts";
import { patchText, written } from "../../test/support/stage.ts";

export interface Backlog {
  /** `replicated corpora`, or `invented`. */
  readonly of: string;
  /** The `n`th mail. */
  mail(n: number): Uint8Array;
  /** First words of their List-Ids. */
  readonly lists: readonly string[];
}

/** As many mails as are asked for: the shared corpora's, over and over, each round under ids of its own; or invented ones where those are absent. */
export async function backlog(): Promise<Backlog> {
  const isHere = noCorpora(0) === false;
  const originals = isHere ? (await threadMails()).map(({ octets }) => octets) : invented();
  const lists = originals.flatMap(
    (octets) => /^List-Id:[^<]*<([^.>]+)/im.exec(Buffer.from(octets).toString("latin1"))?.[1] ?? [],
  );
  return {
    of: isHere ? "replicated corpora" : "invented",
    mail: (n) => replica(originals[n % originals.length]!, Math.floor(n / originals.length)),
    lists: [...new Set(lists)],
  };
}

/** The same mail under ids of its own; the first round keeps them. */
function replica(octets: Uint8Array, round: number): Uint8Array {
  if (round === 0) return octets;
  const text = Buffer.from(octets).toString("latin1");
  const end = text.search(/\r?\n\r?\n/);
  const header = text
    .slice(0, end)
    .replace(/^(?:message-id|in-reply-to|references):(?:.*(?:\r?\n[ \t].*)*)/gim, (field) =>
      field.replace(/<([^<>\s]+)>/g, `<r${round}.$1>`),
    );
  return Buffer.from(header + text.slice(end), "latin1");
}

/** A series with answers, over and over. */
function invented(): Uint8Array[] {
  return Array.from({ length: 100 }, (_, n) => {
    const cover = n - (n % 10);
    const refs = n === cover ? {} : { refs: [`${cover}@bench`] };
    const isPatch = n % 10 < 5;
    return written({
      id: `${n}@bench`,
      subject: isPatch ? `[PATCH ${n % 10}/4] wbus: part ${n}` : `Re: [PATCH 0/4] wbus: part ${cover}`,
      text: isPatch ? patchText(`drivers/wbus/${n}.c`) : "On Tue, Nora wrote:\n> Because it is needed.\nIs it?\n",
      ...refs,
    });
  });
}
