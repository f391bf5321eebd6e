import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy that tells when the server's octets match. */
export interface NoticingProxy {
  readonly port: number;
  /** Resolves with `performance.now()` when a piece from the server matches, from now on. */
  noticed(): Promise<number>;
  close(): Promise<void>;
}

export async function noticingProxy(to: number, pattern: RegExp): Promise<NoticingProxy> {
  const sockets = new Set<Socket>();
  let tell: ((at: number) => void) | undefined;
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (piece) => upstream.write(piece));
    upstream.on("data", (piece) => {
      if (tell !== undefined && pattern.test(piece.toString("latin1"))) {
        tell(performance.now());
        tell = undefined;
      }
      client.write(piece);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    noticed: () => new Promise((resolve) => (tell = resolve)),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
