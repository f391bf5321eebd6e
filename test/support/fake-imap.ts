import { once } from "node:events";
import net from "node:net";

/** An IMAP server of a few lines that says what the test tells it to, sense or nonsense. */
export interface FakeImap {
  readonly port: number;
  /** Everything any client has said, passwords included. */
  readonly heard: string;
  close(): Promise<void>;
}

/** What is said to a command, given its tag and its whole line; `undefined` ends the connection. `UID FETCH` is found as `FETCH`. */
export type Answers = Readonly<Record<string, (tag: string, line: string) => string | undefined>>;

const ordinary: Answers = {
  CAPABILITY: (tag) => `* CAPABILITY IMAP4rev1 IDLE\r\n${tag} OK done\r\n`,
  LIST: (tag) => `* LIST () "/" INBOX\r\n${tag} OK done\r\n`,
  EXAMINE: (tag) =>
    `* FLAGS ()\r\n* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n${tag} OK [READ-ONLY] done\r\n`,
  SEARCH: (tag) => `* SEARCH 1\r\n${tag} OK done\r\n`,
  LOGOUT: (tag) => `* BYE\r\n${tag} OK done\r\n`,
};

/** A server with one mail, but for `answers`. `greeting` is what it says first. */
export async function fakeImap(answers: Answers, greeting = "* OK ready\r\n"): Promise<FakeImap> {
  const sockets = new Set<net.Socket>();
  let heard = "";
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write(greeting);
    let held = "";
    socket.on("data", (chunk) => {
      heard += chunk;
      const lines = (held + chunk).split("\r\n");
      held = lines.pop()!;
      for (const line of lines) {
        const [, tag, command] = /^(\S+)(?: UID)? (\S+)/.exec(line) ?? [];
        if (tag === undefined || command === undefined) continue;
        const answer = answers[command] ?? ordinary[command] ?? (() => `${tag} OK done\r\n`);
        const said = answer(tag, line);
        if (said === undefined) socket.destroy();
        else socket.write(said, "latin1");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    get heard() {
      return heard;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
