import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

/**
 * Headers of every answer. No script, style, font or picture but our own files, and no request to anywhere else.
 * Referrer-Policy is `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with our own forms
 * (Fetch Standard, "append a request Origin header"), and the Origin is what we check them by.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
};

/** True for addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/**
 * Is `header` (a request's Host) a name that we are reached by? Keeps out DNS rebinding, where a foreign name comes to
 * point at us: on loopback only loopback's own names count, elsewhere every literal address, since no name can rebind
 * to it, and the name that we were told to bind.
 */
export function isOurHost(header: string | undefined, host: string, port: number): boolean {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/i.exec(header ?? "");
  if (match === null || Number(match[3] ?? 80) !== port) return false;
  const name = (match[1] ?? match[2] ?? "").toLowerCase();
  if (name === host.toLowerCase()) return true;
  return isLoopback(host) ? isLoopback(name) : isIP(name) !== 0;
}

/** Does a request that changes something come from one of our own pages? One that does not say is taken for foreign. */
export function isOurOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
  return hostHeader !== undefined && (origin === `http://${hostHeader}` || origin === `https://${hostHeader}`);
}

/** Equal, found out in a time that does not depend on where they differ. */
export function isSameSecret(given: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(secret));
}
