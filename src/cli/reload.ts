import type { Config } from "../config/config.ts";
import type { Log } from "../ops/log.ts";
import { configured } from "./data.ts";
import { type Directory, directory, type GuildOf } from "./directory.ts";
import { listSetting } from "./list-setting.ts";

export interface LiveDirectory {
  /** What is known of the lists, as the configuration said last. */
  readonly directory: Directory;
  /** Reads the configuration again: what of it takes effect, and what waits for a restart, is logged. Never rejects. */
  reload(): Promise<void>;
}

/** The lists of a configuration, read again when somebody asks for it: a file that is wrong changes nothing. */
export function liveDirectory(
  file: string,
  config: Config,
  { guildOf, log }: { readonly guildOf: GuildOf | undefined; readonly log: Log },
): LiveDirectory {
  const read = ({ lists }: Config) => directory(lists.map(listSetting), guildOf);
  let before = config;
  let current = read(config);
  return {
    directory: {
      nameOf: (list) => current.nameOf(list),
      titleOf: (list) => current.titleOf(list),
      linkTo: (mail) => current.linkTo(mail),
      entries: (known) => current.entries(known),
      maySee: (channel, lists) => current.maySee(channel, lists),
      audienceOf: (lists) => current.audienceOf(lists),
    },
    async reload() {
      try {
        const next = await configured(file);
        const changed = (Object.keys({ ...before, ...next }) as (keyof Config)[]).filter(
          (key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]),
        );
        const later = changed.filter((key) => key !== "lists");
        current = read(next);
        before = next;
        log.info({ changed }, "configuration read again");
        if (later.length > 0) log.warn({ changed: later }, "these settings take effect with a restart");
      } catch (error) {
        log.warn(
          { problem: (error as Error).message },
          "configuration not read again; what was read before stays in use",
        );
      }
    },
  };
}
