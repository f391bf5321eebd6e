import type { Post } from "./post.ts";

/** What is left of a post whose mail was hidden. `mail` leads back to it, for who may show it again; nobody may what was forgotten. */
export function hiddenPost(form: Post["form"], mail: string, isForgotten = false): Post {
  return {
    form,
    title: isForgotten ? "Forgotten." : "Hidden by an admin of a channel.",
    byline: [],
    blocks: [],
    footer: [],
    isCut: false,
    mail,
  };
}
