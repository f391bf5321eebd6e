import { type Line, paragraphs } from "./sentences.ts";
import { beginsWith } from "./tables.ts";

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

/** What one does with one's own NAK to take it back; another's is not the sender's to take. */
const withdrawals: readonly RegExp[] = [
  /\b(?:withdraw|withdrew|retract|drop|lift|revok|rescind|remov|cancel|(?:take|taking|took) back)\w* my (?:\w+ )?nac?k\b/i,
  /\bI\b.{0,60}\b(?:withdraw|retract|drop|lift|revok|rescind)\w* the (?:\w+ )?nac?k(?=[.,;:!)]|$)/i,
  /\b(?:take|taking|took) my (?:\w+ )?nac?k back\b/i,
  /\b(?:consider|treat|regard|count) (?:my|the|that) (?:\w+ )?nac?k (?:as )?(?:withdrawn|dropped|lifted|retracted|revoked|rescinded|removed|void|gone)\b/i,
  /\b(?:disregard|ignore|forget(?: about)?) my (?:\w+ )?nac?k\b/i,
  /\bmy (?:\w+ )?nac?k (?:(?:is|has been|was|can be) )?(?:hereby |now )?(?:withdrawn|dropped|lifted|retracted|revoked|rescinded|removed|void|gone)\b/i,
  /^(?:so |ok(?:ay)?,? |then |the )?NAC?K (?:is |hereby |now )*(?:withdrawn|dropped|lifted|retracted|revoked|rescinded)\b/i,
  /\bno longer (?:a )?NAC?K\b(?!(?:s|ed)\b)/,
  /\b(?:don't|don’t|do not) NAC?K (?:\w+ ){0,3}(?:any ?more|any longer)\b/,
  /\bun-?NAC?K(?:ing|ed)?\b/i,
];

/** It is asked for, depends on something, or is denied in the same clause. */
const notYet = /\?$|\b(?:if|unless|until|once|when|as soon as|provided|assuming|before)\b/i;
const denied = /(?:\b(?:not|never|cannot|could|might|may|should|must|would(?! like\b))\b|n['’]t\b)[^,;:]*$/i;

/** A no that gives no reason of its own. */
const bare = /^(?:[^.,:;]{0,30}\bNAC?K(?: from (?:me|my side|here))?[.!]*|Nac?ked-by: .*)$/i;

const maxChars = 300;

/**
 * The sentence that says no outright and the one behind it, which mostly says why, cut to 300 characters; `undefined`
 * where nobody says no. A bare "NAK" takes its reason from the next paragraph or from above. `phrases` are an operator's,
 * `lines` are `Condensed.lines`.
 */
export function nakSentence(lines: readonly Line[], phrases: readonly string[] = []): string | undefined {
  const saysNo = (sentence: string) => saysNak(sentence) || (beginsWith(sentence, phrases) && !/\?$/.test(sentence));
  const said = paragraphs(lines.filter(({ label }) => label !== "sign-off"));
  const which = said.findIndex((paragraph) => paragraph.some(saysNo));
  const paragraph = said[which] ?? [];
  const at = paragraph.findIndex(saysNo);
  const no = paragraph[at];
  if (no === undefined) return undefined;
  const next = paragraph[at + 1] ?? (bare.test(no) ? said[which + 1]?.[0] : undefined);
  const above = paragraph[at - 1] ?? said[which - 1]?.at(-1);
  const words = next !== undefined ? [no, next] : bare.test(no) ? [above, no] : [no];
  return cut(words.filter((sentence) => sentence !== undefined).join(" "));
}

/** The sentence in which the sender takes a NAK back, cut to 300 characters; `undefined` where nobody does. */
export function nakWithdrawn(lines: readonly Line[]): string | undefined {
  const sentence = paragraphs(lines.filter(({ label }) => label !== "sign-off"))
    .flat()
    .find(withdraws);
  return sentence === undefined ? undefined : cut(sentence);
}

function saysNak(sentence: string): boolean {
  return noes.some((no) => no.test(sentence)) && !takenBack.test(sentence) && !withdraws(sentence);
}

function withdraws(sentence: string): boolean {
  if (notYet.test(sentence)) return false;
  return withdrawals.some((shape) => {
    const found = shape.exec(sentence);
    return found !== null && !denied.test(sentence.slice(0, found.index));
  });
}

function cut(sentence: string): string {
  return sentence.slice(0, maxChars).replace(/[\ud800-\udbff]$/, "");
}
