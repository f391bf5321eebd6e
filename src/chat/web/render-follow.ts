import { html } from "hono/html";
import { type Place, placeFields } from "./links.ts";
import type { StoredPost } from "./post-file.ts";
import type { Html } from "./render-block.ts";

/** Who looks at a page, and when. */
export interface Looking {
  readonly now: Date;
  /** Absent for one who may only read. */
  readonly user?: string;
  /** Keys of the cards of what they follow in the channel. */
  readonly followed: ReadonlySet<string>;
  /** New for each page: the id of the next command given from it. */
  readonly commandId: string;
}

/** Changes when something of the post itself changes for the one who looks. */
export function stateOf({ change, key }: StoredPost, { followed }: Looking): string {
  return `${change}${followed.has(key) ? "f" : ""}`;
}

/** True where it mentions the one who looks. */
export function isForYou({ mentions }: StoredPost, { user }: Looking): boolean {
  return user !== undefined && mentions.includes(user);
}

export function forYou(stored: StoredPost, looking: Looking): Html | string {
  return isForYou(stored, looking) ? html`<p class="mine">For you, since you asked to follow this</p>` : "";
}

/** On a card: whether they follow it, and the button for the other. A form, so that it works without a script. */
export function followButton(
  { post, key, seq }: StoredPost,
  place: Place,
  { user, followed, commandId }: Looking,
): Html | string {
  if (user === undefined || post.form !== "card" || post.mail === undefined) return "";
  const word = followed.has(key) ? "unfollow" : "follow";
  const fields = { id: `${commandId}.${seq}`, ...placeFields(place), request: `${word} ${post.mail}` };
  return html`${word === "unfollow" ? html`<span class="mine">you follow this</span>` : ""}<form class="act" method="post" action="/command">${hidden(fields)}<button>${word}</button></form>`;
}

/** The fields of a form that nobody types. */
export function hidden(fields: Readonly<Record<string, string>>): readonly Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}
