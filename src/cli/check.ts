import { existsSync } from "node:fs";
import { styleText } from "node:util";
import type { ChannelId } from "../chat/chat-platform.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/config.ts";
import type { ListId } from "../mail/mail.ts";
import { type ImapProbe, probeImap } from "../source/imap-probe.ts";
import { probeMaildir } from "../source/maildir-probe.ts";
import { probeMbox } from "../source/mbox-probe.ts";
import { probeGroup } from "../source/nntp-probe.ts";
import { openSqliteReader } from "../store/sqlite.ts";
import { type Finding, silences, unread, wrongLists } from "./check/silences.ts";
import { configured, DEFAULT_CONFIG, storeIn, withStore } from "./data.ts";
import { parsed } from "./usage.ts";

/**
 * `check`: the configuration, then what it names: each mailbox, each channel; and why a relay that runs may be silent. Writes nothing
 * anywhere. 0 where all is well, 1 where something is to be mended.
 */
export async function check(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, { config: { type: "string", default: DEFAULT_CONFIG } });
  const config = await configured(values.config);
  const findings: Finding[] = [];
  const tell = (...some: readonly Finding[]) => {
    for (const finding of some) {
      findings.push(finding);
      console.log(line(finding));
    }
  };
  tell({ how: "ok", about: values.config, says: "the configuration is right" });
  const store = existsSync(storeIn(config.data))
    ? await withStore(async () => openSqliteReader(storeIn(config.data)))
    : undefined;
  try {
    const taken = (await store?.latestMails(1)) ?? [];
    const seen = new Set<string>(await (store?.knownLists() ?? []));
    for (const { about, start, probe } of mailboxes(config)) {
      const found = await probe();
      if (found.kind === "closed") {
        tell({ how: "bad", about, says: found.says });
        continue;
      }
      for (const id of found.lists) seen.add(id);
      tell({
        how: "ok",
        about,
        says: `${found.mails} mails${found.lists.length > 0 ? ` of ${found.lists.slice(0, 5).join(", ")}` : ""}`,
      });
      tell(...unread(about, start, found.mails, taken));
    }
    const subscriptions =
      (await store?.subscriptions()) ??
      config.subscriptions.map((one) => ({ ...one, channel: one.channel as ChannelId }));
    const lists = subscriptions.flatMap(({ what: { kind, name } }) => (kind === "list" ? [name as ListId] : []));
    tell(...wrongLists([...new Set([...config.lists.map(({ id }) => id as ListId), ...lists])], [...seen]));
    await channels(config, [...new Set(subscriptions.map(({ channel }) => channel))], tell);
    if (store !== undefined) tell(...(await silences(store, systemClock.now())));
  } finally {
    store?.close();
  }
  const bad = findings.filter(({ how }) => how === "bad").length;
  console.log(bad === 0 ? "\nAll is well." : `\n${bad === 1 ? "One thing is" : `${bad} things are`} to be mended.`);
  return bad === 0 ? 0 : 1;
}

const MARKS = { ok: ["green", "ok  "], note: ["yellow", "note"], bad: ["red", "bad "] } as const;

function line({ how, about, says }: Finding): string {
  const [colour, mark] = MARKS[how];
  return `${styleText(colour, mark)} ${about}: ${says}`;
}

interface Mailbox {
  readonly about: string;
  readonly start: "now" | "all" | "since";
  readonly probe: () => Promise<ImapProbe>;
}

function mailboxes({ sources }: Config): readonly Mailbox[] {
  return sources.flatMap((source) => {
    const { name, start } = source;
    const from = typeof start === "string" ? start : ("since" as const);
    if ("path" in source) {
      const probe = source.type === "maildir" ? probeMaildir : probeMbox;
      return [{ about: name, start: from, probe: () => probe(source.path) }];
    }
    if (source.type === "nntp")
      return source.groups.map((group) => ({
        about: `${name}/${group.group}`,
        start: from,
        probe: () => probeGroup({ ...source, start: { kind: "now" }, now: systemClock.now }, group),
      }));
    const { host, port, tls, ca, user, password, isToken = false } = source;
    return source.mailboxes.map((mailbox) => ({
      about: `${name}/${mailbox}`,
      start: from,
      probe: () =>
        probeImap({
          name: `${name}/${mailbox}`,
          host,
          port,
          tls,
          ...(ca !== undefined && { ca }),
          user,
          password,
          isToken,
          mailbox,
          start: { kind: "now" },
          pollMs: 60_000,
          now: systemClock.now,
        }),
    }));
  });
}

/** Whether each channel can be posted to. Those of the web chat are this machine's own. */
async function channels(
  { discord, matrix }: Config,
  all: readonly ChannelId[],
  tell: (...some: readonly Finding[]) => void,
): Promise<void> {
  const on = (platform: string) => all.filter((channel) => channel.startsWith(`${platform}:`));
  for (const [platform, isThere] of [
    ["discord", discord !== undefined],
    ["matrix", matrix !== undefined],
  ] as const)
    if (!isThere)
      for (const about of on(platform))
        tell({
          how: "bad",
          about,
          says: `no \`${platform}\` block in the configuration; write it, or unsubscribe the channel`,
        });
  const tried = async (
    name: string,
    some: readonly ChannelId[],
    probe: () => Promise<(channel: ChannelId) => Promise<readonly string[]>>,
  ) => {
    try {
      const of = await probe();
      tell({ how: "ok", about: name, says: "the token is taken" });
      for (const about of some) {
        const problems = await of(about);
        if (problems.length === 0) tell({ how: "ok", about, says: "can be posted to" });
        for (const says of problems) tell({ how: "bad", about, says: `permission: ${says}` });
      }
    } catch (error) {
      tell({ how: "bad", about: name, says: (error as Error).message });
    }
  };
  if (discord !== undefined)
    await tried("discord", on("discord"), async () => {
      const { discordProbe } = await import("../chat/discord/probe.ts");
      return await discordProbe(await discord.token(), discord.api);
    });
  if (matrix !== undefined)
    await tried("matrix", on("matrix"), async () => {
      const { matrixProbe } = await import("../chat/matrix/probe.ts");
      return await matrixProbe(matrix.homeserver, await matrix.token());
    });
}
