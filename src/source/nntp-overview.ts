/** An article as the group's overview has it. */
export interface Overview {
  readonly number: number;
  /** Of its Date header; absent where that cannot be read. */
  readonly date: Date | undefined;
}

/**
 * The rows of an answer to OVER (RFC 3977 §8.3) or XOVER (RFC 2980 §2.8), ascending; what is no row is left out.
 *
 * `4711 TAB subject TAB from TAB date TAB message-id TAB …`: the first fields are fixed.
 */
export function overviewRows(text: string, first: number, last: number): readonly Overview[] {
  const rows = new Map<number, Overview>();
  for (const line of text.split(/\r?\n/)) {
    const [digits = "", , , written = ""] = line.split("\t", 4);
    const number = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN;
    if (number >= first && number <= last) rows.set(number, { number, date: dateOf(written) });
  }
  return [...rows.values()].sort((one, other) => one.number - other.number);
}

function dateOf(written: string): Date | undefined {
  const date = new Date(written);
  return written === "" || Number.isNaN(date.getTime()) ? undefined : date;
}
