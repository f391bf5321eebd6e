const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** First row whose `upTo` is larger than the age. */
const rows: readonly { readonly upTo: number; readonly words: (age: number) => string }[] = [
  { upTo: minute, words: () => "just now" },
  { upTo: hour, words: (age) => `${Math.floor(age / minute)} min ago` },
  { upTo: day, words: (age) => `${Math.floor(age / hour)} h ago` },
  { upTo: 2 * day, words: () => "yesterday" },
  { upTo: 14 * day, words: (age) => `${Math.floor(age / day)} days ago` },
];

/** `4 min ago`, `yesterday`, `3 Nov 2026`. Of a time to come: `just now`. */
export function relativeTime(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  const row = rows.find(({ upTo }) => age < upTo);
  return (
    row?.words(age) ??
    at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
  );
}
