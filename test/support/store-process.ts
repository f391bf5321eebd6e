import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Cursor } from "../../src/source/mail-source.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { sampleDelivery, sampleMail, sampleOctets } from "./store-samples.ts";

/** A process of its own that writes into a store until it is killed. */
export interface StoreProcess {
  /** Numbers of transactions that it was told are durable, as they come. */
  readonly told: AsyncIterator<string>;
  readonly child: ChildProcess;
  kill(): Promise<void>;
}

/** `hold`: stops within its second transaction, for ever. `write`: commits one mail after the other. */
export function storeProcess(file: string, mode: "hold" | "write"): StoreProcess {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", fileURLToPath(import.meta.url), file, mode],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  return {
    child,
    told: createInterface({ input: child.stdout! })[Symbol.asyncIterator](),
    async kill() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file = "", mode] = process.argv;
  const store = await openSqliteStore(file);
  // Keeps the process alive while nothing else does.
  setInterval(() => {}, 1000);
  for (let n = 1; ; n++) {
    await store.atomically(async (tx) => {
      await tx.addMail(sampleMail(n), sampleOctets(n));
      await tx.moveCursor("main", String(n) as Cursor);
      if (mode === "hold" && n === 2) {
        process.stdout.write("within\n");
        await new Promise(() => {});
      }
      await tx.owe(sampleDelivery(`mail-${n}`));
    });
    process.stdout.write(`${n}\n`);
  }
}
