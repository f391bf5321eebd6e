/**
 * What somebody would put together from npm: `node chain.ts PORT FILE PEERS`. imapflow fetches, mailparser reads, email-reply-parser
 * condenses, and each mail is one durable transaction of node:sqlite.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ImapFlow } from "imapflow";

const [port, file = "", peers = ""] = process.argv.slice(2);
const load = createRequire(join(peers, "x.js"));
const { simpleParser } = load("mailparser") as {
  simpleParser(octets: Buffer): Promise<{ messageId?: string; subject?: string; text?: string; references?: unknown }>;
};
const { default: Parser } = load("email-reply-parser") as {
  default: new () => { read(text: string): { getVisibleText(): string } };
};
const db = new DatabaseSync(file);
db.exec(
  "pragma journal_mode = wal; pragma synchronous = full; create table mail (uid integer primary key, id text, subject text, reply text, refs text, octets blob)",
);
const insert = db.prepare("insert into mail values (?, ?, ?, ?, ?, ?)");
const client = new ImapFlow({
  host: "127.0.0.1",
  port: Number(port),
  secure: false,
  doSTARTTLS: false,
  auth: { user: "reader", pass: "secret" },
  logger: false,
});
await client.connect();
await client.mailboxOpen("INBOX", { readOnly: true });
const parser = new Parser();
for await (const { uid, source } of client.fetch("1:*", { uid: true, source: true })) {
  if (source === undefined) continue;
  const mail = await simpleParser(source);
  const reply = parser.read(mail.text ?? "").getVisibleText();
  insert.run(uid, mail.messageId ?? "", mail.subject ?? "", reply, JSON.stringify(mail.references ?? []), source);
}
await client.logout();
db.close();
