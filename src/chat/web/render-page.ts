import { html, raw } from "hono/html";
import type { Post } from "../../compose/post.ts";
import type { ChannelId } from "../chat-platform.ts";
import { channelName, filePath, type Place, placePath } from "./links.ts";
import type { Channel, ChannelGroup, StoredPost } from "./post-file.ts";
import type { Html } from "./render-block.ts";
import { hidden, type Looking } from "./render-follow.ts";
import {
  heading,
  renderAnswer,
  renderAnswerBody,
  renderReply,
  renderStreamItem,
  renderThreadCard,
  replyWords,
  type StreamItem,
} from "./render-post.ts";
import { keys, welcome } from "./render-welcome.ts";

/** Everything that a page of the chat is drawn from. */
export interface ChatPage extends Looking {
  /** The newest change that the page shows. */
  readonly change: number;
  readonly channels: readonly ChannelRow[];
  /** Absent where there is no channel yet. */
  readonly open?: OpenChannel;
  /** True at `/`: on a phone the list of channels is what shows. */
  readonly isHome: boolean;
}

interface ChannelRow {
  readonly channel: Channel;
  readonly unread: number;
  /** How many of the unread posts mention the one who looks. */
  readonly forYou: number;
}

export interface OpenChannel {
  readonly channel: Channel;
  readonly place: Place;
  readonly items: readonly StreamItem[];
  readonly hasEarlier: boolean;
  readonly thread?: OpenThread;
  readonly answers: readonly Post[];
}

export interface OpenThread {
  readonly card: StoredPost;
  readonly replies: readonly { readonly stored: StoredPost; readonly parent?: StoredPost }[];
  readonly hasEarlier: boolean;
  readonly count: number;
  readonly about?: StoredPost;
}

export function renderChat(page: ChatPage): Html {
  const { open, isHome } = page;
  const view = open?.thread !== undefined ? "thread" : isHome || open === undefined ? "home" : "channel";
  const sum = (count: (row: ChannelRow) => number) => page.channels.reduce((all, row) => all + count(row), 0);
  const unread = unreadWords(
    sum(({ forYou }) => forYou),
    sum(({ unread }) => unread),
  );
  const title = [open?.thread?.card.post.title, open?.channel.title, "Listwire"].filter((part) => part !== undefined);
  return document(
    `${unread === "" ? "" : `(${unread}) `}${title.join(" · ")}`,
    html`<body data-change="${page.change}" data-view="${view}" data-url="${open === undefined ? "/" : placePath(open.place)}">
      <a class="skip" href="#stream">Skip to the posts</a>
      <div class="app">${nav(page)}${open === undefined ? welcome() : channel(page, open)}${open?.thread === undefined ? "" : thread(page, open, open.thread)}</div>
      ${keys()}
    </body>`,
  );
}

/** `@1 of 12`: one for you among them. */
function unreadWords(forYou: number, unread: number): string {
  return [forYou > 0 ? `@${upTo99(forYou)}` : "", unread > 0 ? upTo99(unread) : ""].filter(Boolean).join(" of ");
}

const upTo99 = (count: number) => (count > 99 ? "99+" : String(count));

/** A page for one mail: the answer to `full`, `patch`, `thread`, `series`, `diff` or `why`. */
export interface MailPage {
  readonly now: Date;
  readonly mail: string;
  readonly channel: ChannelId;
  readonly command: string;
  readonly answers: readonly Post[];
}

export function renderMail({ now, mail, channel, command, answers }: MailPage): Html {
  const setting = { channel, now };
  const path = `/m/${encodeURIComponent(mail)}`;
  const query = `?in=${encodeURIComponent(channelName(channel))}`;
  const tabs = ["full", "patch", "thread", "series", "diff", "why"].map(
    (name) => [name, name === "full" ? path : `${path}/${name}`] as const,
  );
  return document(
    `${answers[0]?.title ?? mail} · Listwire`,
    html`<body data-view="mail">
      <main class="sheet">
        <header class="bar">
          <a class="back" href="${placePath({ channel })}"><span aria-hidden="true">‹</span> ${channelName(channel)}</a>
          <nav aria-label="Views of this mail">${tabs.map(
            ([name, href]) =>
              html`<a href="${href}${query}"${name === command ? raw(' aria-current="page"') : ""}>${name}</a>`,
          )}</nav>
          <span class="id">${mail}</span>
        </header>
        ${answers.map(
          (post) =>
            html`<article>${renderAnswerBody(post, setting)}${
              post.file === undefined
                ? ""
                : html`<p><a class="button" href="${filePath(mail, channel, command)}" download>Download ${post.file.name}</a></p>`
            }</article>`,
        )}
      </main>
      ${keys()}
    </body>`,
  );
}

/** A page that says one thing: refused, not found. */
export function renderNotice(title: string, text: string): Html {
  return document(
    `${title} · Listwire`,
    html`<body data-view="mail"><main class="sheet"><article><h1>${title}</h1><p>${text}</p><p><a href="/">To the channels</a></p></article></main></body>`,
  );
}

function document(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/static/chat.css">
    <script src="/static/chat.js" defer></script>
  </head>
  ${body}
</html>`;
}

function nav({ channels, open }: ChatPage): Html {
  const groups: readonly ChannelGroup[] = ["Lists", "Subsystems"];
  return html`<nav id="nav" class="pane channels" aria-label="Channels">
    <p class="brand"><img src="/static/icon.svg" alt="" width="22" height="22"> Listwire</p>
    ${groups.map((group) => {
      const rows = channels.filter(({ channel }) => channel.group === group);
      if (rows.length === 0) return "";
      return html`<h2>${group}</h2><ul>${rows.map(({ channel, unread, forYou }) => {
        const current = channel.id === open?.channel.id ? raw(' aria-current="page"') : "";
        const mine = forYou === 0 ? "" : html`<b class="mine" aria-label="${forYou} for you">@${upTo99(forYou)}</b>`;
        const count = unread === 0 ? "" : html`<b aria-label="${unread} unread">${upTo99(unread)}</b>`;
        return html`<li><a href="${placePath({ channel: channel.id })}"${current}${unread > 0 ? raw(' class="unread"') : ""}><bdi>${channel.title}</bdi>${mine}${count}</a></li>`;
      })}</ul>`;
    })}
    <p class="hint">Press <kbd>?</kbd> for keys</p>
  </nav>`;
}

function channel(page: ChatPage, { channel, place, items, hasEarlier, thread, answers }: OpenChannel): Html {
  const setting = { channel: channel.id, now: page.now };
  const first = items[0]?.stored.seq;
  const withoutCard: Place = { channel: channel.id };
  return html`<main class="pane" aria-label="${channel.title}">
    <header class="bar">
      <a class="back" href="/" aria-label="All channels"><span aria-hidden="true">‹</span></a>
      <h1><bdi>${channel.title}</bdi></h1>
      <span class="live" role="status" aria-live="polite"></span>
    </header>
    <div class="stream reads-up">
      <div>
        ${hasEarlier && first !== undefined ? html`<p class="more"><a href="${placePath({ ...withoutCard, before: first })}">Earlier posts</a></p>` : ""}
        <ol id="stream" class="posts" aria-label="Posts, newest last"${place.before === undefined ? "" : raw(" data-past")}>
          ${items.map((item) => renderStreamItem(item, place, page))}
          ${thread === undefined ? answers.map((post, at) => renderAnswer(post, `a${page.commandId}-${at}`, setting)) : ""}
        </ol>
        ${items.length === 0 && answers.length === 0 ? html`<div class="empty"><p>Nothing here yet.</p><p>Mail shows up by itself as it arrives.</p></div>` : ""}
        ${place.before === undefined ? "" : html`<p class="more"><a href="${placePath(withoutCard)}">Back to the newest</a></p>`}
      </div>
    </div>
    ${commandBox(page, channel.id, { placeholder: "Command: help, subscribe LIST, full ID …", fields: {} })}
  </main>`;
}

function thread(page: ChatPage, { place, answers, channel }: OpenChannel, thread: OpenThread): Html {
  const { card, replies, hasEarlier, count, about } = thread;
  const { about: _, ...withoutAbout } = place;
  const { card: __, beforeReply: ___, ...back } = withoutAbout;
  const first = replies[0]?.stored.seq;
  const target = about ?? card;
  const chip =
    about === undefined
      ? ""
      : html`<p class="about">about <b>${heading(about.post)}</b> <a href="${placePath(withoutAbout)}" aria-label="About the whole thread instead">×</a></p>`;
  return html`<aside class="pane" aria-label="Thread" data-card="${card.seq}">
    <header class="bar">
      <a class="back" href="${placePath(back)}" aria-label="Back to the channel"><span aria-hidden="true">‹</span></a>
      <h2 id="thread-title" dir="auto">${heading(card.post)}</h2>
      <a class="close" href="${placePath(back)}" aria-label="Close the thread">×</a>
    </header>
    <div class="stream">
      ${renderThreadCard(card, place, page)}
      <p class="rule" id="thread-count"><span>${replyWords(count)}</span></p>
      ${hasEarlier && first !== undefined ? html`<p class="more"><a href="${placePath({ ...place, beforeReply: first })}">Earlier replies</a></p>` : ""}
      <ol id="thread" class="talk" aria-label="Replies, newest last"${place.beforeReply === undefined ? "" : raw(" data-past")}>
        ${replies.map(({ stored, parent }) => renderReply(stored, parent, place, page))}
        ${answers.map((post, at) => renderAnswer(post, `a${page.commandId}-${at}`, { channel: channel.id, now: page.now }))}
      </ol>
    </div>
    ${commandBox(page, channel.id, {
      placeholder: "About this: full, patch 2, thread, follow, mute …",
      fields: { card: String(card.seq), about: String(target.seq) },
      chip,
    })}
  </aside>`;
}

interface CommandBox {
  readonly placeholder: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly chip?: Html | string;
}

function commandBox(
  { user, commandId }: ChatPage,
  channel: ChannelId,
  { placeholder, fields, chip }: CommandBox,
): Html {
  if (user === undefined) {
    return html`<p class="read-only">Read only. Open the address with the token, printed at start, to use commands.</p>`;
  }
  return html`<form class="box" method="post" action="/command" autocomplete="off">
    ${chip}
    ${hidden({ id: commandId, channel: channelName(channel), ...fields })}
    <input name="request" list="completions" required maxlength="500" aria-label="Command" placeholder="${placeholder}" spellcheck="false" autocapitalize="off" enterkeyhint="send">
    <button>Send</button>
  </form>`;
}
