import fs from "node:fs";
import path from "node:path";
import { mboxMails } from "./mbox.ts";

/** A path that holds no mail we can read: the message names it and the remedy. */
export class MailFilesError extends Error {
  override readonly name = "MailFilesError";
}

/** A mail that lies in a file. */
export interface FileMail {
  /** As it was named, or found in a folder that was. */
  readonly file: string;
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly bytes: Uint8Array;
  /** From the mbox's own `From ` line; else when the file was last changed. */
  readonly receivedAt: Date;
}

/** Octets of one file that is one mail; what follows is left. */
const mostBytes = 64 << 20;

/**
 * The mails under `paths`, in the order given: `.eml` files, mbox files, Maildirs, and folders of those, whose entries
 * come by name. In a folder, what does not begin as mail does is passed over. One mail at a time is in memory.
 * @throws {Error} where a path cannot be read; its message is for a person
 */
export async function* mailFiles(paths: readonly string[]): AsyncGenerator<FileMail> {
  for (const named of paths) {
    const stat = await readable(named, () => fs.promises.stat(named));
    if (stat.isDirectory()) yield* folder(named);
    else yield* file(named, stat.mtime, await readable(named, () => opening(named)));
  }
}

async function* folder(dir: string): AsyncGenerator<FileMail> {
  const entries = await readable(dir, () => fs.promises.readdir(dir, { withFileTypes: true }));
  const isMaildir = ["new", "cur"].every((part) => entries.some((entry) => entry.name === part && entry.isDirectory()));
  if (isMaildir) yield* maildir(dir);
  for (const entry of entries.toSorted(byName)) {
    const found = path.join(dir, entry.name);
    // In a Maildir the folders with a dot are Maildirs (Maildir++); elsewhere what has one is hidden.
    if (entry.name.startsWith(".") !== isMaildir) continue;
    if (entry.isDirectory()) yield* folder(found);
    else if (entry.isFile() && !isMaildir) {
      const start = await readable(found, () => opening(found));
      if (looksLikeMail(start)) yield* file(found, (await fs.promises.stat(found)).mtime, start);
    }
  }
}

/** Both halves as one, by name: names begin with the time of delivery (maildir(5)). */
async function* maildir(dir: string): AsyncGenerator<FileMail> {
  const halves = ["new", "cur"].map((part) => fs.promises.readdir(path.join(dir, part), { withFileTypes: true }));
  const entries = (await Promise.all(halves)).flat().filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  for (const entry of entries.toSorted(byName)) {
    const found = path.join(entry.parentPath, entry.name);
    yield* single(found, (await readable(found, () => fs.promises.stat(found))).mtime);
  }
}

async function* file(name: string, changedAt: Date, start: string): AsyncGenerator<FileMail> {
  if (start === "") return;
  if (!start.startsWith("From ")) {
    yield* single(name, changedAt);
    return;
  }
  let index = 0;
  for await (const { bytes, receivedAt } of mboxMails(fs.createReadStream(name))) {
    yield { file: name, index: index++, bytes, receivedAt: receivedAt ?? changedAt };
  }
}

async function* single(name: string, receivedAt: Date): AsyncGenerator<FileMail> {
  const parts: Buffer[] = await readable(name, () =>
    Array.fromAsync(fs.createReadStream(name, { end: mostBytes - 1 })),
  );
  yield { file: name, index: 0, bytes: Buffer.concat(parts), receivedAt };
}

/** The first octets, as Latin-1. */
async function opening(name: string): Promise<string> {
  const parts: Buffer[] = await Array.fromAsync(fs.createReadStream(name, { end: 199 }));
  return Buffer.concat(parts).toString("latin1");
}

function looksLikeMail(start: string): boolean {
  return /^(?:From |[A-Za-z][A-Za-z0-9-]*:[ \t\r\n])/.test(start);
}

/** What `read` gives. Where it fails, the message names the file and the remedy. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const says = code === "ENOENT" ? "no such file" : `cannot be read (${code})`;
    throw new MailFilesError(`${name}: ${says}; name a .eml, an mbox, a Maildir or a folder`, { cause });
  }
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
