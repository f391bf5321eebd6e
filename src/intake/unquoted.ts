import { isUnquoted, UNQUOTED } from "../compose/unquoted.ts";
import type { Reading } from "../reader.ts";
import type { ArchivedMail } from "../store/store.ts";
import type { MailFacts } from "./facts.ts";

/** Mails above an answer that it may quote. */
const MAX_QUOTED = 4;

/** What may be told of a mail as an answer to `ancestors`: nothing that it quotes where one of the nearest is not to be quoted. */
export function quotableAmong(
  reading: Reading,
  ancestors: readonly ArchivedMail<MailFacts>[],
  omit: ReadonlySet<string>,
): Reading {
  const told = quotable(reading, omit);
  const nearest = new Set(reading.mail.ancestors.slice(-MAX_QUOTED));
  return ancestors.some(({ id, facts }) => nearest.has(id) && isKept(facts, omit)) ? withoutQuotes(told) : told;
}

function isKept({ isUnquoted, wanted, topicMail }: MailFacts, omit: ReadonlySet<string>): boolean {
  return isUnquoted === true || [topicMail.address, ...(wanted?.addresses ?? [])].some((address) => omit.has(address));
}

function withoutQuotes(reading: Reading): Reading {
  const passages = reading.condensed.passages.map(({ above: _, ...passage }) => ({
    ...passage,
    context: [],
    contextAt: -1,
  }));
  return { ...reading, condensed: { ...reading.condensed, passages }, anchors: passages.map(() => undefined) };
}

/**
 * What may be told of a mail: all of it, or of one whose author asks not to be quoted who, when and about what. Where it
 * goes is decided on the whole mail, before.
 */
function quotable(reading: Reading, omit: ReadonlySet<string>): Reading {
  const { mail, kind } = reading;
  if (!isUnquoted(mail, omit)) return reading;
  return {
    mail: { ...mail, attachments: [] },
    kind,
    condensed: {
      reply: UNQUOTED,
      passages: [{ context: [], contextAt: -1, text: [UNQUOTED], kind: "prose" }],
      elided: {},
      sure: true,
      quotesOnly: false,
    },
    anchors: [undefined],
    givenTrailers: [],
    commands: [],
  };
}
