import { fileURLToPath } from "node:url";
import { readTables } from "../../src/cli/tables.ts";
import { channelsCap } from "../../src/route/route.ts";
import type { Preset } from "../../src/route/wants.ts";
import type { Arrived } from "../threads/mboxrd.ts";
import { type Run, relayed } from "./relay.ts";

const CORPUS = fileURLToPath(new URL("../../../shared/corpora/maintainers/", import.meta.url));

/** What the channels of all subsystems get in one preset. */
export interface Amount {
  readonly preset: Preset;
  readonly channels: number;
  readonly messages: number;
  /** Of one channel on one day, in the middle and at most; days without any count. */
  readonly aDay: { readonly mean: number; readonly most: number; readonly where: string };
  /** Mails that a channel's digest tells, each as often as channels do. */
  readonly inDigests: number;
  /** Mails of which no channel tells anything. */
  readonly nowhere: number;
}

/** The same mails with MAINTAINERS, a channel for each subsystem that any of them belongs to, and none for lists. */
export async function amounts(arrivals: readonly Arrived[], days: number): Promise<Amount[]> {
  const tables = await readTables({
    maintainers: `${CORPUS}MAINTAINERS`,
    directories: `${CORPUS}patterns-that-are-directories.txt`,
  });
  const all = await relayed(arrivals, { tables: tables.route, subsystems: [], preset: "normal" });
  const subsystems = [...new Set(all.mails.flatMap(({ facts }) => channelsCap(facts.routed).map(({ name }) => name)))];
  const found: Amount[] = [];
  for (const preset of ["normal", "quiet", "everything"] as const)
    found.push(amount(preset, days, await relayed(arrivals, { tables: tables.route, subsystems, preset }), subsystems));
  return found;
}

function amount(preset: Preset, days: number, { sent, mails }: Run, subsystems: readonly string[]): Amount {
  const posts = sent.filter(({ form }) => form === "post");
  const daily = [...Map.groupBy(posts, ({ channel, at }) => `${channel} on ${at.toISOString().slice(0, 10)}`)];
  const [where, most] = daily.reduce(
    ([name, count], [other, { length }]) => (length > count ? [other, length] : [name, count]),
    ["", 0] as [string, number],
  );
  return {
    preset,
    channels: subsystems.length,
    messages: posts.length,
    aDay: { mean: posts.length / (subsystems.length * days), most, where },
    nowhere: mails.filter(({ decisions }) => decisions.every(({ shown }) => shown === "off" || shown === "held"))
      .length,
    inDigests: mails.flatMap(({ decisions }) => decisions.filter(({ shown }) => shown === "digest")).length,
  };
}
