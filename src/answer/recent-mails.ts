import { setImmediate } from "node:timers/promises";
import type { Archive, ArchivedMail } from "../store/store.ts";

/** Mails read at a time; a busy relay's week has thousands. */
const PAGE = 200;

/** The newest mails, newest first, at most `most`. Others get their turn between pages, since reading is synchronous. */
export async function* recentMails(store: Pick<Archive, "latestMails">, most: number): AsyncGenerator<ArchivedMail> {
  let before: number | undefined;
  for (let left = most; left > 0; left -= PAGE) {
    const page = await store.latestMails(Math.min(PAGE, left), before);
    yield* page;
    before = page.at(-1)?.seq;
    if (page.length < PAGE) return;
    await setImmediate();
  }
}
