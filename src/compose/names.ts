import { inShort } from "./withheld.ts";

/** A mail's subject or title as the first line of a post; words in its place where there is none to be seen. */
export function subjectLine(subject: string, maxChars: number): string {
  return inShort(subject, maxChars) || "(no subject)";
}

/** Who wrote a mail, never as an address. */
export function authorName(author: string, maxChars = 60): string {
  return inShort(author, maxChars) || "(no name)";
}
