/** How far one browser has read: by channel number the seq of the newest post it was shown. */
export interface Seen {
  /** For channels it never opened: what was newest at its first visit. */
  readonly base: number;
  readonly channels: ReadonlyMap<number, number>;
}

const maxChannels = 300;

/** `1k.3-1p.7-2a`: numbers to the base 36, base first. What cannot be read counts as a first visit. */
export function parseSeen(cookie: string | undefined, newestSeq: number): Seen {
  const fields = /^[0-9a-z]{1,10}(\.[0-9a-z]{1,6}-[0-9a-z]{1,10})*$/.test(cookie ?? "") ? cookie!.split(".") : [];
  const [base, ...pairs] = fields;
  if (base === undefined) return { base: newestSeq, channels: new Map() };
  const number = (digits: string | undefined) => Number.parseInt(digits ?? "0", 36);
  return {
    base: number(base),
    channels: new Map(pairs.map((pair) => pair.split("-")).map(([channel, seq]) => [number(channel), number(seq)])),
  };
}

export function seenIn(seen: Seen, channel: number): number {
  return seen.channels.get(channel) ?? seen.base;
}

/** The same with one channel read up to `seq`; of very many channels the one opened longest ago is forgotten. */
export function withSeen(seen: Seen, channel: number, seq: number): Seen {
  const others = [...seen.channels].filter(([number]) => number !== channel).slice(1 - maxChannels);
  return { base: seen.base, channels: new Map([...others, [channel, seq]]) };
}

export function formatSeen(seen: Seen): string {
  const pairs = Array.from(seen.channels, ([channel, seq]) => `${channel.toString(36)}-${seq.toString(36)}`);
  return [seen.base.toString(36), ...pairs].join(".");
}
