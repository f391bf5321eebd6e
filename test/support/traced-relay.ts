import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LAUNCHER = fileURLToPath(new URL("../../bin/listwire.cjs", import.meta.url));

/** Say this where a test is skipped for want of the tracer; `false` where it is there and may trace. */
export const noStrace: string | false =
  spawnSync("strace", ["-o", "/dev/null", "true"]).status !== 0 &&
  "strace is not installed, or may not trace (Debian: strace)";

/** A step that leaves the process. */
export type Step = "pwrite64" | "fdatasync" | "fsync" | "connect";

/**
 * The shipped program under strace, which has it at the other end of `-D`: the child is the program itself. Only its
 * main thread is traced: there SQLite writes and sockets connect, while its other threads read mail and compile.
 */
export function tracedRelay(config: string, options: readonly string[]): ChildProcess {
  const traced = ["-D", "-qq", ...options, process.execPath, LAUNCHER, "run", "--config", config];
  return spawn("strace", traced, { stdio: ["ignore", "ignore", "pipe"] });
}

/** strace's options for the end (SIGKILL) on the way into the `kth` step of that name, which is not done any more. */
export function killAt(step: Step, kth: number): string[] {
  return ["-o", "/dev/null", "-e", `trace=${step}`, "-e", `inject=${step}:signal=KILL:when=${kth}`];
}

/** strace's options for a disk that fails at the `kth` step of that name. */
export function failAt(step: Step, kth: number): string[] {
  return ["-o", "/dev/null", "-e", `trace=${step}`, "-e", `inject=${step}:error=EIO:when=${kth}`];
}

/** strace's options for writing all steps into `file`, for `stepsIn`. */
export function stepsTo(file: string): string[] {
  return ["-o", file, "-e", "trace=pwrite64,fdatasync,fsync,connect"];
}

/** The steps that were written to the file, in order. */
export function stepsIn(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => /^(\w+)\(/.exec(line)?.[1])
    .filter((step) => step !== undefined);
}

/** Waits for the end, and for nothing else. */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
