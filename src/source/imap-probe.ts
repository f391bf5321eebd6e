import { connectImap } from "./imap-connection.ts";
import { type ImapOptions, imapSettings } from "./imap-options.ts";
import { CommandError, troubleOf } from "./imap-trouble.ts";

/** A look at a mailbox, by a login of its own; nothing is changed. */
export type ImapProbe =
  | {
      readonly kind: "open";
      readonly mails: number;
      /** List-Ids of its latest mails, lower case, without brackets; the most frequent first. */
      readonly lists: readonly string[];
    }
  /** `says`: in one line, for a person. */
  | { readonly kind: "closed"; readonly says: string };

/** Mails whose List-Id is looked at. */
const LATEST = 100;

export async function probeImap(options: ImapOptions): Promise<ImapProbe> {
  const settings = imapSettings({ commandMs: 30_000, ...options });
  try {
    const password = await settings.password().catch((cause: unknown) => {
      throw new CommandError("password", cause);
    });
    const { client, mailbox, close } = await connectImap(
      settings,
      password,
      new AbortController().signal,
      () => undefined,
    );
    const counts = new Map<string, number>();
    if (mailbox.exists > 0) {
      const range = `${Math.max(1, mailbox.exists - LATEST + 1)}:*`;
      for (const { headers } of await client.fetchAll(range, { headers: ["list-id"] })) {
        const id = /<([^<>\s]+)>\s*$/.exec(headers?.toString().trim() ?? "")?.[1]?.toLowerCase();
        if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    await close(1_000);
    const lists = [...counts].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
    return { kind: "open", mails: mailbox.exists, lists };
  } catch (error) {
    return { kind: "closed", says: troubleOf(error).line };
  }
}
