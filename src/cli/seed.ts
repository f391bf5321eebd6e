import type { ChannelId } from "../chat/chat-platform.ts";
import type { ListId } from "../mail/mail.ts";
import type { Store, Subscription } from "../store/store.ts";
import type { Directory } from "./directory.ts";
import type { RelayParts } from "./relay-parts.ts";
import type { Tables } from "./tables.ts";

/** Subscriptions of a new store: those of the configuration, and a channel for each row of the subsystem table. */
export async function seed(store: Store, parts: RelayParts): Promise<void> {
  const { mails } = await store.counts();
  if (mails > 0 || (await store.subscriptions()).length > 0) return;
  const rows = parts.autoPreset === undefined ? [] : parts.tables().rows;
  for (const { name } of rows) {
    await store.subscribe({
      channel: `web:${name}` as ChannelId,
      what: { kind: "subsystem", name },
      preset: parts.autoPreset ?? "normal",
      since: parts.clock.now(),
      by: "config",
    });
  }
  for (const subscription of parts.seeds) await store.subscribe(subscription);
  for (const [channel, settings] of parts.settings ?? []) await store.saveSettings(channel, settings);
}

/** The web chat's channels as people find them in its list. */
export async function declared(store: Store, directory: Directory, tables: Tables) {
  const subscriptions = await store.subscriptions();
  return subscriptions
    .filter(({ channel }) => channel.startsWith("web:"))
    .map(({ channel, what, title }) => ({
      id: channel,
      title:
        title ??
        (what.kind === "list"
          ? directory.titleOf(what.name as ListId)
          : (tables.rows.find(({ name }) => name === what.name)?.title ?? what.name)),
      group: what.kind === "list" ? ("Lists" as const) : ("Subsystems" as const),
    }));
}

interface Own {
  readonly directory: Directory;
  /** `undefined`: lists get no channel by themselves. */
  readonly preset: Subscription["preset"] | undefined;
  readonly now: Date;
}

/** The channel of the web chat that a list gets when it is first seen. */
export function ownChannel(list: ListId, { directory, preset, now }: Own): Subscription | undefined {
  if (preset === undefined) return undefined;
  const channel = `web:${directory.nameOf(list)}` as ChannelId;
  return { channel, what: { kind: "list", name: list }, preset, since: now, by: "config" };
}
