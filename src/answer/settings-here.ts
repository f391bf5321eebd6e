import type { ChannelSettings } from "../store/settings.ts";
import type { Ask } from "./ask.ts";

/** What the channel's admins set; nothing, where they did not. */
export async function settingsHere({ deps, invocation: { channel } }: Ask): Promise<ChannelSettings> {
  return (await deps.store.settings(channel)) ?? nothing;
}

/** Changes it in one transaction, so that two admins at once do not undo each other. Gives what holds now. */
export async function changeSettings(
  { deps, invocation: { channel } }: Ask,
  change: (settings: ChannelSettings) => ChannelSettings,
): Promise<ChannelSettings> {
  return await deps.store.atomically(async (tx) => {
    const changed = change((await tx.settings(channel)) ?? nothing);
    await tx.saveSettings(channel, changed);
    return changed;
  });
}

const nothing: ChannelSettings = { filters: [], levels: {} };
