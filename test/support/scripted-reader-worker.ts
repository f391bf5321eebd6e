import { parentPort } from "node:worker_threads";
import { readMail } from "../../src/mail/read-mail.ts";
import type { Order } from "../../src/reader/order.ts";

/** A worker for `openReader` that does what the Subject of the mail says. */
const deeds: Readonly<Record<string, () => void>> = {
  read: () => parentPort?.postMessage({ kind: "read", reading: {} }),
  hang: () => {
    for (;;);
  },
  exhaust: () => {
    for (const kept: string[][] = []; ; ) kept.push(Array(100_000).fill("x"));
  },
  throw: () => {
    throw new TypeError("secret text of a mail");
  },
  exit: () => process.exit(0),
};

parentPort?.on("message", ({ octets }: Order) => deeds[readMail(octets).subject.text]?.());
parentPort?.postMessage({ kind: "ready" });
