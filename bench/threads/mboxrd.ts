/** A mail and when it arrived. */
export interface Arrived {
  readonly octets: Uint8Array;
  readonly receivedAt: Date;
}

/** The mails as one mboxrd file (mbox(5)), in the order given; octets come back as they were. */
export function mboxrd(mails: readonly Arrived[]): Buffer {
  return Buffer.concat(mails.flatMap(({ octets, receivedAt }) => [separator(receivedAt), escaped(octets)]));
}

/** `From mboxrd@z Thu Jan  1 00:00:00 1970`, in UTC, as asctime(3) writes it. */
function separator(at: Date): Buffer {
  const [weekday, day, month, year, time] = at.toUTCString().replace(",", "").split(" ");
  return Buffer.from(`From mboxrd@z ${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}\n`);
}

/** Latin-1 keeps each octet as one character. What ends without a line feed gets one: a file of lines cannot say otherwise. */
function escaped(octets: Uint8Array): Buffer {
  const text = Buffer.from(octets).toString("latin1");
  const quoted = text.replace(/^>*From /gm, ">$&");
  return Buffer.from(`${quoted}${text.endsWith("\n") ? "" : "\n"}\n`, "latin1");
}

/** The list in an order that follows from `seed` alone: Fisher and Yates's shuffle over a small generator (mulberry32). */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
