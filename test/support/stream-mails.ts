import { corpusRows, threadMails } from "./corpora.ts";

/** The lists of the four days. */
export const STREAM_LISTS = [
  "io-uring.vger.kernel.org",
  "linux-hwmon.vger.kernel.org",
  "linux-leds.vger.kernel.org",
  "linaro-mm-sig.lists.linaro.org",
];

/** Copies of mails that came by these lists on four days, in the order of arrival. */
export async function streamMails(): Promise<readonly Uint8Array[]> {
  const order = corpusRows<{ readonly arrival: number }>("threads/stream/order.jsonl");
  const [first, last] = [order.at(0)!.arrival * 1000, order.at(-1)!.arrival * 1000];
  return (await threadMails())
    .filter(({ receivedAt }) => first <= receivedAt.getTime() && receivedAt.getTime() <= last)
    .toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
    .map(({ octets }) => octets);
}
