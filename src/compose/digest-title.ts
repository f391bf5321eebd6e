/** What a channel is subscribed to, and when: `wbus, Sunday`; `wbus and 2 more, Friday to Sunday`. */
export function digestTitle(names: readonly string[], from: Date, to: Date, zone: string): string {
  return `${named(names)}, ${days(from, to, zone)}`;
}

/** `wbus, since 2026-11-17 09:12 UTC`. */
export function newsTitle(names: readonly string[], since: string): string {
  return `${named(names)}, since ${since}`;
}

function named([first = "here", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

const DAY_MS = 86_400_000;

/**
 * The days from one instant to another, in a zone: `Sunday`, `Friday to Sunday`, from a week on `16 to 22 November`. The
 * day on which it ends counts where its noon is past: a digest of the morning tells of the days before.
 */
function days(from: Date, to: Date, zone: string): string {
  const first = parts(from, zone);
  const last = parts(new Date(Math.max(from.getTime(), to.getTime() - DAY_MS / 2)), zone);
  if (to.getTime() - from.getTime() < 6.5 * DAY_MS)
    return first.weekday === last.weekday ? first.weekday : `${first.weekday} to ${last.weekday}`;
  const start = first.month === last.month ? first.day : `${first.day} ${first.month}`;
  return `${start} to ${last.day} ${last.month}`;
}

function parts(at: Date, zone: string): { weekday: string; day: string; month: string } {
  const format = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: zone });
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: found.get("weekday") ?? "", day: found.get("day") ?? "", month: found.get("month") ?? "" };
}
