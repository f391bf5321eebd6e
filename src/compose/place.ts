import type { HunkPosition } from "../patch/hunk-position.ts";
import type { FooterItem } from "./post.ts";

/** Where a mail can be read on the web: our own word and a target that we computed. */
export interface ArchiveLink {
  readonly text: string;
  readonly url: string;
}

/** `ring.c:212 wbus_fill()`: the last part of the path is enough to know the file by. */
export function codePlace(position: HunkPosition): string {
  const file = position.path.slice(position.path.lastIndexOf("/") + 1);
  const line = position.line === undefined ? "" : `:${position.line}`;
  const functionName = position.functionName === undefined ? "" : ` ${position.functionName}`;
  return `${file}${line}${functionName}`;
}

/** The end of every footer: where the mail can be read, and its short id. */
export function whereToRead(short: string, link: ArchiveLink | undefined): FooterItem[] {
  const id: FooterItem = { kind: "id", text: short };
  return link === undefined ? [id] : [{ kind: "link", ...link }, id];
}

export function state(text: string, tone: "neutral" | "good" | "bad" | "warn" = "neutral"): FooterItem {
  return { kind: "state", text, tone };
}

/** `1 mail`, `3 mails`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `9 days`, `18 h`, `less than an hour` between two instants in ISO 8601. */
export function span(from: string, to: string): string {
  const hours = Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000);
  if (hours < 1) return "less than an hour";
  return hours < 48 ? `${hours} h` : count(Math.round(hours / 24), "day");
}
