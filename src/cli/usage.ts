import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** The words of a command line are wrong, or a file that they name: said in one line with the remedy, exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** `parseArgs`, whose complaints become a UsageError. */
export function parsed<Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}; see docs/cli.md`, {
      cause: error,
    });
  }
}
