import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";

/** What the proxy does to every connection, open ones included, from the moment it is set. */
export type Fault =
  | { readonly kind: "pass" }
  /** Both sides are ended after `bytes` more octets from the server. */
  | { readonly kind: "cutAtByte"; readonly bytes: number }
  /** Both sides are ended `bytes` (0) octets after `text` came from the server. */
  | { readonly kind: "cutAtText"; readonly text: string; readonly bytes?: number }
  /** Every connection is reset (RST), also a new one before it says anything. */
  | { readonly kind: "rst" }
  /** Reset as soon as the client sends something with `text` in it. */
  | { readonly kind: "rstAtText"; readonly text: string }
  /** Nothing passes either way, and nothing is closed. */
  | { readonly kind: "blackhole" }
  /** From the server, at most so many octets a second. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** The server's FIN is swallowed: the client keeps half a connection. */
  | { readonly kind: "halfOpen" }
  /** Answers of the server are edited: `undefined` drops one. An answer is a line with the literals that belong to it. */
  | { readonly kind: "edit"; readonly answer: (answer: string) => string | undefined }
  /** The proxy itself shows this certificate (PEM) from the first octet, and passes on what it hears in clear. */
  | { readonly kind: "tlsBad"; readonly key: string; readonly cert: string };

/** A TCP proxy on 127.0.0.1 that a test can turn against both ends. Knows lines and IMAP literals, nothing else. */
export interface FaultProxy {
  readonly port: number;
  /** How many connections were ever made to it. */
  readonly connections: number;
  set(fault: Fault): void;
  /** Ends open connections as a crashed peer does. */
  reset(): void;
  /** Resolves once the client has sent something that matches. Call it before what causes it. */
  clientSends(pattern: RegExp): Promise<void>;
  close(): Promise<void>;
}

/** Holds what a fault has counted on one connection; begun anew when the fault is set. */
interface Pair {
  readonly client: net.Socket;
  readonly server: net.Socket;
  /** Octets held back until an answer is whole, a text is found or its turn has come. */
  held: Buffer;
  passed: number;
}

/** A proxy in front of `port` of 127.0.0.1. */
export async function faultProxy(port: number): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  const accepted = new Set<net.Socket>();
  const listening = new Set<{ readonly pattern: RegExp; readonly resolve: () => void }>();
  let fault: Fault = { kind: "pass" };
  let connections = 0;

  function join(client: net.Socket): void {
    const server = net.connect(port, "127.0.0.1");
    const pair: Pair = { client, server, held: Buffer.alloc(0), passed: 0 };
    pairs.add(pair);
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.on("data", (chunk: Buffer) => fromClient(pair, chunk));
    server.on("data", (chunk: Buffer) => fromServer(pair, chunk));
    client.on("close", () => end(pair));
    server.on("close", () => {
      if (fault.kind !== "halfOpen" && fault.kind !== "blackhole") end(pair);
    });
  }

  function end(pair: Pair): void {
    pairs.delete(pair);
    pair.client.destroySoon();
    pair.server.destroy();
  }

  function rst(pair: Pair): void {
    pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.server.destroy();
  }

  function fromClient(pair: Pair, chunk: Buffer): void {
    const text = chunk.toString("latin1");
    for (const one of [...listening]) {
      if (one.pattern.test(text)) one.resolve();
    }
    if (fault.kind === "rstAtText" && text.includes(fault.text)) rst(pair);
    else if (fault.kind !== "blackhole") pair.server.write(chunk);
  }

  function fromServer(pair: Pair, chunk: Buffer): void {
    if (fault.kind === "blackhole") return;
    if (fault.kind === "cutAtByte") cutAt(pair, chunk, fault.bytes);
    else if (fault.kind === "cutAtText") {
      pair.held = Buffer.concat([pair.held, chunk]);
      const at = pair.held.indexOf(fault.text, 0, "latin1");
      cutAt(pair, chunk, at < 0 ? Number.POSITIVE_INFINITY : at + fault.text.length + (fault.bytes ?? 0));
    } else if (fault.kind === "slow") {
      pair.held = Buffer.concat([pair.held, chunk]);
      if (pair.held.length === chunk.length) drip(pair, fault.bytesPerSecond);
    } else if (fault.kind === "edit") {
      pair.held = Buffer.concat([pair.held, chunk]);
      edit(pair, fault.answer);
    } else pair.client.write(chunk);
  }

  /** Passes on what lies before the octet `at`, counted from when the fault was set. */
  function cutAt(pair: Pair, chunk: Buffer, at: number): void {
    pair.client.write(chunk.subarray(0, Math.max(0, at - pair.passed)));
    pair.passed += chunk.length;
    if (pair.passed >= at) end(pair);
  }

  function drip(pair: Pair, bytesPerSecond: number): void {
    const now = Math.max(1, Math.floor(bytesPerSecond / 20));
    pair.client.write(pair.held.subarray(0, now));
    pair.held = pair.held.subarray(now);
    if (pair.held.length > 0 && pairs.has(pair)) setTimeout(() => drip(pair, bytesPerSecond), 50);
  }

  function edit(pair: Pair, answer: (answer: string) => string | undefined): void {
    for (let length = wholeAnswer(pair.held); length > 0; length = wholeAnswer(pair.held)) {
      const edited = answer(pair.held.toString("latin1", 0, length));
      pair.held = pair.held.subarray(length);
      if (edited !== undefined) pair.client.write(edited, "latin1");
    }
  }

  const proxy = net.createServer((client) => {
    connections += 1;
    accepted.add(client.once("close", () => accepted.delete(client)));
    if (fault.kind === "rst") client.once("error", () => undefined).resetAndDestroy();
    else if (fault.kind === "tlsBad") {
      const { key, cert } = fault;
      join(new tls.TLSSocket(client, { isServer: true, key, cert }));
    } else join(client);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");

  return {
    port: (proxy.address() as net.AddressInfo).port,
    get connections() {
      return connections;
    },
    set(next) {
      fault = next;
      for (const pair of pairs) {
        pair.passed = 0;
        pair.held = Buffer.alloc(0);
        if (next.kind === "rst") rst(pair);
      }
    },
    reset() {
      for (const pair of [...pairs]) rst(pair);
    },
    async clientSends(pattern) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const one = { pattern, resolve };
      listening.add(one);
      await promise;
      listening.delete(one);
    },
    async close() {
      for (const pair of [...pairs]) rst(pair);
      for (const client of accepted) client.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}

/** How long the first whole answer in `held` is: to the end of a line that announces no literal. 0 where it is not whole yet. */
function wholeAnswer(held: Buffer): number {
  for (let from = 0; ; ) {
    const end = held.indexOf("\r\n", from, "latin1");
    if (end < 0) return 0;
    const literal = /\{(\d+)\}$/.exec(held.toString("latin1", Math.max(from, end - 12), end));
    if (literal === null) return end + 2;
    from = end + 2 + Number(literal[1]);
    if (from > held.length) return 0;
  }
}
