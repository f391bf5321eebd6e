/**
 * Open event streams of browsers (HTML Standard, server-sent events). An event only says how far the chat is, as the id
 * of its newest change; the page then fetches itself again and takes what is new. So nothing is queued for anybody, a
 * reconnecting browser (Last-Event-ID) needs one number, and there is one way to draw a post.
 */
export interface Live {
  /** A stream that tells of changes after `after`; `undefined` when there are too many already. */
  open(after: number, newest: number): ReadableStream<Uint8Array> | undefined;
  tell(change: number): void;
  /** Keeps proxies and browsers from taking silence for death. */
  beat(): void;
  /** Ends all of them and opens no more. */
  close(): void;
}

export function live(maxClients: number): Live {
  const clients = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let closed = false;

  const drop = (client: ReadableStreamDefaultController<Uint8Array>) => {
    if (clients.delete(client)) client.close();
  };
  const send = (client: ReadableStreamDefaultController<Uint8Array>, text: string) => {
    // A browser that does not read is let go; it comes back with its Last-Event-ID.
    if ((client.desiredSize ?? 0) < -maxUnread) drop(client);
    else client.enqueue(encoder.encode(text));
  };
  const event = (change: number) => `event: change\nid: ${change}\ndata: ${change}\n\n`;

  return {
    open(after, newest) {
      if (closed || clients.size >= maxClients) return undefined;
      let self: ReadableStreamDefaultController<Uint8Array>;
      return new ReadableStream<Uint8Array>({
        start(client) {
          self = client;
          clients.add(client);
          send(client, newest > after ? event(newest) : "retry: 1000\n\n");
        },
        cancel: () => void clients.delete(self),
      });
    },
    tell(change) {
      for (const client of clients) send(client, event(change));
    },
    beat() {
      for (const client of clients) send(client, ":\n\n");
    },
    close() {
      closed = true;
      for (const client of clients) drop(client);
    },
  };
}

/** Events that wait for a browser before it is let go. */
const maxUnread = 200;
