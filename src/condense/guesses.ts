import type { LabelledLine } from "./condensed.ts";

/**
 * Rules that guess: they take words of their own kind for something else's where neither a mark nor a fixed form says so,
 * and are wrong now and then. What they leave out may have been meant for the reader.
 *
 * A lone name below the last paragraph is none of them: of 131 in real mail all were the sender's.
 */
const rules: ReadonlySet<string> = new Set([
  "wrapped-tail", // a short line below a full quoted one
  "sender-on-top", // a head without a recipient, which may be the author's text
  "wrote-on-top", // who is quoted, with nothing quoted below
  "above-answer", // an old mail on top, ended by a greeting
  "below-unparted-head", // no line of dashes or words parts it from the text
  "below-device", // text that follows `Sent from my phone`
  "contact-block", // no delimiter above
  "three-dashes", // also how people part their text
  "three-dashes-contact",
  "dash-row",
  "below-footer", // up to three lines that end the mail
  "unsettled", // a mail that condensing twice would change
]);

export const isGuess = ({ rule }: LabelledLine): boolean => rules.has(rule);
