import type { Post } from "../../compose/post.ts";
import type { ChannelId } from "../chat-platform.ts";
import type { PostFile, StoredPost } from "./post-file.ts";

/** One post in `GET /channels/NAME.json`. The shape is documented: scripts read it. */
export interface ChannelPost {
  readonly key: string;
  /** Short id of the mail it shows. */
  readonly mail?: string;
  readonly form: Post["form"];
  /** Key of the card it belongs to. */
  readonly root?: string;
  /** Key of the post it answers. */
  readonly answers?: string;
  readonly level: string;
  readonly seq: number;
  /** Short ids of the mails that it only counts. */
  readonly counted: readonly string[];
  readonly postedAt: string;
  readonly post: Post;
}

/** All posts of a channel as a JSON array, oldest first, read and sent a page at a time. */
export function channelJson(posts: PostFile, channel: ChannelId): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const rows = posts.all(channel, after, pageSize);
      const text = rows.map((row) => JSON.stringify(channelPost(posts, row))).join(",\n");
      const start = after === 0 ? "[" : rows.length > 0 ? ",\n" : "";
      after = rows.at(-1)?.seq ?? after;
      controller.enqueue(encoder.encode(rows.length < pageSize ? `${start}${text}]\n` : `${start}${text}`));
      if (rows.length < pageSize) controller.close();
    },
  });
}

const pageSize = 200;

function channelPost(posts: PostFile, { seq, key, root, answers, level, postedAt, post }: StoredPost): ChannelPost {
  const keyOf = (name: "root" | "answers", of: number | undefined) => {
    const found = of === undefined ? undefined : posts.get(of);
    return found === undefined ? {} : { [name]: found.key };
  };
  return {
    key,
    ...(post.mail === undefined ? {} : { mail: post.mail }),
    form: post.form,
    ...keyOf("root", root),
    ...keyOf("answers", answers),
    level,
    seq,
    counted: (post.counted ?? []).map(({ mail }) => mail),
    postedAt,
    post,
  };
}
