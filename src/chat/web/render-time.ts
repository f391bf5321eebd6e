import { html } from "hono/html";
import { relativeTime } from "./relative-time.ts";

/** `iso` in relative words with the exact time beside it; nothing where it is no time. */
export function renderTime(iso: string, now: Date): ReturnType<typeof html> {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return html``;
  const exact = at.toISOString();
  return html`<time datetime="${exact}" title="${exact.slice(0, 16).replace("T", " ")} UTC">${relativeTime(at, now)}</time>`;
}
