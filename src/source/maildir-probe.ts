import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ImapProbe } from "./imap-probe.ts";

/** Mails whose List-Id is looked at, and octets of each. */
const LATEST = 100;
const HEAD_BYTES = 16_384;

/** A look at a Maildir: how many mails lie there, and of which lists. */
export async function probeMaildir(path: string): Promise<ImapProbe> {
  try {
    const halves = ["new", "cur"].map(async (half) =>
      (await readdir(join(path, half))).map((file) => join(path, half, file)),
    );
    const files = (await Promise.all(halves)).flat();
    const lists = await Promise.all(files.slice(-LATEST).map(listOf));
    const known = Map.groupBy(
      lists.filter((list) => list !== undefined),
      (list) => list,
    );
    const byCount = [...known].toSorted(([, a], [, b]) => b.length - a.length).map(([list]) => list);
    return { kind: "open", mails: files.length, lists: byCount };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      kind: "closed",
      says: `${path} cannot be read as a Maildir (${code}); name a folder with \`new\` and \`cur\` in it`,
    };
  }
}

async function listOf(file: string): Promise<string | undefined> {
  const handle = await open(file).catch(() => undefined);
  try {
    const { buffer, bytesRead } = (await handle?.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)) ?? {
      buffer: Buffer.alloc(0),
      bytesRead: 0,
    };
    const header =
      buffer
        .subarray(0, bytesRead)
        .toString("latin1")
        .split(/\r?\n\r?\n/, 1)[0] ?? "";
    return /^List-Id:(?:.*(?:\r?\n[ \t].*)*?)<([^<>\s]+)>\s*$/im.exec(header)?.[1]?.toLowerCase();
  } finally {
    await handle?.close();
  }
}
