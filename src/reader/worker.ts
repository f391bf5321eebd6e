import { parentPort, workerData } from "node:worker_threads";
import type { KindTables } from "../kind/tables.ts";
import type { Reading } from "../reader.ts";
import type { Answer, Order } from "./order.ts";
import { readOne } from "./read-one.ts";

/** More text than this is a file. It was read in full; what crosses to the main thread is only shown. */
const maxTextChars = 262_144;

const port = parentPort!;
const tables = workerData as KindTables;
port.on("message", (order: Order) => port.postMessage(answer(order)));
port.postMessage({ kind: "ready" } satisfies Answer);

function answer({ octets, wholeSize, beside }: Order): Answer {
  try {
    return { kind: "read", reading: withShortText(readOne(octets, wholeSize, beside, tables)) };
  } catch (error) {
    return { kind: "broken", reason: `a rule failed on it: ${nameAndPlace(error)}` };
  }
}

function withShortText(reading: Reading): Reading {
  const { mail } = reading;
  if (mail.text.length <= maxTextChars) return reading;
  const text = mail.text.slice(0, mail.text.lastIndexOf("\n", maxTextChars) + 1 || maxTextChars).toWellFormed();
  return { ...reading, mail: { ...mail, text, problems: [...mail.problems, "long text: the end is not shown"] } };
}

/** `RangeError in quotes.ts:40`. Never the message: it may quote the mail. */
function nameAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const place = /([\w-]+\.[jt]s:\d+):\d+/.exec(error.stack?.split("\n    at ")[1] ?? "")?.[1];
  return place === undefined ? error.name : `${error.name} in ${place}`;
}
