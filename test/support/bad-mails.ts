import { character } from "./bad-mails/characters.ts";
import { chat } from "./bad-mails/chat.ts";
import { header } from "./bad-mails/headers.ts";
import { mime } from "./bad-mails/mime.ts";
import type { Shape } from "./bad-mails/shape.ts";
import { size } from "./bad-mails/size.ts";
import { trust } from "./bad-mails/trust.ts";

export interface BadMail {
  /** `headers: no blank line`. */
  readonly name: string;
  readonly octets: Uint8Array;
}

const shapes: Readonly<Record<string, readonly Shape[]>> = {
  headers: header,
  MIME: mime,
  characters: character,
  chat,
  size,
  trust,
};

/**
 * A mail of every bad shape that is known (docs/reliability.md), made one by one. `quick` makes small giants, so that a
 * test of all takes seconds; `full` makes them as large as the world does, up to 100 MB.
 */
export function* badMails(scale: "quick" | "full" = "quick"): Generator<BadMail> {
  for (const [family, rows] of Object.entries(shapes)) {
    for (const [name, octets] of rows)
      yield { name: `${family}: ${name}`, octets: octets(scale === "full" ? 1 : 0.01) };
  }
}
