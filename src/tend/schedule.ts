import { Cron } from "croner";

/** When a preset's digest is due, by the clocks of its zone (cron(5)); `undefined` for none. */
const times = { normal: "0 8 * * 1-5", quiet: "0 8 * * 1", everything: undefined } as const;

export type Preset = keyof typeof times;

/** The preset whose digest comes most often among those that a channel has. */
export function busiest(presets: readonly Preset[]): Preset | undefined {
  return (["normal", "quiet", "everything"] as const).find((preset) => presets.includes(preset));
}

/** The last instant not after `now` at which a digest was due. */
export function lastDue(preset: Preset, timezone: string, now: Date): Date | undefined {
  // What is due now counts, and croner gives what lies before.
  return cron(preset, timezone)?.previousRuns(1, new Date(now.getTime() + 1000))[0];
}

/** The next instant after `now` at which one is. */
export function nextDue(preset: Preset, timezone: string, now: Date): Date | undefined {
  return cron(preset, timezone)?.nextRun(now) ?? undefined;
}

function cron(preset: Preset, timezone: string): Cron | undefined {
  const pattern = times[preset];
  return pattern === undefined ? undefined : new Cron(pattern, { timezone, paused: true });
}
