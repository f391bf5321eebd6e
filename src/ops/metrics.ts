import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { HealthFacts } from "./health.ts";

/** What is counted while the relay runs, in Prometheus' words. Names and meanings: docs/operations.md. */
export interface Metrics {
  mailTaken(what: "new" | "copy" | "repeat"): void;
  /** A post or an edit that went out; `lagMs` from the mail's arrival, where it is one mail's post. */
  delivered(platform: string, form: "post" | "edit" | "erase", lagMs: number | undefined): void;
  /** A try that did not succeed, by what it meant. */
  notDelivered(platform: string, outcome: "refused" | "unclear" | "channel" | "platform"): void;
  /** A source became readable, or stopped being so. */
  source(name: string, isUp: boolean): void;
  /** The text for a scrape, with what the store says now. */
  text(facts: HealthFacts): Promise<string>;
  readonly contentType: string;
}

/** Seconds: a post within a moment, a card that waits for its series, a backlog. */
const LAG_BUCKETS = [0.1, 0.5, 1, 5, 15, 45, 60, 120, 300, 900, 3600, 14_400, 86_400];

export function metrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const taken = new Counter({
    name: "listwire_mails_taken_total",
    help: "Mails taken in: new ones, copies by other lists, and the same again",
    labelNames: ["what"],
    registers,
  });
  const sent = new Counter({
    name: "listwire_deliveries_total",
    help: "Posts and edits that went out",
    labelNames: ["platform", "form"],
    registers,
  });
  const failed = new Counter({
    name: "listwire_delivery_failures_total",
    help: "Tries that did not succeed, by what they meant",
    labelNames: ["platform", "outcome"],
    registers,
  });
  const lag = new Histogram({
    name: "listwire_post_lag_seconds",
    help: "From a mail's arrival in its mailbox to its post",
    labelNames: ["platform"],
    buckets: LAG_BUCKETS,
    registers,
  });
  const up = new Gauge({
    name: "listwire_source_up",
    help: "Whether a mailbox can be read",
    labelNames: ["source"],
    registers,
  });
  const losses = new Counter({
    name: "listwire_source_losses_total",
    help: "How often a mailbox could no longer be read",
    labelNames: ["source"],
    registers,
  });
  const mails = new Gauge({
    name: "listwire_mails",
    help: "Mails in the archive, by state",
    labelNames: ["state"],
    registers,
  });
  const queue = new Gauge({
    name: "listwire_deliveries",
    help: "Posts and edits in the store, by state",
    labelNames: ["state"],
    registers,
  });
  const oldest = new Gauge({
    name: "listwire_oldest_owed_seconds",
    help: "How long the oldest post that is owed is overdue; 0 where none is",
    registers,
  });
  const closed = new Gauge({
    name: "listwire_channels_closed",
    help: "Channels that take nothing from us now",
    registers,
  });
  const ups = new Map<string, boolean>();
  return {
    mailTaken: (what) => taken.inc({ what }),
    delivered(platform, form, lagMs) {
      sent.inc({ platform, form });
      if (lagMs !== undefined) lag.observe({ platform }, Math.max(0, lagMs) / 1000);
    },
    notDelivered: (platform, outcome) => failed.inc({ platform, outcome }),
    source(name, isUp) {
      if (ups.get(name) === true && !isUp) losses.inc({ source: name });
      ups.set(name, isUp);
      up.set({ source: name }, isUp ? 1 : 0);
    },
    async text({ counts, depths, oldestOwedMs, closedChannels }) {
      for (const state of ["read", "degraded", "quarantined"] as const) mails.set({ state }, counts[state]);
      for (const state of ["queued", "sending", "sent", "unsure", "dead"] as const) queue.set({ state }, depths[state]);
      oldest.set(oldestOwedMs / 1000);
      closed.set(closedChannels.length);
      return await registry.metrics();
    },
    contentType: registry.contentType,
  };
}
