import { type Line, sentences } from "./sentences.ts";

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

/** The sentence that says no outright, cut to 300 characters; `undefined` where none does. `lines` are `Condensed.lines`. */
export function nakSentence(lines: readonly Line[]): string | undefined {
  return sentences(lines)
    .find((sentence) => noes.some((no) => no.test(sentence)) && !takenBack.test(sentence))
    ?.slice(0, 300)
    .replace(/[\ud800-\udbff]$/, "");
}
