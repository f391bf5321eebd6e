import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { openSqliteReader, openSqliteStore } from "../store/sqlite.ts";
import { copySqlite } from "../store/sqlite-copy.ts";
import { configured, DEFAULT_CONFIG, STORE, storeIn, WEB_CHAT, withStore } from "./data.ts";
import { parsed, UsageError } from "./usage.ts";

/**
 * `backup FOLDER`: what the relay remembers, as it is at one moment, while it runs or not. The store comes first: posts that the web chat's
 * copy has beyond it are known by their keys.
 */
export async function backUp(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw new UsageError("backup: name the folder that is to hold it: backup FOLDER");
  const { data } = await configured(values.config);
  await withStore(async () => {
    openSqliteReader(storeIn(data)).close();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await copySqlite(storeIn(data), join(folder, STORE));
    if (existsSync(join(data, WEB_CHAT))) await copySqlite(join(data, WEB_CHAT), join(folder, WEB_CHAT));
  });
  const { mails } = await countsIn(join(folder, STORE));
  console.log(`${resolve(folder)}: ${mails} mails; \`listwire restore ${folder}\` puts it back`);
  return 0;
}

/** `restore FOLDER`: puts a backup where the relay looks; what was there is kept beside it. Refused while a relay runs. */
export async function restore(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, {
    config: { type: "string", default: DEFAULT_CONFIG },
    replace: { type: "boolean", default: false },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw new UsageError("restore: name the folder of the backup: restore FOLDER");
  const { data } = await configured(values.config);
  if (!existsSync(join(folder, STORE)))
    throw new UsageError(`restore: ${folder}: there is no ${STORE} in it; name a folder that \`backup\` made`);
  const kept = await withStore(async () => {
    const { mails } = await countsIn(join(folder, STORE));
    const aside = await putAside(data, mails, values.replace);
    mkdirSync(data, { recursive: true, mode: 0o700 });
    for (const file of [STORE, WEB_CHAT])
      if (existsSync(join(folder, file))) await copySqlite(join(folder, file), join(data, file));
    console.log(`${data}: ${mails} mails${aside === undefined ? "" : `; what was there is in ${aside}`}`);
    return aside;
  });
  if (kept === undefined)
    console.log("Mail since the backup is read again; posts that a chat has already are known by their keys.");
  return 0;
}

/** Moves what is in the data folder out of the way; gives the place. @throws {UsageError} where it has more, and nobody said to replace it */
async function putAside(data: string, mails: number, mayReplace: boolean): Promise<string | undefined> {
  if (!existsSync(storeIn(data))) return undefined;
  // Whoever has it is told apart by its lock.
  await (await openSqliteStore(storeIn(data))).close();
  const there = await countsIn(storeIn(data));
  if (!mayReplace)
    throw new UsageError(
      `restore: ${data}: has a store of ${there.mails} mails already, the backup has ${mails}; say --replace to put that one aside`,
    );
  const aside = join(data, `before-restore-${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const file of [STORE, WEB_CHAT])
    for (const part of [file, `${file}-wal`, `${file}-shm`])
      if (existsSync(join(data, part))) renameSync(join(data, part), join(aside, part));
  return aside;
}

async function countsIn(file: string): Promise<{ readonly mails: number }> {
  const store = openSqliteReader(file);
  try {
    return await store.counts();
  } finally {
    store.close();
  }
}
