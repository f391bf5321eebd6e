/**
 * Resolves with the first of SIGINT and SIGTERM. A terminal and a launcher may both pass on the same Ctrl-C: further ones
 * within a second mean the same, later ones end the process at once.
 */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let at: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (at === undefined) {
          at = performance.now();
          resolve(signal);
        } else if (performance.now() - at > 1000) process.exit(1);
      });
    }
  });
}
