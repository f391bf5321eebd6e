/** A chat platform takes nothing from us any more until the operator has mended something: the message says what. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
}
