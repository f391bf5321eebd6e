import { type Line, paragraphs } from "./sentences.ts";

/** An explicit no to the patch, in capitals as people write it: on an I2C bus a chip NAKs every day. */
const noes: readonly RegExp[] = [
  /^(?:so |then |sorry,? |and |again,? |hard |big |strong |full |firm |total |another |still |[A-Z][a-z]+, |-?1[,:]? )*(?:a )?NAC?K\b(?!(?:s|ed|ing|\/ACK)\b)(?! (?:is|was|bit|on the bus|from the (?:chip|device|slave)|condition|interrupt|irq|the (?:byte|transfer)))/i,
  /\b(?:this|it|that)(?: i|'|’)s (?:still |clearly |also )*(?:a |an )?(?:\w+ )?NAC?K\b/,
  /\bNAC?K (?:from me|from my side|from here|for this|for now|on this|to this)\b/,
  /\bI(?:'m| am|'d| will| have to| must|'ll)? (?:have to |going to |strongly |therefore |hereby )*NAC?K\b(?:ing)?/,
  /\b(?:consider|take|treat) (?:this|it|that) (?:as )?(?:a |an |my )?(?:\w+ )?NAC?K\b/i,
  /^Nac?ked-by: /i,
];

/** "Not a NAK", "I withdraw my NAK", "before I NAK it". */
const takenBack =
  /\b(?:not|isn't|no|withdraw\w*|retract\w*|drop(?:ping|ped)? my|lift\w*|before|without|if|unless|avoid|would have|previous(?:ly)?|earlier|his|her|their|your|whose)\b[^.]{0,30}\bNAC?K/i;

/** A no that gives no reason of its own. */
const bare = /^(?:[^.,:;]{0,30}\bNAC?K(?: from (?:me|my side|here))?[.!]*|Nac?ked-by: .*)$/i;

const maxChars = 300;

/**
 * The sentence that says no outright and the one behind it, which mostly says why, cut to 300 characters; `undefined`
 * where nobody says no. A bare "NAK" takes its reason from the next paragraph or from above. `lines` are
 * `Condensed.lines`.
 */
export function nakSentence(lines: readonly Line[]): string | undefined {
  const said = paragraphs(lines.filter(({ label }) => label !== "sign-off"));
  const which = said.findIndex((paragraph) => paragraph.some(saysNo));
  const paragraph = said[which] ?? [];
  const at = paragraph.findIndex(saysNo);
  const no = paragraph[at];
  if (no === undefined) return undefined;
  const next = paragraph[at + 1] ?? (bare.test(no) ? said[which + 1]?.[0] : undefined);
  const above = paragraph[at - 1] ?? said[which - 1]?.at(-1);
  const words = next !== undefined ? [no, next] : bare.test(no) ? [above, no] : [no];
  return words
    .filter((sentence) => sentence !== undefined)
    .join(" ")
    .slice(0, maxChars)
    .replace(/[\ud800-\udbff]$/, "");
}

function saysNo(sentence: string): boolean {
  return noes.some((no) => no.test(sentence)) && !takenBack.test(sentence);
}
