import type { Config } from "../config/config.ts";
import type { Log } from "../ops/log.ts";
import { configured } from "./data.ts";
import { type Directory, directory, type GuildOf } from "./directory.ts";
import { listSetting } from "./list-setting.ts";

/** What of a configuration takes effect without a restart. */
export interface LiveConfig extends Pick<Config, "timezone" | "waits"> {
  /** What is known of the lists. */
  readonly directory: Directory;
  readonly omit: ReadonlySet<string>;
  /** Reads the configuration again: what of it takes effect, and what does not, is logged. Never rejects. */
  reload(): Promise<void>;
}

const LIVE: ReadonlySet<keyof Config> = new Set(["lists", "omit", "timezone", "waits", "log"]);

/** These are for a store that is still empty; from then on commands say it. */
const SEEDS: ReadonlySet<keyof Config> = new Set(["subscriptions", "channels"]);

/** A configuration that is read again when somebody asks for it: a file that is wrong changes nothing. */
export function liveConfig(
  file: string,
  config: Config,
  {
    guildOf,
    log,
  }: {
    readonly guildOf: GuildOf | undefined;
    readonly log: Log & { setLevel(level: Config["log"]["level"]): void };
  },
): LiveConfig {
  let current = config;
  let lists = directory(config.lists.map(listSetting), guildOf);
  let omit = new Set(config.omit);
  return {
    directory: {
      nameOf: (list) => lists.nameOf(list),
      titleOf: (list) => lists.titleOf(list),
      linkTo: (mail) => lists.linkTo(mail),
      entries: (known) => lists.entries(known),
      maySee: (channel, of) => lists.maySee(channel, of),
      audienceOf: (of) => lists.audienceOf(of),
    },
    get omit() {
      return omit;
    },
    get timezone() {
      return current.timezone;
    },
    get waits() {
      return current.waits;
    },
    async reload() {
      try {
        const next = await configured(file);
        const changed = (Object.keys({ ...current, ...next }) as (keyof Config)[]).filter(
          (key) => JSON.stringify(current[key]) !== JSON.stringify(next[key]),
        );
        current = next;
        lists = directory(next.lists.map(listSetting), guildOf);
        omit = new Set(next.omit);
        log.setLevel(next.log.level);
        log.info({ changed }, "configuration read again");
        const told = (message: string, keys: readonly (keyof Config)[]) =>
          keys.length > 0 && log.warn({ changed: keys }, message);
        told(
          "these settings take effect with a restart",
          changed.filter((key) => !LIVE.has(key) && !SEEDS.has(key)),
        );
        told(
          "these settings are for a new store; in this one the command `subscribe` says it",
          changed.filter((key) => SEEDS.has(key)),
        );
      } catch (error) {
        log.warn(
          { problem: (error as Error).message },
          "configuration not read again; what was read before stays in use",
        );
      }
    },
  };
}
