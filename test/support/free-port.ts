import { once } from "node:events";
import { createServer } from "node:net";

/** Below what the system gives to connections (Linux: 32768 to 60999): none takes it before our server has it. */
const PORTS = { first: 20_000, count: 12_000 };

/** A port of 127.0.0.1 that nobody listens at now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    const server = createServer();
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      server.close();
      await once(server, "close");
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
}
