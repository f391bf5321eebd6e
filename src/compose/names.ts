import { cleanLine } from "../mail/clean.ts";
import { inShort } from "./withheld.ts";

/** A mail's subject or title as the first line of a post; words in its place where there is none to be seen. */
export function subjectLine(subject: string, maxChars: number): string {
  return cleanLine(inShort(subject, maxChars)) || "(no subject)";
}

/** Who wrote a mail, never as an address. */
export function authorName(author: string, maxChars = 60): string {
  return cleanLine(inShort(author, maxChars)) || "(no name)";
}
