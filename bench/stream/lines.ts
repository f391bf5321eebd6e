import type { Block } from "../../src/compose/post.ts";
import type { Run, Sent } from "./relay.ts";

/** Lines of a mail's own words that are shown with its card. */
const WORDS_LINES = 3;

/** `01-08T15:23:25 web:wbus post silent mail-k7q2m9xa   ↳ Tom Okafor · on 2/4`. */
export function postLine({ at, channel, form, key, root, level, post }: Sent): string {
  const words = [post.tag, post.title, post.anchor].filter(Boolean).join(" · ");
  const below = form === "post" && root !== undefined ? "  ↳ " : "";
  return `${at.toISOString().slice(5, 19)} ${channel} ${form} ${level} ${key} ${below}${words}`;
}

/** Each card as it ends, and the mails that it stands for in the order of their arrival. */
export function cardLines({ mails, sent }: Run): string[] {
  const states = sent.filter(({ form, key, root }) => (form === "edit" ? root : key)?.startsWith("card-"));
  const cards = Map.groupBy(states, ({ channel, key, root }) => `${channel} ${root ?? key}`);
  return Array.from(cards, ([name, shown]) => {
    const { topic, post } = shown.at(-1)!;
    const footer = post.footer.map(({ text }) => text).join(" · ");
    const own = mails.filter((mail) => mail.topic === topic);
    return [
      "",
      `== ${name}`,
      [post.tag, post.title].filter(Boolean).join(" "),
      ...post.byline,
      footer,
      ...own.flatMap(({ arrivedAt, short, kind, author, subject, facts }) => [
        `  ${arrivedAt.toISOString().slice(5, 19)} ${short} ${kind} · ${author} · ${subject}`,
        ...facts.opening
          .flatMap(wordsIn)
          .slice(0, WORDS_LINES)
          .map((line) => `      ${line}`),
      ]),
    ];
  }).flat();
}

function wordsIn(block: Block): readonly string[] {
  if (block.kind === "tags") return block.tags.map(({ name, who }) => `${name}: ${who}`);
  if (block.kind === "list") return block.items;
  return block.kind === "text" || block.kind === "code" ? block.lines.filter((line) => line.trim() !== "") : [];
}
