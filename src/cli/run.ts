import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ChannelId } from "../chat/chat-platform.ts";
import type { Discord, DiscordOptions } from "../chat/discord/platform.ts";
import type { Matrix, MatrixOptions } from "../chat/matrix/platform.ts";
import { PlatformError } from "../chat/platform-error.ts";
import { systemClock } from "../clock.ts";
import type { Config, DiscordConfig, MatrixConfig, SourceConfig } from "../config/config.ts";
import { type Log, openLog } from "../ops/log.ts";
import { imapSource } from "../source/imap.ts";
import type { ImapOptions } from "../source/imap-options.ts";
import type { Cursor, MailSource } from "../source/mail-source.ts";
import { maildirSource } from "../source/maildir.ts";
import { mboxSource } from "../source/mbox-file.ts";
import { newsSources } from "../source/nntp.ts";
import type { NntpOptions } from "../source/nntp-options.ts";
import { StoreError } from "../store/store.ts";
import { configured, DEFAULT_CONFIG } from "./data.ts";
import { type LiveTables, liveTables } from "./live-tables.ts";
import { startRelay } from "./relay.ts";
import type { Relay } from "./relay-parts.ts";
import { type LiveConfig, liveConfig } from "./reload.ts";
import { untilStopped } from "./until-stopped.ts";
import { parsed, UsageError } from "./usage.ts";

/** True where `listwire` without a subcommand means `run`. */
export function hasConfiguration(args: readonly string[]): boolean {
  return args.some((arg) => arg === "--config" || arg.startsWith("--config=")) || existsSync(DEFAULT_CONFIG);
}

/** The relay, until SIGINT or SIGTERM: `run [--config FILE]`. SIGHUP: the configuration is read again. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  const stopped = untilStopped();
  const { config, relay, tables, live, log } = await start(resolve(values.config));
  const reload = () => void live.reload();
  process.on("SIGHUP", reload);
  const stopping = new AbortController();
  const watching = tables.watch(stopping.signal);
  console.error(
    `Web chat: ${relay.address}\n${relay.healthAddress === undefined ? "" : `Health: ${relay.healthAddress}/healthz\n`}Reading ${config.sources.flatMap(namesOf).join(", ")}; Ctrl-C ends it.`,
  );
  try {
    const signal = await Promise.race([stopped, relay.failed]);
    log.info({ signal }, "stopping");
    return 0;
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof PlatformError)) throw error;
    console.error(`listwire: ${error.message}`);
    return 1;
  } finally {
    process.off("SIGHUP", reload);
    stopping.abort();
    await watching;
    await relay.stop();
  }
}

interface Started {
  readonly config: Config;
  readonly relay: Relay;
  readonly tables: LiveTables;
  readonly live: LiveConfig;
  readonly log: Log;
}

async function start(file: string): Promise<Started> {
  const config = await configured(file);
  const log = openLog(config.log.level);
  const files = {
    ...(config.maintainers !== undefined && { maintainers: config.maintainers.file }),
    ...(config.maintainers?.directories !== undefined && { directories: config.maintainers.directories }),
    ...(config.subsystems !== undefined && { subsystems: config.subsystems }),
  };
  const tables = await liveTables(files, { clock: systemClock, log }).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
  const isAuto = config.web.channels === "auto";
  const running = Promise.withResolvers<Relay>();
  let relayOf: Relay | undefined;
  const told = {
    onGone: (channel: ChannelId) => relayOf?.life.gone(channel),
    onOpen: (channel: ChannelId) => relayOf?.life.opened(channel),
  };
  const chats: (Discord | Matrix)[] = [];
  try {
    const discord = config.discord && (await discordChat(config.discord, log, told));
    if (discord !== undefined) chats.push(discord);
    const matrix = config.matrix && (await matrixChat(config.matrix, log, { ...told, running: running.promise }));
    if (matrix !== undefined) chats.push(matrix);
    const live = liveConfig(file, config, { guildOf: discord?.guildOf, log });
    const relay = await startRelay({
      data: config.data,
      sources: config.sources.flatMap((source) => mailboxes(source, log)),
      directory: live.directory,
      live,
      chats,
      tables: tables.current,
      web: config.web,
      ...(config.health !== undefined && { health: config.health }),
      autoPreset: isAuto ? config.web.preset : undefined,
      seeds: config.subscriptions.map((subscription) => ({
        ...subscription,
        channel: subscription.channel as ChannelId,
        since: systemClock.now(),
        by: "config",
      })),
      settings: config.channels.map(({ channel, ...settings }) => [channel as ChannelId, settings]),
      kinds: config.kinds,
      clock: systemClock,
      log,
    });
    relayOf = relay;
    running.resolve(relay);
    return { config, relay, tables, live, log };
  } catch (error) {
    await Promise.allSettled(chats.map((chat) => chat.stop(0)));
    throw error instanceof StoreError ? new UsageError(error.message, { cause: error }) : error;
  }
}

async function discordChat(
  { token, api, operators, readsMessages }: DiscordConfig,
  log: Log,
  told: Pick<DiscordOptions, "onGone" | "onOpen">,
): Promise<Discord> {
  // Who does not use it does not pay for it.
  const { openDiscord } = await import("../chat/discord/platform.ts");
  return await openDiscord({
    token: await token(),
    ...(api !== undefined && { api }),
    operators: new Set(operators),
    readsMessages,
    now: systemClock.now,
    log,
    ...told,
  }).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
}

/** What of the relay Matrix needs is there once that runs: where it was in what the homeserver tells, and the rooms' layouts. */
async function matrixChat(
  { homeserver, token, operators, allow, prefix }: MatrixConfig,
  log: Log,
  { running, ...told }: Pick<MatrixOptions, "onGone" | "onOpen"> & { readonly running: Promise<Relay> },
): Promise<Matrix> {
  const { openMatrix } = await import("../chat/matrix/platform.ts");
  const store = async () => (await running).store;
  return await openMatrix({
    url: homeserver,
    token: await token(),
    operators: new Set(operators),
    allow: new Set(allow),
    prefix,
    layoutOf: async (channel) => ((await (await store()).settings(channel))?.layout === "flat" ? "flat" : "thread"),
    syncToken: {
      read: async () => await (await store()).cursor(MATRIX_CURSOR),
      save: async (next) => await (await store()).moveCursor(MATRIX_CURSOR, next as Cursor),
    },
    now: systemClock.now,
    log,
    ...told,
  }).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
}

/** The name of no source: those have a slash. */
const MATRIX_CURSOR = "matrix";

/** What a source's mailboxes are called. */
function namesOf(source: SourceConfig): string[] {
  if (source.type === "nntp") return source.groups.map(({ group }) => `${source.name}/${group}`);
  return source.type === "imap" ? source.mailboxes.map((mailbox) => `${source.name}/${mailbox}`) : [source.name];
}

/** A source for each mailbox of an account or each group of a news server, or for a Maildir or an mbox. */
function mailboxes(config: SourceConfig, log: Log): MailSource[] {
  const { now } = systemClock;
  const start =
    typeof config.start === "string"
      ? { kind: config.start }
      : { kind: "since" as const, ms: now().getTime() - config.start.sinceMs };
  if ("path" in config) {
    const { name, path, pollMs } = config;
    const files = { name, path, start, pollMs, now };
    const onRewritten = () => log.info({ source: name }, "mbox written anew");
    return [config.type === "maildir" ? maildirSource(files) : mboxSource({ ...files, onRewritten })];
  }
  if (config.type === "nntp") {
    const onNotice: NntpOptions["onNotice"] = (group, { event, detail }) =>
      log.info({ source: `${config.name}/${group}`, detail }, event);
    return [...newsSources({ ...config, start, now, onNotice })];
  }
  const { host, port, tls, ca, user, password, isToken = false, pollMs } = config;
  return config.mailboxes.map((mailbox) => {
    const name = `${config.name}/${mailbox}`;
    const account = { host, port, tls, ...(ca !== undefined && { ca }), user, password, isToken, mailbox };
    const onNotice: ImapOptions["onNotice"] = ({ event, detail }) => log.info({ source: name, detail }, event);
    return imapSource({ name, ...account, start, pollMs, now, onNotice });
  });
}
