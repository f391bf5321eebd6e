import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelId, PostRef } from "../../../src/chat/chat-platform.ts";
import { openWebChat, type WebChat, type WebChatOptions } from "../../../src/chat/web/platform.ts";
import type { ShownPost } from "../../contract/poster.ts";

/** A web chat on a free port with its file in a folder of its own. */
export interface TestChat {
  readonly chat: WebChat;
  readonly origin: string;
  readonly file: string;
  /** Closes it and opens it again on the same file. */
  reopen(): Promise<TestChat>;
  close(): Promise<void>;
}

export async function openTestChat(
  options: Partial<WebChatOptions> = {},
  folder = mkdtempSync(join(tmpdir(), "listwire-web-")),
): Promise<TestChat> {
  const file = join(folder, "posts.db");
  const chat = await openWebChat({ file, host: "127.0.0.1", port: 0, now: () => new Date(), ...options });
  return {
    chat,
    file,
    origin: new URL(chat.address).origin,
    async reopen() {
      await chat.close();
      return openTestChat(options, folder);
    },
    async close() {
      await chat.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The cookie that the printed address gives. */
export async function signIn(address: string): Promise<string> {
  const response = await fetch(address, { redirect: "manual" });
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** What stands in a channel and its threads, read off the pages as whoever has the token sees them. */
export async function shownIn({ origin, chat }: TestChat, channel: ChannelId): Promise<ShownPost[]> {
  const cookie = await signIn(chat.address);
  const textAt = async (url: string) => (await fetch(url, { headers: { cookie } })).text();
  const path = `${origin}/c/${encodeURIComponent(channel.slice("web:".length))}`;
  const cards = items(await textAt(path), "p");
  const found = new Map(
    cards.map(({ seq, markup }) => {
      const follows = /class="follows" href="[^"]*#p(\d+)"/.exec(markup)?.[1];
      return [seq, shown(seq, markup, undefined, follows)];
    }),
  );
  for (const { seq: card } of cards) {
    for (const { seq, markup } of items(await textAt(`${path}?card=${card}`), "t")) {
      const parent = /class="parent" href="#t(\d+)"/.exec(markup)?.[1];
      found.set(seq, shown(seq, markup, String(card), parent ?? String(card)));
    }
  }
  return [...found.values()].sort((a, b) => Number(a.ref) - Number(b.ref));
}

/** The words of a piece of our markup. */
export function wordsOf(markup: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return markup.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => named[name] ?? "");
}

function shown(seq: number, markup: string, root: string | undefined, answers: string | undefined): ShownPost {
  return {
    ref: String(seq) as PostRef,
    text: wordsOf(markup),
    ...(root === undefined ? {} : { root: root as PostRef }),
    ...(answers === undefined ? {} : { answers: answers as PostRef }),
    mentions: markup.includes('<p class="mine">') ? ["web:local"] : [],
  };
}

function items(page: string, prefix: "p" | "t"): { seq: number; markup: string }[] {
  return Array.from(
    page.matchAll(new RegExp(`<li id="${prefix}(\\d+)"[\\s\\S]*?</article>`, "g")),
    ([markup, seq]) => ({
      seq: Number(seq),
      markup,
    }),
  );
}
