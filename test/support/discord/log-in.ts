import { Client, type ClientOptions, Events, GatewayIntentBits } from "discord.js";
import type { FakeDiscord } from "./fake-discord.ts";

/** The real client, as the relay sets it up, pointed at the fake by its API's address alone, and ready. */
export async function logIn(fake: FakeDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    enforceNonce: true,
    allowedMentions: { parse: [], repliedUser: false },
    // A limit is thrown and not waited for: the fake's clock may stand still.
    rest: { api: fake.api, version: "10", retries: 0, timeout: 2_000, rejectOnRateLimit: () => true },
    ...options,
  });
  client.on(Events.Error, () => undefined);
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(fake.settings.token);
  await ready;
  return client as Client<true>;
}
