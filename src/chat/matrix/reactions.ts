import type { Post } from "../../compose/post.ts";

/** What a card shows below itself: one for each mail that gave a review tag. */
export interface TagReaction {
  readonly mail: string;
  /** `R Ines Marsh 2/4`. */
  readonly key: string;
}

const LETTERS: Readonly<Record<string, string>> = { "Reviewed-by": "R", "Acked-by": "A", "Tested-by": "T" };

/** `Reviewed-by, Tested-by on 2/4`, as intake counts a mail that says nothing else. */
const TAGS = /^((?:[A-Z][a-z]+-by)(?:, [A-Z][a-z]+-by)*)(?: on (\d+\/\d+))?$/;

/** The tags that mails without other words gave, out of what the card counts. */
export function reactionsOf({ form, counted = [] }: Post): readonly TagReaction[] {
  if (form !== "card") return [];
  return counted.flatMap(({ mail, label, who }) => {
    const [, names = "", where] = TAGS.exec(label) ?? [];
    const letters = names.split(", ").flatMap((name) => LETTERS[name] ?? []);
    return letters.length === 0 ? [] : [{ mail, key: [letters.join(""), who, where].filter(Boolean).join(" ") }];
  });
}
