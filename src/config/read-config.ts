import { access, constants, readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { nearest } from "../command/nearest.ts";
import { BY_VARIABLE } from "./checks.ts";
import type { ChannelConfig, Config, DiscordConfig, ListConfig, MatrixConfig, SourceConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { type Document, type Path, type Problem, readDocument } from "./document.ts";
import { type PasswordSource, password } from "./password.ts";
import { type Written, written } from "./schema.ts";
import { subscriptionConfig } from "./subscriptions.ts";

/** Octets; a configuration has a few thousand. */
const LARGEST = 1 << 20;

const DEFAULT_PORT = { implicit: 993, starttls: 143, none: 143 } as const;
const DEFAULT_NEWS_PORT = { implicit: 563, starttls: 119, none: 119 } as const;

/**
 * Reads the configuration. Values that are `${NAME}` come from `env`, paths are seen from the file's folder.
 * @throws {ConfigError} with every problem of the file, before anything is started
 */
export async function readConfig(
  path: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Config> {
  const document = readDocument(await contents(path), env);
  fail(path, document.problems);
  const checked = written.safeParse(document.value);
  if (!checked.success)
    fail(
      path,
      checked.error.issues.flatMap((issue) => problemsOf(issue as Issue, document)),
    );
  const settings = checked.data as Written;
  const folder = dirname(resolve(path));
  fail(path, [
    ...hiddenLists(settings, document),
    ...(await openSecrets(path, settings, document)),
    ...(await missingFiles(folder, settings, document)),
  ]);
  return deepFrozen(await config(folder, settings));
}

function fail(path: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const inOrder = problems.toSorted((a, b) => a.line - b.line);
  throw new ConfigError(
    inOrder.map(({ line, key, says }) => `${path}:${line}: ${key === "" ? "" : `${key}: `}${says}`),
  );
}

async function contents(path: string): Promise<string> {
  const cannot = (error: NodeJS.ErrnoException) => {
    const says = `cannot be read (${error.code}); copy config/listwire.example.yaml there, or name another file`;
    throw new ConfigError([`${path}: ${says}`], { cause: error });
  };
  const { size } = await stat(path).catch(cannot);
  if (size > LARGEST) throw new ConfigError([`${path}: is larger than ${LARGEST} octets; name a configuration`]);
  return await readFile(path, "utf8").catch(cannot);
}

interface Issue {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
}

function problemsOf({ code, path, message, keys = [] }: Issue, document: Document): Problem[] {
  if (code !== "unrecognized_keys") return [document.problem(path, message)];
  const known = message.split(" ");
  return keys.map((key) => {
    const meant = nearest(key, known);
    const remedy = meant === undefined ? `write one of ${known.join(", ")}` : `did you mean \`${meant}\`?`;
    return document.problem([...path, key], `there is no such setting; ${remedy}`);
  });
}

/** Subscriptions of lists that their channel may not show. */
function hiddenLists({ lists, subscriptions }: Written, document: Document): Problem[] {
  return subscriptions.flatMap(({ channel, list: id }, index) => {
    const visibility = lists.find((list) => list.id === id)?.visibility;
    const isHidden =
      typeof visibility === "object" &&
      "channels" in visibility &&
      !(visibility.channels as string[]).includes(channel);
    const says = `may not show ${id}; add it to the list's \`visibility\`, or write another channel`;
    return isHidden ? [document.problem(["subscriptions", index, "channel"], says)] : [];
  });
}

/** Secrets that stand in a file which every user of the machine can read. */
async function openSecrets(path: string, settings: Written, document: Document): Promise<Problem[]> {
  const secrets: Path[] = [
    ["web", "token"],
    ["discord", "token"],
    ["matrix", "token"],
    ...settings.sources.map((_, index) => ["sources", index, "password"]),
  ];
  const inline = secrets.filter((secret) => document.isInline(secret));
  if (inline.length === 0 || ((await stat(path)).mode & 0o004) === 0) return [];
  const says = `stands in a file that every user of this machine can read; write ${BY_VARIABLE}, or chmod 600 the file`;
  return inline.map((secret) => document.problem(secret, says));
}

/** The directories are those of the tree that the MAINTAINERS file lies in. */
function isGit({ maintainers }: Written): boolean {
  return maintainers?.directories === "git";
}

async function missingFiles(folder: string, settings: Written, document: Document): Promise<Problem[]> {
  const named: (readonly [Path, string | undefined])[] = [
    [["subsystems"], settings.subsystems],
    [["discord", "token_file"], settings.discord?.token_file],
    [["matrix", "token_file"], settings.matrix?.token_file],
    [["maintainers", "file"], settings.maintainers?.file],
    [["maintainers", "directories"], isGit(settings) ? undefined : settings.maintainers?.directories],
    ...settings.sources.flatMap(({ ca_file, password_file }, index) => [
      [["sources", index, "ca_file"], ca_file] as const,
      [["sources", index, "password_file"], password_file] as const,
    ]),
  ];
  const problems = named.map(async ([path, file]) => {
    if (file === undefined) return [];
    const error = await access(resolve(folder, file), constants.R_OK).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    const says = `${resolve(folder, file)} cannot be read (${error?.code}); write the path of a file that is there`;
    return error === undefined ? [] : [document.problem(path, says)];
  });
  return (await Promise.all(problems)).flat();
}

async function config(folder: string, settings: Written): Promise<Config> {
  const at = (path: string) => resolve(folder, path);
  const { data, sources, lists, timezone, subsystems, maintainers, omit, kinds, web, waits, log } = settings;
  return {
    data: at(data),
    sources: await Promise.all(sources.map((source) => sourceConfig(at, source))),
    lists: lists as ListConfig[],
    timezone,
    ...(subsystems !== undefined && { subsystems: at(subsystems) }),
    ...(maintainers !== undefined && {
      maintainers: {
        file: at(maintainers.file),
        ...(maintainers.directories !== undefined && {
          directories: isGit(settings) ? "git" : at(maintainers.directories),
        }),
      },
    }),
    omit,
    kinds: { ...kinds, robots: kinds.robots.map(robotRow) },
    ...(settings.discord !== undefined && { discord: discordConfig(at, settings.discord) }),
    ...(settings.matrix !== undefined && { matrix: matrixConfig(at, settings.matrix) }),
    web: web as Config["web"],
    ...(settings.health !== undefined && { health: settings.health }),
    subscriptions: settings.subscriptions.map(subscriptionConfig),
    channels: Object.entries(settings.channels).map(([channel, set]) => ({ channel, ...set }) as ChannelConfig),
    waits: { cardMs: waits.card, orphanMs: waits.orphan },
    log,
  };
}

async function sourceConfig(at: (path: string) => string, source: Written["sources"][number]): Promise<SourceConfig> {
  const { name, type, host = "", tls, user = "", mailboxes, poll: pollMs } = source;
  const start = typeof source.start === "string" ? source.start : { sinceMs: source.start.since };
  if (type === "maildir" || type === "mbox") return { name, type, path: at(source.path ?? ""), start, pollMs };
  const ca = source.ca_file !== undefined && { ca: await readFile(at(source.ca_file), "utf8") };
  if (type === "nntp") {
    const port = source.port ?? DEFAULT_NEWS_PORT[tls];
    const groups = source.groups?.map((group) => (typeof group === "string" ? { group } : group)) ?? [];
    const login = source.user !== undefined && { login: { user, password: password(secretOf(at, source)) } };
    return { name, type, host, port, tls, ...ca, ...login, groups, start, pollMs };
  }
  return {
    name,
    type,
    host,
    port: source.port ?? DEFAULT_PORT[tls],
    tls,
    ...ca,
    user,
    password: password(secretOf(at, source)),
    ...(source.token_command !== undefined && { isToken: true as const }),
    mailboxes,
    start,
    pollMs,
  };
}

function secretOf(at: (path: string) => string, source: Written["sources"][number]): PasswordSource {
  const { password: value = "", password_file: file, password_command, token_command } = source;
  if (file !== undefined) return { kind: "file", path: at(file) };
  const command = password_command ?? token_command;
  return command === undefined ? { kind: "value", value } : { kind: "command", command };
}

function discordConfig(
  at: (path: string) => string,
  { token, token_file, api, operators, message_content }: NonNullable<Written["discord"]>,
): DiscordConfig {
  return {
    token: tokenOf(at, token, token_file),
    ...(api !== undefined && { api }),
    operators,
    readsMessages: message_content,
  };
}

function matrixConfig(
  at: (path: string) => string,
  { token, token_file, ...rest }: NonNullable<Written["matrix"]>,
): MatrixConfig {
  return { ...rest, token: tokenOf(at, token, token_file) };
}

function tokenOf(at: (path: string) => string, token = "", file: string | undefined): () => Promise<string> {
  return password(file === undefined ? { kind: "value", value: token } : { kind: "file", path: at(file) });
}

function robotRow({ address, is }: Written["kinds"]["robots"][number]): Config["kinds"]["robots"][number] {
  return { robot: is, marks: [address.startsWith("@") ? `${address}>` : `<${address}>`] };
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) deepFrozen(inner);
  return Object.freeze(value);
}
