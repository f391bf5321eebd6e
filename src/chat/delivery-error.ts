/** A post that did not reach its channel, or of which we cannot tell. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  /** Milliseconds to wait before another try, or `undefined` where trying again cannot help. */
  readonly retryAfterMs: number | undefined;
  /**
   * `refused`: it is certain that nothing was posted. `unclear`: it may have been (a time-out, a lost answer): the same
   * key and bytes again, or `find` first. `channel`: the channel is gone or closed to us. `platform`: nothing was posted, and
   * nothing can be anywhere on that platform now.
   */
  readonly outcome: "refused" | "unclear" | "channel" | "platform";

  constructor(
    message: string,
    retryAfterMs: number | undefined,
    outcome: DeliveryError["outcome"],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
    this.outcome = outcome;
  }
}
