import type { Block } from "./dot-block.ts";

/** The mail of an article, and the octets of all of it. */
export interface NewsMail {
  readonly bytes: Uint8Array;
  readonly wholeSize: number;
}

/** `article` as it is, under a `List-Id: <list>` where `list` is given and the article names none itself. */
export function newsMail({ bytes, size }: Block, list: string | undefined): NewsMail {
  if (list === undefined || namesList(bytes)) return { bytes, wholeSize: size };
  const listId = Buffer.from(`List-Id: <${list}>\r\n`);
  return { bytes: Buffer.concat([listId, bytes]), wholeSize: listId.length + size };
}

/** The list that an article's List-Id names, lower case; `undefined` where there is none. */
export function listNamed(bytes: Buffer): string | undefined {
  return /^List-Id[ \t]*:(?:.*(?:\r?\n[ \t].*)*?)<([^<>\s]+)>[ \t]*$/im.exec(header(bytes))?.[1]?.toLowerCase();
}

function namesList(bytes: Buffer): boolean {
  return /^List-Id[ \t]*:/im.test(header(bytes));
}

function header(bytes: Buffer): string {
  const end = bytes.indexOf("\r\n\r\n", 0, "latin1");
  return bytes.toString("latin1", 0, end < 0 ? bytes.length : end);
}
