import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { createServer } from "node:net";
import { join } from "node:path";
import { UsageError } from "./usage.ts";

/** The IMAP server of the demo, on loopback, with an empty INBOX. */
export interface DemoMailbox {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** A mail arrives. */
  deliver(octets: Uint8Array, at: Date): void;
  close(): Promise<void>;
}

/** As much as is used of hoodiecrow-imap, which has no types. */
interface Hoodiecrow {
  appendMessage(mailbox: string, flags: readonly string[], internalDate: Date, raw: string): void;
  listen(port: number, host: string, done: () => void): void;
  close(done: () => void): void;
  server: ReturnType<typeof createServer>;
}

/** @throws {UsageError} where the optional package is not installed */
export async function openDemoMailbox(): Promise<DemoMailbox> {
  const open = load();
  const [user, password] = ["demo", "demo"];
  const server = open({
    plugins: ["ID", "SASL-IR", "NAMESPACE", "IDLE", "UIDPLUS", "UNSELECT"],
    storage: { INBOX: { messages: [] }, "": { separator: "/", folders: {} } },
    users: { [user]: { password } },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<import("node:net").Socket>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("demo mailbox: no port");
  return {
    port: address.port,
    user,
    password,
    deliver: (octets, at) => server.appendMessage("INBOX", [], at, Buffer.from(octets).toString("latin1")),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.server.close(() => resolve());
      }),
  };
}

function load(): (options: object) => Hoodiecrow {
  try {
    return createRequire(import.meta.url)("hoodiecrow-imap") as (options: object) => Hoodiecrow;
  } catch (error) {
    throw new UsageError("the demo needs the optional package hoodiecrow-imap; run `npm ci` without --omit=optional", {
      cause: error,
    });
  }
}

/** The demo's mails in the order of their arrival. */
export async function demoMails(folder: string): Promise<Uint8Array[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort();
  return await Promise.all(names.map((name) => readFile(join(folder, name))));
}
