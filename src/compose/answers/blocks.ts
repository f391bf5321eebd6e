import type { Post } from "../post.ts";
import { notice } from "./notice.ts";

/** The answer to `block`. */
export function blocked(name: string): Post {
  return notice(
    `Blocked here: ${name}`,
    "Their mail is not shown in this channel from now on. What others answer still is, with what they quote; so is their mail to whom asks for the thread or the mail itself.",
    `To take it back, say "unblock ${name}".`,
  );
}

export function blockedAlready(name: string): Post {
  return notice(`${name} is blocked here already`, `To take it back, say "unblock ${name}".`);
}

/** The answer to `unblock`. */
export function unblocked(name: string): Post {
  return notice(`No longer blocked: ${name}`, "Mail of theirs that comes from now on is shown as any other.");
}

export function notBlocked(names: readonly string[]): Post {
  return notice(
    "Nobody of that name is blocked here",
    names.length === 0 ? "Nobody is blocked here at all." : `Blocked here: ${names.join(", ")}.`,
  );
}
