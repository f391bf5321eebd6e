import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type MailSource, MailSourceError } from "../../src/source/mail-source.ts";
import { newsSources } from "../../src/source/nntp.ts";
import { mailSourceContract } from "../contract/mail-source.ts";
import { type NewsServer, noNewsServer, serversLines, startNewsServer } from "../support/news-server.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let server: NewsServer | undefined;
before(async () => {
  server = await startNewsServer();
});
after(() => server?.close());

mailSourceContract("a group on InterNetNews", noNewsServer, async () => {
  const news = server!;
  const group = news.newGroup();
  let isDown = false;
  /** How long readers were told to wait, ms: they did. */
  let waited = 0;

  function open(): MailSource {
    const [source] = newsSources({
      name: "news",
      host: "127.0.0.1",
      port: news.port,
      tls: "starttls",
      ca: news.ca,
      groups: [{ group }],
      start: { kind: "all" },
      pollMs: 1_000,
      now: () => new Date(Date.now() + waited),
    });
    return {
      ...source!,
      async *since(cursor, signal) {
        try {
          for await (const raw of source!.since(cursor, signal)) yield withoutServersLines(raw);
        } catch (error) {
          if (error instanceof MailSourceError) waited += error.retryAfterMs;
          if (isDown) await news.start();
          isDown = false;
          throw error;
        }
      },
    };
  }

  return {
    open,
    deliver: (mail) => void news.deliver(group, mail),
    async breakIt() {
      await news.kill();
      isDown = true;
    },
    close: async () => undefined,
  };
});

function withoutServersLines<Raw extends { readonly bytes: Uint8Array; readonly wholeSize: number }>(raw: Raw): Raw {
  const lines = serversLines.exec(Buffer.from(raw.bytes).toString("latin1"))?.[0].length ?? 0;
  return { ...raw, bytes: raw.bytes.subarray(lines), wholeSize: raw.wholeSize - lines };
}

test("the whole program reads a group: each mail once, also over a restart", { skip: noNewsServer }, async (t) => {
  const news = server!;
  const group = news.newGroup();
  const deliver = (n: number) =>
    news.deliver(group, written({ id: `${n}@dev`, subject: `[PATCH] wbus: part ${n}`, text: "It is faster." }));
  const config = writeConfig(
    temporaryFolder(t),
    `data: ./data
sources: [{name: news, type: nntp, host: 127.0.0.1, port: ${news.port}, tls: none, groups: [${group}], start: all}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s}
`,
  );
  const shows = async (relay: Awaited<ReturnType<typeof startRelayProcess>>, count: number) => {
    for (;;) {
      const posts = await relay.channel("wbus").catch(() => []);
      if (posts.length >= count) return posts.map(({ post }) => post.title);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  for (const n of [1, 2]) deliver(n);
  const relay = await startRelayProcess(config);
  await shows(relay, 2);
  assert.equal(await relay.end("SIGTERM"), 0);
  deliver(3);
  const again = await startRelayProcess(config);
  assert.deepEqual(
    (await shows(again, 3)).toSorted(),
    [1, 2, 3].map((n) => `wbus: part ${n}`),
  );
  assert.equal(await again.end("SIGTERM"), 0);
});
