import { systemClock } from "../clock.ts";
import { count } from "../compose/place.ts";
import { type IntakeDeps, takePass } from "../intake/intake.ts";
import { openLog } from "../ops/log.ts";
import { openReader } from "../reader.ts";
import { filesSource } from "../source/files-source.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { Decision, Roles, Store } from "../store/store.ts";
import { countMails } from "./count-mails.ts";
import { configured, DEFAULT_CONFIG, storeIn, withStore } from "./data.ts";
import { directory } from "./directory.ts";
import { listSetting } from "./list-setting.ts";
import { progress } from "./progress.ts";
import { ownChannel } from "./seed.ts";
import { readTables } from "./tables.ts";
import { parsed, UsageError } from "./usage.ts";

const IMPORTED: Decision = { shown: "off", because: "imported from files: it is in the archive, and was not posted" };

/**
 * `import PATH…`: mail from files into the archive, without posting anything: answers that come later find what they answer, `full`,
 * `thread` and `series` know it. The same mail again changes nothing. Needs the relay to be stopped.
 */
export async function importMails(args: readonly string[]): Promise<number> {
  const { values, positionals: paths } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  if (paths.length === 0) throw new UsageError("import: name an mbox, a Maildir, .eml files or a folder of them");
  const config = await configured(values.config);
  const lists = directory(config.lists.map(listSetting));
  const tables = await readTables({
    ...(config.maintainers !== undefined && { maintainers: config.maintainers.file }),
    ...(config.maintainers?.directories !== undefined && { directories: config.maintainers.directories }),
    ...(config.subsystems !== undefined && { subsystems: config.subsystems }),
  }).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
  const all = await countMails(paths);
  const bar = progress("mails");
  const done = { new: 0, copy: 0, repeat: 0 };
  return await withStore(async () => {
    const store = await openSqliteStore(storeIn(config.data));
    const reader = openReader({ tables: config.kinds });
    try {
      const deps: IntakeDeps = {
        store: withoutPosting(store),
        reader,
        clock: systemClock,
        bell: { ring: () => undefined, wait: async () => undefined },
        log: openLog("silent"),
        now: systemClock.now,
        tables: tables.route,
        linkTo: lists.linkTo,
        maySee: lists.maySee,
        audienceOf: lists.audienceOf,
        // It is seen first now, and has its channel when mail comes that is posted.
        channelFor: (list) =>
          ownChannel(list, {
            directory: lists,
            preset: config.web.channels === "auto" ? config.web.preset : undefined,
            now: systemClock.now(),
          }),
        editSpacingMs: () => 60_000,
        omit: new Set(config.omit),
        waits: config.waits,
        onTaken({ what }) {
          done[what] += 1;
          bar.show(done.new + done.copy + done.repeat, all);
        },
      };
      await takePass(filesSource({ name: "import", paths }), deps, new AbortController().signal);
      bar.end();
      const here = done.copy + done.repeat;
      console.log(
        `${count(done.new, "mail")} imported${here > 0 ? `, ${here} were here already` : ""}; nothing was posted`,
      );
      return 0;
    } finally {
      bar.end();
      await reader.close();
      await store.close();
    }
  });
}

/** The same store in which no channel wants anything. Files have no place to go on from. */
function withoutPosting(store: Store): Store {
  const over = <R extends Roles>(roles: R): R => ({
    ...roles,
    subscriptions: async () => [],
    cursor: async () => undefined,
    moveCursor: async () => undefined,
    setDecisions: (key, decisions) =>
      roles.setDecisions(key, decisions.some(({ channel }) => channel !== undefined) ? decisions : [IMPORTED]),
  });
  return { ...over(store), atomically: (work) => store.atomically((tx) => work(over(tx))) };
}
