import type { Cursor, MailSource, RawMail } from "../source/mail-source.ts";
import type { Store } from "../store/store.ts";

/**
 * Mails that the operator let out of quarantine, as if they came now. Nobody can let one out while this runs, so that nothing is
 * watched for.
 */
export function releasedSource(store: Pick<Store, "released" | "octets">): MailSource {
  async function* since(cursor: Cursor | undefined): AsyncGenerator<RawMail> {
    for (const { no, key, at } of await store.released(Number(cursor ?? 0))) {
      const bytes = await store.octets(key);
      if (bytes === undefined) continue;
      yield {
        cursor: String(no) as Cursor,
        receivedAt: at,
        bytes,
        wholeSize: bytes.length,
        origin: `quarantine ${no}`,
      };
    }
  }
  return {
    name: "quarantine",
    since,
    caughtUp: () => undefined,
    changed: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve(), { once: true });
      }),
    close: async () => undefined,
  };
}
