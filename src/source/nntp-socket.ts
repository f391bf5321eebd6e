import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { NntpSettings } from "./nntp-options.ts";
import { StepError } from "./nntp-trouble.ts";

/** Milliseconds for a connection to be made, and as many for the TLS handshake. */
const CONNECT_MS = 30_000;

type Server = Pick<NntpSettings, "host" | "port" | "ca" | "commandMs">;

/** A connection to the server in clear. @throws {StepError} */
export async function connected(server: Server, signal: AbortSignal): Promise<Socket> {
  const { host, port } = server;
  return await made("connect", connect({ host, port }), "connect", server, signal);
}

/** The same connection in TLS; the server's certificate is for its host. @throws {StepError} */
export async function secured(socket: Socket, server: Server, signal: AbortSignal): Promise<Socket> {
  const { host, ca } = server;
  const tls = connectTls({
    socket,
    host,
    // No address may stand in SNI (RFC 6066 §3).
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
  });
  return await made("TLS", tls, "secureConnect", server, signal);
}

async function made(
  doing: string,
  socket: Socket,
  event: string,
  { commandMs }: Server,
  signal: AbortSignal,
): Promise<Socket> {
  const limitMs = Math.min(CONNECT_MS, commandMs);
  const late = AbortSignal.timeout(limitMs);
  const hangUp = () => socket.destroy(new Error("the server closed the connection"));
  socket.once("close", hangUp);
  try {
    await once(socket, event, { signal: AbortSignal.any([signal, late]) });
    return socket;
  } catch (cause) {
    socket.on("error", () => undefined);
    socket.destroy();
    throw new StepError(doing, late.aborted ? new Error(`no answer within ${limitMs / 1000} s`) : cause);
  } finally {
    socket.removeListener("close", hangUp);
  }
}
