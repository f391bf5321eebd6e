import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Dovecot } from "./dovecot.ts";
import { writeConfig } from "./relay-process.ts";

/** Where one relay lives: its configuration file, and its data folder, which it makes itself. */
export interface RelaySetting {
  readonly config: string;
  readonly data: string;
}

/**
 * A configuration in `folder`, which is made, for a relay that reads the reader's INBOX from its beginning and shows
 * everything at once in a channel for each list, as many messages an hour as there are in that of `wbus`; an answer waits for its parent for as long as a slow machine may need to
 * read that one after a kill. `data`: kept elsewhere; `from`: begins as a copy of this folder.
 */
export function relaySetting(
  folder: string,
  { port }: Pick<Dovecot, "port">,
  where: { readonly data?: string; readonly from?: string } = {},
): RelaySetting {
  const { data = join(folder, "data"), from } = where;
  mkdirSync(folder, { recursive: true });
  if (from !== undefined) cpSync(from, data, { recursive: true });
  const account = `host: 127.0.0.1, port: ${port}, tls: none, user: reader, password: secret`;
  const config = writeConfig(
    folder,
    `data: ${data}
sources:
  - {name: main, type: imap, ${account}, mailboxes: [INBOX], start: all, poll: 5s}
web: {host: 127.0.0.1, port: 0, channels: auto, preset: everything}
channels: {"web:wbus": {cap: 10000}}
waits: {card: 50ms, orphan: 30s}
`,
  );
  return { config, data };
}
