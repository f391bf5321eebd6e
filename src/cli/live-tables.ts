import { stat } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import type { Log } from "../ops/log.ts";
import { readTables, type TableFiles, type Tables } from "./tables.ts";

/** How often the files are looked at, in ms. Watching them would lose a file that `git pull` replaces. */
const LOOK_MS = 5_000;

export interface LiveTables {
  /** The tables as the files could be read last. */
  readonly current: () => Tables;
  /** Looks at the files until `signal` aborts. Never throws. */
  watch(signal: AbortSignal): Promise<void>;
}

export interface LiveOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly lookMs?: number;
  /** Told when the files were read again, well or not. */
  readonly onRead?: (tables: Tables) => void;
}

/**
 * The operator's tables, read again when a file changed and has been left alone for one look: half of it may be written. A
 * new one that is missing or broken changes nothing but `problems`, which say so. @throws {Error} as `readTables` does,
 * the first time
 */
export async function liveTables(
  files: TableFiles,
  { clock, log, lookMs = LOOK_MS, onRead }: LiveOptions,
): Promise<LiveTables> {
  let seen = await looks(files);
  let good = await readTables(files);
  let tables = good;
  tell(log, tables);

  async function readAgain(): Promise<void> {
    try {
      good = await readTables(files);
      tables = good;
      log.info({ files: Object.values(files) }, "tables read again");
      tell(log, tables);
    } catch (error) {
      const says = `${error instanceof Error ? error.message : error}; what was read before stays in use`;
      tables = { ...good, problems: [says, ...good.problems] };
      log.warn({ problem: says }, "tables not read again");
    }
    onRead?.(tables);
  }

  return {
    current: () => tables,
    async watch(signal) {
      let last = seen;
      while (!signal.aborted) {
        await clock.wait(lookMs, signal);
        if (signal.aborted) return;
        const now = await looks(files);
        if (now !== seen && now === last) {
          seen = now;
          await readAgain();
        }
        last = now;
      }
    },
  };
}

function tell(log: Log, { problems }: Tables): void {
  for (const problem of problems) log.warn({ problem }, "a line that routes mail was left out");
}

/** What of the files changes when they do: a file that another one replaced has another inode. */
async function looks({ maintainers, directories, subsystems }: TableFiles): Promise<string> {
  const paths = [maintainers, directories === "git" ? undefined : directories, subsystems];
  const all = paths.map(async (path) => {
    if (path === undefined) return "";
    const { ino, size, mtimeMs } = await stat(path).catch(() => ({ ino: 0, size: 0, mtimeMs: 0 }));
    return `${ino} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(all)).join();
}
