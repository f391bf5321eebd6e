import type { ImapProbe } from "./imap-probe.ts";
import { mboxMails } from "./mbox.ts";
import { openMbox } from "./mbox-file.ts";
import { listNamed } from "./nntp-article.ts";

/** Mails whose List-Id is looked at. */
const LATEST = 100;

/** A look into an mbox: how many mails are in it, and of which lists. */
export async function probeMbox(path: string): Promise<ImapProbe> {
  try {
    const file = await openMbox(path);
    const latest: (string | undefined)[] = [];
    let mails = 0;
    for await (const { bytes } of mboxMails(file.createReadStream({ start: 0 }))) {
      mails += 1;
      latest.push(listNamed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
      if (latest.length > LATEST) latest.shift();
    }
    const known = Map.groupBy(
      latest.filter((list) => list !== undefined),
      (list) => list,
    );
    const byCount = [...known].toSorted(([, a], [, b]) => b.length - a.length).map(([list]) => list);
    return { kind: "open", mails, lists: byCount };
  } catch (error) {
    return { kind: "closed", says: (error as Error).message };
  }
}
