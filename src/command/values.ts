import { messageIds } from "../mail/message-id.ts";
import { presets, type ValueKind } from "./row.ts";
import { commandRow } from "./table.ts";

interface Rule {
  /** The value as the command carries it, or `undefined` where the word is none of this kind. */
  readonly read: (word: string) => string | undefined;
  /** What to give instead, behind "… must be". */
  readonly wanted: string;
}

const rules: Readonly<Record<ValueKind, Rule>> = {
  what: { read: (word) => word, wanted: "a name of at most 200 characters" },
  preset: {
    read: (word) => presets.find((preset) => preset.value === word.toLowerCase())?.value,
    wanted: `one of ${presets.map((preset) => preset.value).join(", ")}`,
  },
  // Short ids are never so short that they could be a number or a duration.
  mail: {
    read: (word) => (/^[a-z0-9]{6,12}$/i.test(word) ? word.toLowerCase() : messageIds(word)[0]),
    wanted: "a short id such as k7q2m9xa, or a Message-ID",
  },
  number: {
    read: (word) => (/^[0-9]{1,4}$/.test(word) ? String(Number(word)) : undefined),
    wanted: "a number up to 9999",
  },
  version: {
    read: (word) =>
      /^v?\d{1,3}(?:\.\d{1,2})?(?:\.\.v?\d{1,3}(?:\.\d{1,2})?)?$/i.test(word) ? word.replace(/v/gi, "") : undefined,
    wanted: "a version such as v2, or two as v2..v3",
  },
  duration: {
    read: (word) => (durationMs(word) === undefined ? undefined : word.toLowerCase()),
    wanted: "a time such as 12h, 7d or 4w, at most a year",
  },
  rule: { read: (word) => word, wanted: "a filter of at most 200 characters" },
  setting: {
    read: (word) => (/^[a-z-]{1,20}$/i.test(word) ? word.toLowerCase() : undefined),
    wanted: "mode, layout, cap or a kind of news such as reply",
  },
  value: {
    read: (word) => (/^[a-z0-9]{1,20}$/i.test(word) ? word.toLowerCase() : undefined),
    wanted: "one word or number",
  },
  command: { read: (word) => commandRow(word)?.name, wanted: "a command's name" },
};

/** The value that `word` stands for, or `undefined` where it cannot be one of this kind. */
export function valueFor(kind: ValueKind, word: string): string | undefined {
  return rules[kind].read(word);
}

/** `one of normal, quiet, everything`. */
export function wanted(kind: ValueKind): string {
  return rules[kind].wanted;
}

const hourMs = 3_600_000;
const unitMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs };

/** Milliseconds of `12h`, `7d`, `4w`; `undefined` for anything else, for nothing at all and for more than a year. */
export function durationMs(word: string): number | undefined {
  const [, count, unit] = /^([0-9]{1,4})([hdw])$/i.exec(word) ?? [];
  const ms = Number(count) * (unitMs[unit?.toLowerCase() ?? ""] ?? Number.NaN);
  return ms > 0 && ms <= 366 * 24 * hourMs ? ms : undefined;
}
