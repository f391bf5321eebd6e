import type { Post } from "../../compose/post.ts";
import type { Outgoing } from "../chat-platform.ts";
import { type Content, joined, type Named, OURS, parted } from "./event.ts";
import { type Rendered, renderPost } from "./render-post.ts";

export type EventContent = Partial<Pick<Content, "msgtype" | "body" | "formatted_body" | typeof OURS>>;

interface Form {
  readonly rendered: Texts;
  readonly named?: Pick<Named, "parts">;
}

type Texts = Pick<Rendered, "body" | "formattedBody">;

/** In which forms it is tried, one after the other. */
export function formsOf(all: readonly Outgoing[], layout: "thread" | "flat"): readonly Form[] {
  const [only, ...others] = all;
  if (only === undefined || others.length === 0) return only === undefined ? [] : plainer(only.post, layout);
  const { rendered, parts } = joined(
    all.map(({ post }) => ({ ...renderPost(post, { isFlat: layout === "flat" }), mail: post.mail })),
  );
  return [{ rendered, named: { parts } }];
}

/** The post; without the mail's words, where the homeserver does not take them; and by its id alone. */
function plainer(post: Post, layout: "thread" | "flat"): readonly Form[] {
  const ours = (text: string): Post => ({
    ...post,
    byline: [],
    blocks: [],
    footer: [{ kind: "state", text, tone: "neutral" }, ...post.footer.filter(({ kind }) => kind === "id")],
  });
  return [
    renderPost(post, { isFlat: layout === "flat" }),
    renderPost(ours("the homeserver did not take its text")),
    renderPost({ ...ours("a mail of which the homeserver took no word"), title: "" }),
  ].map((rendered) => ({ rendered }));
}

/** What an event says once `next` stands in place of what it said of that mail. */
export function replaced(last: EventContent, next: Post): { readonly rendered: Texts; readonly named?: Named } {
  const rendered = renderPost(next);
  const { parts, keys = [] } = last[OURS] ?? {};
  if (parts === undefined) return { rendered };
  const before = parted({ body: last.body ?? "", formattedBody: last.formatted_body ?? "" }, parts);
  const after = joined(before.map((part) => (part.mail === next.mail ? { ...rendered, mail: next.mail } : part)));
  return { rendered: after.rendered, named: { keys, parts: after.parts } };
}
