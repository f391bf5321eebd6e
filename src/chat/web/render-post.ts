import { html } from "hono/html";
import type { CountedMail, FooterItem, Post } from "../../compose/post.ts";
import type { ChannelId } from "../chat-platform.ts";
import { mailPath, type Place, placePath } from "./links.ts";
import type { StoredPost } from "./post-file.ts";
import { type Html, renderBlock, type Setting } from "./render-block.ts";
import { followButton, forYou, isForYou, type Looking, stateOf } from "./render-follow.ts";
import { renderTime } from "./render-time.ts";

/** A post of the stream with what is known around it. */
export interface StreamItem {
  readonly stored: StoredPost;
  readonly replies: number;
  readonly unread: number;
  /** The first one this browser had not seen before. */
  readonly isFirstNew: boolean;
  /** The card that it moves on: the old version's, or the one whose state changed. */
  readonly follows?: StoredPost;
}

/** A card, or a line that changes one's state, in the channel. */
export function renderStreamItem(
  { stored, replies, unread, isFirstNew, follows }: StreamItem,
  place: Place,
  looking: Looking,
): Html {
  const { post, seq } = stored;
  const { now } = looking;
  const setting = { channel: place.channel, now };
  const card = post.form === "line" ? (stored.root ?? seq) : seq;
  const classes = [
    "item",
    post.form,
    toneOf(post),
    isForYou(stored, looking) ? "for-you" : "",
    isFirstNew ? "first-new" : "",
    place.card === seq ? "selected" : "",
  ];
  const open = placePath({ ...withoutReply(place), card });
  const fresh = unread > 0 ? html`<b class="fresh">${unread} new</b>` : "";
  return html`<li id="p${seq}" data-change="${stateOf(stored, looking)}-${replies}-${unread}" class="${names(classes)}">
    <article tabindex="-1" aria-labelledby="h${seq}" data-open="${open}">
      ${forYou(stored, looking)}
      ${follows === undefined ? "" : html`<a class="follows" href="${placePath({ ...withoutReply(place), card: follows.root ?? follows.seq })}#p${follows.seq}"><span aria-hidden="true">↩</span> ${heading(follows.post)}</a>`}
      <h3 id="h${seq}" dir="auto">${heading(post)}${post.anchor === undefined ? "" : html` <span class="rest">${post.anchor}</span>`}</h3>
      ${byline(post, stored.postedAt, now)}
      ${post.blocks.map((block) => renderBlock(block, setting))}
      ${states(post.footer)}
      ${acts(post, setting, html`<a class="replies" href="${open}" aria-label="${replyWords(replies)}, open the thread">${replies === 0 || post.form === "line" ? "thread" : replyWords(replies)}</a>${fresh}`, followButton(stored, place, looking))}
    </article>
  </li>`;
}

/** A post within a thread. */
export function renderReply(stored: StoredPost, parent: StoredPost | undefined, place: Place, looking: Looking): Html {
  const { post, seq } = stored;
  const { now } = looking;
  const setting = { channel: place.channel, now };
  const isAbout = place.about === seq;
  return html`<li id="t${seq}" data-change="${stored.change}" class="${names(["reply", post.form, isAbout ? "selected" : ""])}">
    <article tabindex="-1" aria-labelledby="r${seq}">
      ${forYou(stored, looking)}
      <p class="who">
        ${parent === undefined ? "" : html`<a class="parent" href="#t${parent.seq}" title="answers ${parent.post.title}" aria-label="answers ${parent.post.title}">↰</a>`}
        <b id="r${seq}">${heading(post)}</b>
        ${post.anchor === undefined ? "" : html`<span class="anchor" dir="auto">${post.anchor}</span>`}
        ${renderTime(post.at ?? stored.postedAt, now)}
      </p>
      ${bylineWords(post)}
      ${post.blocks.map((block) => renderBlock(block, setting))}
      ${notes(post.footer)}
      ${acts(post, setting, isAbout ? "" : html`<a href="${placePath({ ...place, about: seq })}#t${seq}" aria-label="ask about this post">ask</a>`)}
    </article>
  </li>`;
}

/** The card at the top of its thread, with the mails that it only counts. */
export function renderThreadCard(stored: StoredPost, place: Place, looking: Looking): Html {
  const { post } = stored;
  const { now } = looking;
  const setting = { channel: place.channel, now };
  return html`<article id="thread-card" data-change="${stateOf(stored, looking)}" class="${names(["root", toneOf(post)])}" tabindex="-1" aria-labelledby="thread-title">
    ${byline(post, stored.postedAt, now)}
    ${post.blocks.map((block) => renderBlock(block, setting))}
    ${states(post.footer)}
    ${counted(post.counted ?? [], setting)}
    ${acts(post, setting, post.mail === undefined ? "" : html`<a href="${mailPath(post.mail, place.channel, "thread")}">tree</a>`, followButton(stored, place, looking))}
  </article>`;
}

/** What a command gave, for the one who asked: kept nowhere, gone with the page. */
export function renderAnswer(post: Post, id: string, setting: Setting): Html {
  return html`<li id="${id}" class="${names(["answer", toneOf(post)])}"><article tabindex="-1">
    <p class="only-you">Only you see this</p>
    ${renderAnswerBody(post, setting)}
  </article></li>`;
}

export function renderAnswerBody(post: Post, setting: Setting): Html {
  const { channel } = setting;
  return html`${post.title === "" ? "" : html`<h3 dir="auto">${heading(post)}</h3>`}
    ${bylineWords(post)}
    ${post.blocks.map((block) => renderBlock(block, setting))}
    ${post.file === undefined ? "" : html`<details class="file"><summary>${post.file.name} · ${size(post.file.text)}</summary><pre tabindex="0">${post.file.text}</pre></details>`}
    ${notes(post.footer)}
    <p class="acts">${links(post.footer)}${ids(post, channel)}</p>`;
}

/** Tag grey, title plain. Titles are never links (they come from mail). */
export function heading(post: Post): Html {
  return html`${post.tag === undefined ? "" : html`<span class="tag">${post.tag}</span> `}<bdi>${post.title}</bdi>`;
}

export function replyWords(replies: number): string {
  return replies === 0
    ? "no replies yet"
    : replies === 1
      ? "1 reply"
      : replies > maxCount
        ? `${maxCount}+ replies`
        : `${replies} replies`;
}

/** Above this a count is a matter of "many". */
export const maxCount = 999;

function byline(post: Post, postedAt: string, now: Date): Html {
  const [first, ...more] = post.byline;
  return html`<p class="meta" dir="auto">${first === undefined ? "" : html`${first} · `}${renderTime(post.at ?? postedAt, now)}</p>
    ${more.map((line) => html`<p class="meta" dir="auto">${line}</p>`)}`;
}

function bylineWords(post: Post): readonly Html[] {
  return post.byline.map((line) => html`<p class="meta" dir="auto">${line}</p>`);
}

function states(footer: readonly FooterItem[]): Html {
  const pills = footer.filter((item) => item.kind === "state");
  return pills.length === 0
    ? html``
    : html`<ul class="pills">${pills.map(({ text, tone }) => html`<li class="pill ${tone}">${text}</li>`)}</ul>`;
}

/** In a thread a plain remark stays a remark; only what matters is a pill. */
function notes(footer: readonly FooterItem[]): Html {
  const remarks = footer.filter((item) => item.kind === "state" && item.tone === "neutral").map(({ text }) => text);
  const others = footer.filter((item) => item.kind !== "state" || item.tone !== "neutral");
  return html`${states(others)}${remarks.length === 0 ? "" : html`<p class="meta">${remarks.join(" · ")}</p>`}`;
}

/** What one can do with a post, `own` first and `more` after what all have: the words are ours, and so are the targets. */
function acts(post: Post, { channel }: Setting, own: Html | string, more: Html | string = ""): Html {
  const { mail } = post;
  return html`<div class="acts">${own}${
    mail === undefined
      ? ""
      : html`<a href="${mailPath(mail, channel, "full")}" class="${post.isCut ? "full cut" : "full"}">full</a>${
          hasPatch(post) ? html`<a href="${mailPath(mail, channel, "patch")}">patch</a>` : ""
        }<a href="${mailPath(mail, channel, "why")}">why</a>`
  }${more}${links(post.footer)}${ids(post, channel)}</div>`;
}

/** A target that is not http(s) shows as the word alone. */
function links(footer: readonly FooterItem[]): readonly Html[] {
  return footer
    .filter((item) => item.kind === "link")
    .map(({ text, url }) =>
      isWebAddress(url)
        ? html`<a class="out" href="${url}" rel="noopener noreferrer" target="_blank">${text}<span aria-hidden="true"> ↗</span></a>`
        : html`<span>${text}</span>`,
    );
}

function ids(post: Post, channel: ChannelId): readonly Html[] {
  return post.footer
    .filter((item) => item.kind === "id")
    .map(({ text }) =>
      post.mail === undefined
        ? html`<span class="id">${text}</span>`
        : html`<a class="id" href="${mailPath(post.mail, channel, "full")}" aria-label="mail ${text}">${text}</a>`,
    );
}

function counted(mails: readonly CountedMail[], { channel, now }: Setting): Html {
  if (mails.length === 0) return html``;
  const rows = mails.map(
    ({ mail, label, who, at }) =>
      html`<li><span dir="auto">${label}</span><bdi>${who}</bdi>${renderTime(at, now)}<a href="${mailPath(mail, channel, "full")}" aria-label="full text of ${label}">full</a></li>`,
  );
  return html`<details class="counted"${mails.length <= maxOpen ? html` open` : ""}><summary>${mails.length} ${mails.length === 1 ? "mail" : "mails"} counted here</summary><ol>${rows}</ol></details>`;
}

/** Longer lists of counted mails start folded. */
const maxOpen = 8;

/** The first state word says how a conversation stands; its tone colours the edge. */
function toneOf(post: Post): string {
  return post.footer.find((item) => item.kind === "state")?.tone ?? "neutral";
}

function hasPatch(post: Post): boolean {
  return (
    /\bPATCH\b/i.test(post.tag ?? "") || post.blocks.some((block) => block.kind === "code" && block.language === "diff")
  );
}

function isWebAddress(url: string): boolean {
  const protocol = URL.parse(url)?.protocol;
  return protocol === "http:" || protocol === "https:";
}

function withoutReply({ about: _, beforeReply: __, ...place }: Place): Place {
  return place;
}

const names = (classes: readonly string[]) => classes.filter((name) => name !== "").join(" ");

const size = (text: string) => `${Math.max(1, Math.round(Buffer.byteLength(text) / 1024))} KB`;
