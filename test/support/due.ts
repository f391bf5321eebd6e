import type { Delivery, Outbox } from "../../src/store/store.ts";

/** What is due in all channels: of each the first `perChannel`. */
export async function dueOf(
  outbox: Pick<Outbox, "dueChannels" | "due">,
  now: Date,
  perChannel: number,
): Promise<Delivery[]> {
  const due: Delivery[] = [];
  for (const channel of await outbox.dueChannels(now)) due.push(...(await outbox.due(channel, now, perChannel)));
  return due;
}
