import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ChannelPost } from "../../src/chat/web/channel-json.ts";

const LAUNCHER = fileURLToPath(new URL("../../bin/listwire.cjs", import.meta.url));

/** One line of the relay's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: string };

/** The shipped program in a process of its own, as a user starts it. */
export interface RelayProcess {
  readonly pid: number;
  /** Of the web chat, with its token. */
  readonly address: string;
  /** Resolves at the first log line from now on for which `is` holds; rejects when the process ends before. */
  line(is: (line: LogLine) => boolean): Promise<LogLine>;
  /** Calls back for each log line from now on. */
  onLine(told: (line: LogLine) => void): void;
  /** Everything that the channel shows. */
  channel(name: string): Promise<ChannelPost[]>;
  /** Sends the signal and waits for the end; gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly ended: Promise<unknown>;
  /** What it wrote to standard error. */
  said(): string;
  /** Resolves with `done`, or rejects with what the relay said when it ends before. */
  unlessEnded<T>(done: Promise<T>): Promise<T>;
}

/** Writes `config` (YAML) into `folder`. */
export function writeConfig(folder: string, config: string): string {
  const file = join(folder, "listwire.yaml");
  writeFileSync(file, config, { mode: 0o600 });
  return file;
}

/** Starts `run` and waits for its address. @throws {Error} with what it said, where it ends before */
export async function startRelayProcess(configFile: string): Promise<RelayProcess> {
  const child = spawn(process.execPath, [LAUNCHER, "run", "--config", configFile], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const listeners = new Set<(line: LogLine) => void>();
  createInterface({ input: child.stdout! }).on("line", (text) => {
    const line = JSON.parse(text) as LogLine;
    for (const told of [...listeners]) told(line);
  });
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    said += piece;
  });
  const address = await addressOf(child, ended);
  return {
    async unlessEnded(done) {
      const early = ended.then(() => {
        throw new Error(`the relay ended by itself: ${said}`);
      });
      early.catch(() => undefined);
      return await Promise.race([done, early]);
    },
    pid: child.pid!,
    address,
    ended,
    said: () => said,
    onLine: (told) => listeners.add(told),
    line: (is) =>
      new Promise((resolve, reject) => {
        const told = (line: LogLine) => {
          if (!is(line)) return;
          listeners.delete(told);
          resolve(line);
        };
        listeners.add(told);
        void ended.then(() => reject(new Error("the relay ended before it said so")));
      }),
    async channel(name) {
      const url = new URL(`/channels/${encodeURIComponent(name)}.json`, address);
      const answer = await fetch(url);
      if (answer.status === 404) return [];
      return (await answer.json()) as ChannelPost[];
    },
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

async function addressOf(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  let said = "";
  const found = new Promise<string>((resolve) => {
    child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      const address = /Web chat: (\S+)\n/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return await Promise.race([
    found,
    ended.then(() => {
      throw new Error(`the relay ended at once: ${said}`);
    }),
  ]);
}
