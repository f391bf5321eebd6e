import { createInterface } from "node:readline/promises";
import { count } from "../compose/place.ts";
import type { MailFacts } from "../intake/facts.ts";
import { forget } from "../intake/forget.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { ArchivedMail, Store } from "../store/store.ts";
import { configured, DEFAULT_CONFIG, storeIn, withStore } from "./data.ts";
import { parsed, UsageError } from "./usage.ts";

/** Mails of the archive that are looked at together. */
const PAGE = 1000;

/**
 * `forget WHAT`: takes the text and the sender of mails out of the archive, and has their posts taken away. WHAT is one address or one
 * Message-ID, as it stands; nothing is guessed. Asks before, or takes `--yes`. Needs the relay to be stopped: it takes the posts
 * away when it runs again.
 */
export async function forgetMails(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, {
    config: { type: "string", default: DEFAULT_CONFIG },
    yes: { type: "boolean", default: false },
  });
  const [what = "", ...more] = positionals;
  const name = what.replace(/^<(.*)>$/, "$1");
  if (!/^[^\s@]+@[^\s@]+$/.test(name) || more.length > 0)
    throw new UsageError("forget: name one address or one Message-ID: forget nora@example.org");
  const { data } = await configured(values.config);
  return await withStore(async () => {
    const store = await openSqliteStore(storeIn(data));
    try {
      const mails = await named(store, name);
      const wanted = (await store.subscriptions()).filter(
        ({ what: { kind, name: person } }) => kind === "person" && person === name.toLowerCase(),
      );
      if (mails.length + wanted.length === 0) {
        console.log(`no mail here is from ${name}, and none has it for its Message-ID`);
        return 1;
      }
      console.log(`${count(mails.length, "mail")} in ${count(new Set(mails.map(({ topic }) => topic)).size, "topic")}`);
      if (!values.yes && !(await confirmed())) {
        console.log("nothing was forgotten; `--yes` forgets it");
        return 1;
      }
      const now = new Date();
      const { erased, changed, unsure } = await store.atomically(async (tx) => {
        for (const { channel, what: person } of wanted) await tx.unsubscribe(channel, person);
        return await forget(tx, mails, now);
      });
      console.log(
        `forgotten; ${count(erased, "post")} will be taken away and ${changed} changed as soon as the relay runs`,
      );
      if (wanted.length > 0) console.log(`${count(wanted.length, "subscription")} to this person ended`);
      for (const channel of unsure)
        console.log(`${channel}: a post may stand there that we cannot find; look yourself`);
      return 0;
    } finally {
      await store.close();
    }
  });
}

/** Mails from this address, or with this Message-ID, that are not forgotten yet. */
async function named(store: Store, name: string): Promise<ArchivedMail<MailFacts>[]> {
  const address = name.toLowerCase();
  const found: ArchivedMail<MailFacts>[] = [];
  for (let before: number | undefined; ; ) {
    const page = (await store.latestMails(PAGE, before)) as ArchivedMail<MailFacts>[];
    for (const mail of page) {
      const { wanted, topicMail } = mail.facts;
      const isFrom = wanted?.addresses.includes(address) === true || topicMail.address === address;
      if ((isFrom || mail.id === name) && mail.hidden?.isForgotten !== true) found.push(mail);
    }
    before = page.at(-1)?.seq;
    if (page.length < PAGE) return found.reverse();
  }
}

/** True where somebody at a terminal says yes. */
async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(?:es)?$/i.test((await terminal.question("Forget them? It cannot be undone. [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}
