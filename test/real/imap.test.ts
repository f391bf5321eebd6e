import { after, before } from "node:test";
import { imapSource } from "../../src/source/imap.ts";
import { mailSourceContract } from "../contract/mail-source.ts";
import { type Dovecot, noDovecot, startDovecot } from "../support/dovecot.ts";

let dovecot: Dovecot | undefined;
let users = 0;
before(async () => {
  dovecot = await startDovecot();
});
after(() => dovecot?.close());

mailSourceContract("a mailbox on Dovecot", noDovecot, async () => {
  const server = dovecot!;
  const user = `reader${++users}`;
  return {
    open: () =>
      imapSource({
        name: "main/INBOX",
        host: "127.0.0.1",
        port: server.port,
        tls: "starttls",
        ca: server.ca,
        user,
        password: async () => "secret",
        mailbox: "INBOX",
        start: { kind: "all" },
        pollMs: 1_000,
        now: () => new Date(),
      }),
    deliver: (mail) => void server.deliver(user, mail),
    async breakIt() {
      await server.kill();
      await server.start();
    },
    close: async () => undefined,
  };
});
