import { once } from "node:events";
import net from "node:net";

/** A news server of a few lines that says what the test tells it to, sense or nonsense. */
export interface FakeNews {
  readonly port: number;
  /** Everything any client has said, a line each, passwords included. */
  readonly heard: readonly string[];
  /** How many connections were ever made to it. */
  readonly connections: number;
  /** How often a command came while another was not answered yet. */
  readonly overlaps: number;
  /** Answers this way from now on. */
  set(answers: NewsAnswers): void;
  /** Says this to everybody, and closes every connection. Resolves when they are closed. */
  hangUp(words: string): Promise<void>;
  close(): Promise<void>;
}

/** What a server does with a command, given its line: words it says; words after which it closes; nothing at all. */
export type Said = string | { readonly lastWords: string } | { readonly silent: true };

/** By the command's first word; `greeting` is what is said first. */
export type NewsAnswers = Readonly<Record<string, (line: string) => Said>>;

/** Two articles, 1 and 2, in a group. */
const ordinary: NewsAnswers = {
  greeting: () => "201 ready\r\n",
  CAPABILITIES: () => "101 list\r\nVERSION 2\r\nREADER\r\nOVER\r\n.\r\n",
  MODE: () => "201 ready\r\n",
  GROUP: () => "211 2 1 2 here\r\n",
  OVER: () => `224 rows\r\n${overviewRow(1)}${overviewRow(2)}.\r\n`,
  ARTICLE: (line) => articleSaid(Number(line.split(" ")[1])),
  HEAD: (line) => articleSaid(Number(line.split(" ")[1])).replace(/\r\n\r\n.*/s, "\r\n.\r\n"),
  QUIT: () => ({ lastWords: "205 bye\r\n" }),
};

/** `number TAB …` as OVER gives it, at a minute of its own. */
export function overviewRow(number: number, date: string | undefined = undefined): string {
  const dated = date ?? new Date(Date.UTC(2026, 10, 26, 10, number)).toUTCString();
  return `${number}\tword ${number}\tAda <ada@example.org>\t${dated}\t<${number}@example.org>\t\t100\t1\r\n`;
}

/** The mail of the article `number`. */
export function articleText(number: number): string {
  return `Subject: word ${number}\r\nMessage-ID: <${number}@example.org>\r\n\r\nThe word is ${number}.\r\n`;
}

/** The answer to ARTICLE with `text`, which has no line that begins with a dot. */
export function articleSaid(number: number, text: string = articleText(number)): string {
  return `220 ${number} <${number}@example.org>\r\n${text}.\r\n`;
}

/** A server with two articles, but for `answers`. */
export async function fakeNews(answers: NewsAnswers = {}): Promise<FakeNews> {
  const sockets = new Set<net.Socket>();
  const heard: string[] = [];
  let answering = answers;
  let connections = 0;
  let overlaps = 0;
  let unanswered = 0;

  function say(socket: net.Socket, said: Said | undefined): void {
    if (said === undefined) socket.write("500 what?\r\n");
    else if (typeof said === "string") socket.write(said, "latin1");
    else if ("lastWords" in said) socket.end(said.lastWords, "latin1");
  }

  const server = net.createServer((socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    connections += 1;
    socket.on("error", () => undefined);
    const answer = (word: string, line: string) => (answering[word] ?? ordinary[word])?.(line);
    say(socket, answer("greeting", ""));
    let held = "";
    socket.on("data", (chunk) => {
      const lines = (held + chunk).split("\r\n");
      held = lines.pop()!;
      for (const line of lines) {
        heard.push(line);
        if (unanswered > 0) overlaps += 1;
        unanswered += 1;
        // So that whoever does not wait for the answer is caught.
        setImmediate(() => {
          unanswered -= 1;
          say(socket, answer(line.split(" ", 1)[0]!, line));
        });
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    heard,
    get connections() {
      return connections;
    },
    get overlaps() {
      return overlaps;
    },
    set(next) {
      answering = next;
    },
    async hangUp(words) {
      const closed = [...sockets].map((socket) => once(socket, "close"));
      for (const socket of sockets) socket.end(words);
      await Promise.all(closed);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
