import { after, before } from "node:test";
import { type MailSource, MailSourceError } from "../../src/source/mail-source.ts";
import { newsSources } from "../../src/source/nntp.ts";
import { mailSourceContract } from "../contract/mail-source.ts";
import { type NewsServer, noNewsServer, serversLines, startNewsServer } from "../support/news-server.ts";

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
