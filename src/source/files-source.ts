import { once } from "node:events";
import { mailFiles } from "./files.ts";
import type { Cursor, MailSource, RawMail } from "./mail-source.ts";

export interface FilesOptions {
  readonly name: string;
  /** `.eml` files, mboxes, Maildirs, folders of those. */
  readonly paths: readonly string[];
  /** When a mail is taken to have arrived; when it lay down there, where it is left out. */
  readonly arrived?: () => Date;
}

/** Mails that lie in files, read once from the first to the last. Its cursor is how many were read: files that change meanwhile confuse it. */
export function filesSource({ name, paths, arrived }: FilesOptions): MailSource {
  return {
    name,
    async *since(cursor, signal) {
      const seen = Number(cursor ?? 0);
      let count = 0;
      for await (const { file, index, bytes, receivedAt } of mailFiles(paths)) {
        if (signal.aborted) return;
        count += 1;
        if (count <= seen) continue;
        yield {
          cursor: String(count) as Cursor,
          receivedAt: arrived?.() ?? receivedAt,
          bytes,
          wholeSize: bytes.byteLength,
          origin: `${file} ${index}`,
        } satisfies RawMail;
      }
    },
    caughtUp: () => undefined,
    async changed(signal) {
      if (!signal.aborted) await once(signal, "abort");
    },
    async close() {},
  };
}
