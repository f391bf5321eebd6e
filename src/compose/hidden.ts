import type { Post } from "./post.ts";

/** What is left of a post whose mail was hidden. `mail` leads back to it, for who may show it again. */
export function hiddenPost(form: Post["form"], mail: string): Post {
  return {
    form,
    title: "Hidden by an admin of a channel.",
    byline: [],
    blocks: [],
    footer: [],
    isCut: false,
    mail,
  };
}
