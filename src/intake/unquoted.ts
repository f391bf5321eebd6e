import { isUnquoted, UNQUOTED } from "../compose/unquoted.ts";
import type { Reading } from "../reader.ts";

/**
 * What may be told of a mail: all of it, or of one whose author asks not to be quoted who, when and about what. Where it
 * goes is decided on the whole mail, before.
 */
export function quotable(reading: Reading, omit: ReadonlySet<string>): Reading {
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
