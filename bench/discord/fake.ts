/** The fake Discord in a process of its own, so that what it costs is not the relay's: `fork(fake.ts, [CHANNELS])`. */
import { fakeDiscord } from "../../test/support/discord/fake-discord.ts";

export interface Started {
  readonly api: string;
  readonly token: string;
  readonly channels: readonly string[];
}

/** What the fake saw, by its own clock. */
export interface Seen {
  /** When each message was taken, in ms since 1970. */
  readonly taken: readonly number[];
  /** Each 429, by the scope of the limit that it ran into. */
  readonly refused: readonly string[];
  readonly requests: number;
  readonly violations: readonly string[];
}

const fake = await fakeDiscord({ settings: { identifySpacingMs: 0 } });
const guild = fake.guild("Wbus people");
const channels = Array.from({ length: Number(process.argv[2]) }, (_, n) => fake.channel(guild, `wbus-${n}`).id);
process.on("message", () => {
  const { requests, violations } = fake.records;
  const seen: Seen = {
    taken: requests
      .filter(({ template, method, status }) => method === "POST" && /messages$/.test(template ?? "") && status === 200)
      .map(({ at }) => at),
    refused: requests.filter(({ status }) => status === 429).map(({ scope = "" }) => scope),
    requests: requests.length,
    violations: violations.map(({ says }) => says),
  };
  process.send!(seen);
});
process.send!({ api: fake.api, token: fake.settings.token, channels } satisfies Started);
