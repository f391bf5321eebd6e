import { type Log, openLog } from "../../src/ops/log.ts";

/** A log that says nothing. */
export function quietLog(): Log {
  return openLog("silent");
}
