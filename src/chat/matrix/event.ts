import { createHash } from "node:crypto";
import type { Level, PostRef } from "../chat-platform.ts";
import type { Rendered } from "./render-post.ts";

/** The field of our events that tells which post they are. Read again after an unclear outcome; nobody else looks at it. */
export const OURS = "org.listwire.post";

/** `content` of an `m.room.message`. https://spec.matrix.org/v1.16/client-server-api/#mroommessage */
export interface Content {
  readonly msgtype: "m.text" | "m.notice" | "m.file";
  readonly body: string;
  readonly format?: "org.matrix.custom.html";
  readonly formatted_body?: string;
  readonly "m.mentions": { readonly user_ids?: readonly string[] };
  readonly "m.relates_to"?: Relation;
  readonly [OURS]?: Named;
}

/** Posts that an event shows, by their keys. */
export interface Named {
  readonly keys: readonly string[];
  /** Where there are several: how long each is in UTF-16 units, plain and formatted, in their order, and its mail. */
  readonly parts?: readonly Share[];
}

export interface Share {
  readonly mail?: string;
  readonly body: number;
  readonly html: number;
}

type Texts = Pick<Rendered, "body" | "formattedBody">;

const BETWEEN = { body: "\n\n", html: "<br><br>" };

/** Several posts in one message, each with a blank line above the next. */
export function joined(posts: readonly (Texts & { readonly mail?: string | undefined })[]): {
  readonly rendered: Texts;
  readonly parts: readonly Share[];
} {
  return {
    rendered: {
      body: posts.map(({ body }) => body).join(BETWEEN.body),
      formattedBody: posts.map(({ formattedBody }) => formattedBody).join(BETWEEN.html),
    },
    parts: posts.map(({ mail, body, formattedBody }) => ({
      ...(mail !== undefined && { mail }),
      body: body.length,
      html: formattedBody.length,
    })),
  };
}

/** The posts of such a message again. */
export function parted(texts: Texts, parts: readonly Share[]): readonly (Texts & Pick<Share, "mail">)[] {
  let [body, html] = [0, 0];
  return parts.map((part) => {
    const own = {
      ...(part.mail !== undefined && { mail: part.mail }),
      body: texts.body.slice(body, body + part.body),
      formattedBody: texts.formattedBody.slice(html, html + part.html),
    };
    body += part.body + BETWEEN.body.length;
    html += part.html + BETWEEN.html.length;
    return own;
  });
}

export type Relation =
  | { readonly "m.in_reply_to": { readonly event_id: PostRef } }
  | {
      readonly rel_type: "m.thread";
      readonly event_id: PostRef;
      /** True where nothing in particular is answered, and the reply is only for clients that know no threads. */
      readonly is_falling_back: boolean;
      readonly "m.in_reply_to": { readonly event_id: PostRef };
    };

/**
 * The words under which a homeserver takes a send twice for one. Derived, not random: a second process of ours, or one
 * without its memory, says the same. `generation` counts definite refusals of another form.
 */
export function transactionOf(...parts: readonly (string | number)[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(["m1", ...parts]))
    .digest("base64url");
  return `m1-${digest.slice(0, 32)}`;
}

export interface ContentParts {
  readonly rendered: Texts;
  readonly level: Level;
  /** Users who asked to be told; nobody else is ever pinged. */
  readonly mentions?: readonly string[];
  readonly named?: Named;
  readonly relation?: Relation | undefined;
}

/** A notice buzzes nobody, not even whom it mentions: what is personal for somebody is a text. */
export function contentOf({ rendered, level, mentions = [], named, relation }: ContentParts): Content {
  return {
    msgtype: level === "silent" && mentions.length === 0 ? "m.notice" : "m.text",
    body: rendered.body,
    format: "org.matrix.custom.html",
    formatted_body: rendered.formattedBody,
    "m.mentions": mentions.length === 0 ? {} : { user_ids: mentions },
    ...(relation !== undefined && { "m.relates_to": relation }),
    ...(named !== undefined && { [OURS]: named }),
  };
}

/** What replaces an earlier event's words. It tells nobody anew. */
export function editOf(
  rendered: Texts,
  { msgtype, [OURS]: named }: Pick<Content, "msgtype" | typeof OURS>,
  ref: PostRef,
): object {
  const next = { ...contentOf({ rendered, level: "silent", ...(named !== undefined && { named }) }), msgtype };
  return {
    ...next,
    body: `* ${next.body}`,
    formatted_body: `* ${next.formatted_body}`,
    "m.new_content": next,
    "m.relates_to": { rel_type: "m.replace", event_id: ref },
  };
}

/** Where a post stands: in its card's thread, or in the room; and what it answers there. */
export function relationOf(
  root: PostRef | undefined,
  answers: PostRef | undefined,
  layout: "thread" | "flat",
): Relation | undefined {
  if (root !== undefined && layout === "thread")
    return {
      rel_type: "m.thread",
      event_id: root,
      is_falling_back: answers === undefined,
      "m.in_reply_to": { event_id: answers ?? root },
    };
  const answered = answers ?? root;
  return answered === undefined ? undefined : { "m.in_reply_to": { event_id: answered } };
}
