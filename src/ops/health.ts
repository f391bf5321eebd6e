import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Metrics } from "./metrics.ts";

/** What the running parts and the store say of themselves now. */
export interface HealthFacts {
  readonly sources: readonly {
    readonly name: string;
    readonly state: "connected" | "waiting" | "failed";
    readonly detail?: string;
  }[];
  readonly counts: Readonly<Record<"read" | "degraded" | "quarantined", number>>;
  readonly depths: Readonly<Record<"queued" | "sending" | "sent" | "unsure" | "dead", number>>;
  /** How long the oldest post that is owed is overdue, in ms. */
  readonly oldestOwedMs: number;
  /** Channels that take nothing from us now. */
  readonly closedChannels: readonly string[];
}

export interface Health {
  /** `http://127.0.0.1:9464`. */
  readonly address: string;
  close(): Promise<void>;
}

export interface HealthOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly facts: () => Promise<HealthFacts>;
  readonly metrics: Metrics;
}

/** What is owed longer than this is stuck, in ms. */
const STUCK_MS = 90_000;

/** What somebody has to look at, in words; empty where all is well. */
export function troubles({ sources, counts, depths, oldestOwedMs, closedChannels }: HealthFacts): readonly string[] {
  return [
    ...sources
      .filter(({ state }) => state === "failed")
      .map(({ name, detail = "" }) => `source ${name} cannot be read: ${detail}`),
    ...(oldestOwedMs > STUCK_MS ? [`a post is overdue for ${Math.round(oldestOwedMs / 1000)} s`] : []),
    ...(depths.unsure > 0 ? [`posts of which it is unsure whether they arrived: ${depths.unsure}`] : []),
    ...(counts.quarantined > 0 ? [`mails in quarantine: ${counts.quarantined}`] : []),
    ...(closedChannels.length > 0 ? [`channels that take nothing from us: ${closedChannels.join(", ")}`] : []),
  ];
}

/**
 * `/healthz`: 200, or 503 with what somebody has to look at. `/readyz`: 200 once every mailbox was read to its end and nothing is
 * stuck. `/metrics`: for Prometheus. @throws {Error} that names the address and the remedy
 */
export async function openHealth({ host, port, facts, metrics }: HealthOptions): Promise<Health> {
  const app = new Hono();
  app.get("/healthz", async (c) => {
    const found = troubles(await facts());
    return c.json({ healthy: found.length === 0, troubles: found }, found.length === 0 ? 200 : 503);
  });
  app.get("/readyz", async (c) => {
    const { sources, oldestOwedMs } = await facts();
    const isReady = sources.every(({ state }) => state === "connected") && oldestOwedMs <= STUCK_MS;
    return c.json({ ready: isReady, sources, oldestOwedSeconds: oldestOwedMs / 1000 }, isReady ? 200 : 503);
  });
  app.get("/metrics", async (c) =>
    c.body(await metrics.text(await facts()), 200, { "content-type": metrics.contentType }),
  );
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host, overrideGlobalObjects: false }) as Server;
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    throw new Error(`health: cannot listen on ${host}:${port}; write another port under \`health\``, { cause });
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
