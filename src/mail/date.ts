/** The parts of a date as mail software writes them, best known first. */
const forms: readonly RegExp[] = [
  // Tue, 3 Nov 2026 10:00:00 +0100 (RFC 5322 §3.3), the weekday, the seconds and the zone missing or not
  /(?<day>\d{1,2})[\s-]+(?<month>[a-z]{3})[a-z]*[\s,-]+(?<year>\d{2,4})[\s,]+(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2}))?(?:\.\d{1,9})?\s*(?<zone>[+-]\d{3,4}|[a-z]{1,5})?/i,
  // Tue Nov  3 10:00:00 2026 (ctime(3)), a zone before or behind the year
  /(?<month>[a-z]{3})\s+(?<day>\d{1,2})\s+(?<hour>\d{1,2}):(?<minute>\d{2}):(?<second>\d{2})\s+(?:(?<zone>[+-]\d{4}|[a-z]{2,5})\s+)?(?<year>\d{4})/i,
  // 2026-11-03T10:00:00+01:00 (RFC 3339)
  /(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T\s]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\.\d{1,9})?\s*(?<zone>[+-]\d{2}:?\d{2}|Z)?/i,
];

const months = "janfebmaraprmayjunjulaugsepoctnovdec";

/** Hours from UTC (RFC 5322 §4.3); any other name says nothing and counts as UTC. */
const zones: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/** The instant that a Date field names; absent where it names none, or one outside of 1970 to 2100. */
export function instant(header: string): Date | undefined {
  const text = header.slice(0, 200).replace(/\([^()]*\)/g, " ");
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const [year, month, day] = [fullYear(parts.year ?? ""), monthNumber(parts.month ?? ""), Number(parts.day)];
  const [hour, minute, second] = [parts.hour, parts.minute, parts.second ?? 0].map(Number) as [number, number, number];
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  const local = new Date(Date.UTC(year, month - 1, day));
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined; // 31 February
  const date = new Date(
    local.getTime() + ((hour * 60 + minute - offsetMinutes(parts.zone ?? "")) * 60 + second) * 1000,
  );
  return date.getUTCFullYear() >= 1970 && date.getUTCFullYear() <= 2100 ? date : undefined;
}

/** Two digits: 49 is 2049, 50 is 1950; three: 126 is 2026 (RFC 5322 §4.3). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length >= 4) return year;
  return digits.length === 2 && year < 50 ? 2000 + year : 1900 + year;
}

/** From 1; 0 for a word that is no month. */
function monthNumber(month: string): number {
  const at = months.indexOf(month.toLowerCase());
  return /^\d+$/.test(month) ? Number(month) : at % 3 === 0 ? at / 3 + 1 : 0;
}

function offsetMinutes(zone: string): number {
  const digits = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone);
  if (digits === null) return (zones[zone.toUpperCase()] ?? 0) * 60;
  return (digits[1] === "-" ? -1 : 1) * (Number(digits[2]) * 60 + Number(digits[3]));
}
