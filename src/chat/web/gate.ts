import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isLoopback, isOurHost, isOurOrigin, isSameSecret, securityHeaders } from "./access.ts";
import { renderNotice } from "./render-page.ts";

/** What the gate found out about who asks. */
export interface Env {
  Variables: { isOperator: boolean };
}

export interface Gate {
  readonly host: string;
  /** Known only once the server listens. */
  readonly port: () => number;
  readonly token: string;
}

export const cookieAgeS = 400 * 24 * 3600;

/**
 * Stands before every page. Foreign names of ours (DNS rebinding) and changes asked for by foreign pages (CSRF) are
 * turned away; the token in the printed address becomes a cookie. Without it one may read on loopback, elsewhere nothing.
 */
export function gate({ host, port, token }: Gate): MiddlewareHandler<Env> {
  return async (c, next) => {
    // Before the pages are made, so that those which are streams carry them, too.
    for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value);
    const hostHeader = c.req.header("host");
    if (!isOurHost(hostHeader, host, port())) return c.text("Refused: this is not an address of this web chat.\n", 421);
    const isReading = c.req.method === "GET" || c.req.method === "HEAD";
    if (!isReading && !isOurOrigin(c.req.header("origin"), hostHeader)) {
      return c.text("Refused: this request does not come from a page of this web chat.\n", 403);
    }
    const given = c.req.path === "/" ? c.req.query("token") : undefined;
    if (given !== undefined) return isSameSecret(given, token) ? letIn(c) : c.html(wrongToken, 403);
    c.set("isOperator", isSameSecret(getCookie(c, cookieName()), token));
    if (!c.get("isOperator") && !isLoopback(host)) return c.html(closed, 401);
    return next();
  };

  function letIn(c: Context<Env>): Response {
    setCookie(c, cookieName(), token, { httpOnly: true, sameSite: "Strict", path: "/", maxAge: cookieAgeS });
    return c.redirect("/", 303);
  }

  /** Browsers keep cookies by host, not by port: two chats on one machine must not share theirs. */
  function cookieName(): string {
    return `listwire_${port()}`;
  }
}

const printed = "it is printed when Listwire starts.";
const wrongToken = renderNotice("Not the token", `Open the current address with the token: ${printed}`);
const closed = renderNotice("Closed", `Open the address with the token: ${printed}`);
