import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, type TestContext, test } from "node:test";
import { type HealthFacts, openHealth, troubles } from "../../src/ops/health.ts";
import { metrics } from "../../src/ops/metrics.ts";

const well: HealthFacts = {
  sources: [{ name: "main/INBOX", state: "connected" }],
  counts: { read: 812, degraded: 3, quarantined: 0 },
  depths: { queued: 2, sending: 1, sent: 900, unsure: 0, dead: 4 },
  oldestOwedMs: 0,
  closedChannels: [],
};

describe("it is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [says: string, more: Partial<HealthFacts>, trouble: RegExp | undefined][] = [
    ["well",                                   {}, undefined],
    ["well while it connects",                 { sources: [{ name: "main/INBOX", state: "waiting" }] }, undefined],
    ["ill when a mailbox cannot be read",      { sources: [{ name: "main/INBOX", state: "failed", detail: "login" }] }, /^source main\/INBOX cannot be read: login$/],
    ["well while a post is a little late",     { oldestOwedMs: 60_000 }, undefined],
    ["ill when a post is stuck",               { oldestOwedMs: 91_000 }, /^a post is overdue for 91 s$/],
    ["ill when a post is unsure",              { depths: { ...well.depths, unsure: 2 } }, /^posts of which it is unsure whether they arrived: 2$/],
    ["ill when a mail is in quarantine",       { counts: { ...well.counts, quarantined: 1 } }, /^mails in quarantine: 1$/],
    ["ill when a channel is closed to it",     { closedChannels: ["discord:1"] }, /^channels that take nothing from us: discord:1$/],
  ];
  for (const [says, more, trouble] of rows)
    test(says, () => {
      const found = troubles({ ...well, ...more });
      assert.equal(found.length, trouble === undefined ? 0 : 1);
      if (trouble !== undefined) assert.match(found[0]!, trouble);
    });
});

async function served(t: TestContext, facts: () => HealthFacts) {
  const counted = metrics();
  const health = await openHealth({ host: "127.0.0.1", port: 0, facts: async () => facts(), metrics: counted });
  t.after(() => health.close());
  const get = async (path: string) => {
    const answer = await fetch(`${health.address}${path}`);
    return [answer.status, await answer.text()] as const;
  };
  return { counted, get, address: health.address };
}

test("/healthz and /readyz answer 200, or 503 with the reason", async (t) => {
  let facts = well;
  const { get } = await served(t, () => facts);
  assert.deepEqual(await get("/healthz"), [200, '{"healthy":true,"troubles":[]}']);
  assert.equal((await get("/readyz"))[0], 200);
  facts = { ...well, sources: [{ name: "main/INBOX", state: "failed", detail: "login" }] };
  assert.deepEqual(await get("/healthz"), [
    503,
    '{"healthy":false,"troubles":["source main/INBOX cannot be read: login"]}',
  ]);
  assert.equal((await get("/readyz"))[0], 503);
  facts = { ...well, sources: [{ name: "main/INBOX", state: "waiting" }] };
  assert.deepEqual([(await get("/healthz"))[0], (await get("/readyz"))[0]], [200, 503]);
});

test("/metrics has what was counted, and what the store says", async (t) => {
  const { counted, get } = await served(t, () => ({ ...well, oldestOwedMs: 1500, closedChannels: ["discord:1"] }));
  counted.mailTaken("new");
  counted.delivered("discord", "post", 30_000);
  counted.delivered("discord", "edit", undefined);
  counted.notDelivered("matrix", "platform");
  for (const isUp of [true, false, false, true]) counted.source("main/INBOX", isUp);
  const [status, text] = await get("/metrics");
  assert.equal(status, 200);
  for (const line of [
    'listwire_mails_taken_total{what="new"} 1',
    'listwire_deliveries_total{platform="discord",form="post"} 1',
    'listwire_deliveries_total{platform="discord",form="edit"} 1',
    'listwire_delivery_failures_total{platform="matrix",outcome="platform"} 1',
    'listwire_post_lag_seconds_bucket{le="45",platform="discord"} 1',
    'listwire_post_lag_seconds_sum{platform="discord"} 30',
    'listwire_source_up{source="main/INBOX"} 1',
    'listwire_source_losses_total{source="main/INBOX"} 1',
    'listwire_mails{state="degraded"} 3',
    'listwire_deliveries{state="unsure"} 0',
    "listwire_oldest_owed_seconds 1.5",
    "listwire_channels_closed 1",
  ])
    assert.ok(text.split("\n").includes(line), `${line} is missing in\n${text}`);
});

test("a port that is taken is said with the remedy", async (t) => {
  const { address } = await served(t, () => well);
  const port = Number(new URL(address).port);
  await assert.rejects(
    openHealth({ host: "127.0.0.1", port, facts: async () => well, metrics: metrics() }),
    /^Error: health: cannot listen on 127\.0\.0\.1:\d+; write another port under `health`$/,
  );
});

test("docs/operations.md names each metric, and no other", async () => {
  const docs = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const text = await metrics().text(well);
  const told = new Set(docs.match(/\blistwire_[a-z_]+/g));
  const there = new Set(Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name]) => name!));
  assert.deepEqual([...told].sort(), [...there].sort());
});
