import { cleanLine } from "./clean.ts";
import { decodeWords } from "./encoded-words.ts";
import type { Mailbox } from "./mail.ts";

/** Longer than any list of recipients that is shown; what follows is not looked at. */
const maxChars = 65_536;

/** Bounded, so that an opening that never closes costs little; it is an ordinary character then. */
const token =
  /"(?<quoted>(?:[^"\\]|\\.){0,500})"|\((?<comment>(?:[^()\\]|\\.|\([^()]{0,200}\)){0,500})\)|<(?<angle>[^<>]{0,1000})(?:>|$)|[^",;:<(]{1,500}|./gs;

/** `Ada Mond <ada@example.org>,` or `ada@example.org,`: nearly all are written so, and need not be taken apart by every sign. */
const plainEntry =
  /[ \t]*(?:(?:"(?<quoted>\w[\w .,-]{0,100})"|(?<words>\w[\w .-]{0,100})|)[ \t]*<(?<angle>[!-;=?-~]{1,300})>|(?<bare>\w[\w.+=-]{0,100}@[\w.-]{1,200}))[ \t]*(?:,|$)/y;

interface Entry {
  /** What stands before the brackets, as shown. */
  phrase: string;
  /** The same as written, quotes included: the address, where there are no brackets. */
  spec: string;
  angle?: string;
  comment: string;
}

const emptyEntry = (): Entry => ({ phrase: "", spec: "", comment: "" });

/**
 * The mailboxes of an address list, at most `max`, groups taken apart, comments dropped (RFC 5322 §3.4, read leniently).
 *
 * `"A, B" <ab@example.org>, c@example.org (C)` gives `A, B` and `C`. The domain of an address is what stands after its
 * last `@`: `"boss@example.org x"@evil.example` names nobody at example.org.
 */
export function mailboxes(header: string, max = 100): Mailbox[] {
  const written = header.slice(0, maxChars);
  const found: Mailbox[] = [];
  let from = 0;
  plainEntry.lastIndex = 0;
  for (let plain = plainEntry.exec(written); plain !== null && found.length < max; plain = plainEntry.exec(written)) {
    const { quoted, words = "", bare = "", angle: address = bare } = plain.groups ?? {};
    found.push({ name: cleanLine(quoted ?? words, 200) || localPart(address), address });
    from = plainEntry.lastIndex;
  }
  if (from === written.length) return found;
  let entry = emptyEntry();
  const take = () => {
    const mailbox = mailboxOf(entry);
    if (mailbox !== undefined && found.length < max) found.push(mailbox);
    entry = emptyEntry();
  };
  for (const { 0: piece, groups } of written.slice(from).matchAll(token)) {
    if (found.length >= max) break;
    if (piece === "," || piece === ";") take();
    else if (piece === ":" && entry.angle === undefined && !entry.spec.includes("@"))
      entry = emptyEntry(); // a group
    else if (groups?.angle !== undefined) entry.angle = groups.angle;
    else if (groups?.comment !== undefined) entry.comment ||= groups.comment;
    else {
      entry.phrase += groups?.quoted?.replace(/\\(.)/gs, "$1") ?? piece;
      entry.spec += piece;
    }
  }
  take();
  return found;
}

/** `undefined` where nothing is named. */
function mailboxOf({ phrase, spec, angle, comment }: Entry): Mailbox | undefined {
  const address = cleanLine(angle ?? (spec.includes("@") ? spec : ""), 320).replace(/^ | $/g, "");
  const stated = [angle === undefined && address !== "" ? "" : phrase, comment].map(shownName);
  const name = stated.find((candidate) => candidate !== "") ?? localPart(address);
  return name === "" && address === "" ? undefined : { name, address };
}

/** `""` for one that is only an address again: that would show it, and not always the right one. */
function shownName(phrase: string): string {
  const name = cleanLine(decodeWords(phrase), 200).replace(/^'(.*)'$/, "$1");
  return name.includes("@") && /^<?[^\s@]+@[^\s@]+$/.test(name) ? "" : name;
}

function localPart(address: string): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf("@"))) || address;
  return /[^"@\s]+/.exec(local)?.[0] ?? address;
}
