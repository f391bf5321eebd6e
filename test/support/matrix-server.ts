import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { startDovecot } from "./dovecot.ts";
import { type RelayProcess, startRelayProcess, writeConfig } from "./relay-process.ts";
import { type StoryMail, written } from "./stage.ts";
import type { MatrixPerson, RoomEvent } from "./synapse/matrix-person.ts";
import type { Synapse } from "./synapse/synapse.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface MatrixServer {
  readonly bot: MatrixPerson;
  /** Made the room, and may invite the bot. */
  readonly ada: MatrixPerson;
  /** In the room as anybody. */
  readonly kim: MatrixPerson;
  readonly room: string;
  readonly relay: RelayProcess;
  /** Starts the program anew on what the one before left. */
  again(): Promise<RelayProcess>;
  /** Puts a mail into the mailbox that the relay watches. */
  deliver(mail: StoryMail): void;
  /** What the bot wrote into the room. */
  written(): Promise<readonly RoomEvent[]>;
  /** Waits until the room holds so many messages of the bot's. */
  stands(count: number): Promise<readonly RoomEvent[]>;
}

export interface MatrixServerOptions {
  readonly mails?: readonly StoryMail[];
  readonly isSubscribed?: boolean;
  /** Where the relay takes the homeserver to be: a proxy before it. */
  readonly url?: string;
  readonly isEncrypted?: boolean;
  /** Of the room. */
  readonly version?: string;
  readonly preset?: string;
}

let scenes = 0;

/** The shipped program between a real Dovecot and a real Synapse, by a configuration as a user writes it. */
export async function matrixServer(
  t: TestContext,
  synapse: Synapse,
  {
    mails = [],
    isSubscribed = mails.length > 0,
    url = synapse.url,
    isEncrypted = false,
    version,
    preset = "normal",
  }: MatrixServerOptions = {},
): Promise<MatrixServer> {
  const n = ++scenes;
  const dovecot = (await startDovecot())!;
  const [bot, ada, kim] = [
    await synapse.person(`listwire${n}`),
    await synapse.person(`ada${n}`),
    await synapse.person(`kim${n}`),
  ];
  const room = await ada.creates({
    invite: [bot.id, kim.id],
    encrypted: isEncrypted,
    ...(version !== undefined && { version }),
  });
  await kim.joins(room);
  const folder = temporaryFolder(t);
  const config = writeConfig(
    folder,
    `data: ${join(folder, "data")}
sources:
  - {name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, mailboxes: [INBOX], start: all, poll: 5s}
lists:
  - {id: wbus.lists.example.org, name: wbus}
  - {id: secret.lists.example.org, name: secret, visibility: {rooms: ["!other:test.local"]}}
web: {host: 127.0.0.1, port: 0, channels: []}
subscriptions:
${!isSubscribed ? "  []" : `  - {channel: "matrix:${room}", list: wbus.lists.example.org, preset: ${preset}}`}
matrix: {homeserver: "${url}", token: ${bot.token}, allow: ["${ada.id}"]}
waits: {card: 1s, orphan: 30s}
`,
  );
  const deliver = (mail: StoryMail) => void dovecot.deliver("reader", written(mail));
  mails.forEach(deliver);
  let relay = await startRelayProcess(config);
  let hasEnded = false;
  const noteEnd = () =>
    void relay.ended.then(() => {
      hasEnded = true;
    });
  noteEnd();
  t.after(async () => {
    if (!hasEnded) assert.equal(await relay.end("SIGTERM"), 0);
    await dovecot.close();
  });
  const ours = (events: readonly RoomEvent[]) =>
    events.filter(
      ({ type, sender, content }) =>
        type === "m.room.message" && sender === bot.id && content["m.relates_to"]?.rel_type !== "m.replace",
    );
  return {
    bot,
    ada,
    kim,
    room,
    relay,
    async again() {
      relay = await startRelayProcess(config);
      hasEnded = false;
      noteEnd();
      return relay;
    },
    deliver,
    written: async () => ours(await ada.reads(room)),
    stands: (count) =>
      relay.unlessEnded(
        ada.until(room, (events) => {
          const written = ours(events);
          return written.length >= count && written;
        }),
      ),
  };
}
