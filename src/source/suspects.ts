/** So often a mail may cost us the connection before the others go on without it. */
const mostStrikes = 3;

/**
 * Which mails a server breaks over. Some servers end the connection, or talk nonsense, at one broken mail; asked for
 * together with its neighbours for ever, it would stop the mailbox.
 */
export interface Suspects {
  /** Asked for in the command that broke last: each is to be asked for alone. */
  isSuspect(uid: number): boolean;
  /** Broke the connection alone, several times: to be left out but for a sweep. */
  isFeared(uid: number): boolean;
  /** The connection broke while these were asked for. Gives the one that is feared from now on, if there is one. */
  blame(asked: readonly number[]): number | undefined;
  /** All were given that are not feared. */
  acquit(): void;
}

export function suspects(): Suspects {
  let suspected: ReadonlySet<number> = new Set();
  const strikes = new Map<number, number>();
  return {
    isSuspect: (uid) => suspected.has(uid),
    isFeared: (uid) => (strikes.get(uid) ?? 0) >= mostStrikes,
    blame(asked) {
      suspected = new Set(asked);
      const [alone] = asked;
      if (alone === undefined || asked.length > 1) return undefined;
      strikes.set(alone, (strikes.get(alone) ?? 0) + 1);
      return strikes.get(alone) === mostStrikes ? alone : undefined;
    },
    acquit() {
      suspected = new Set();
    },
  };
}
