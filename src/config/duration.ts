const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `45s`, `1.5h`, `7d` as milliseconds, at most a hundred years; `undefined` for everything else, a bare number too. */
export function durationMs(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h|d|w)$/.exec(text.trim()) ?? [];
  const ms = Math.round(Number(count) * (UNIT_MS[unit ?? ""] ?? Number.NaN));
  return ms <= 36_525 * 86_400_000 ? ms : undefined;
}
