import type { ChannelId } from "../chat-platform.ts";
import { refusalOf } from "./failure.ts";
import { pathOf } from "./poster.ts";
import { powerOf } from "./rights.ts";
import { type Homeserver, homeserver } from "./sdk.ts";

/**
 * Tells what keeps us from showing mail in a room, each with the remedy; nothing where all is well. Nothing is written.
 * @throws {Error} where the token is not taken, or nobody answers
 */
export async function matrixProbe(
  url: string,
  token: string,
): Promise<(channel: ChannelId) => Promise<readonly string[]>> {
  const server = homeserver(url.replace(/\/$/, ""), token, TIMEOUT_MS);
  const { user_id: self } = await server.ask("GET", "/_matrix/client/v3/account/whoami").catch((cause: unknown) => {
    throw new Error(
      refusalOf(cause) === "token"
        ? "the access token is not taken; log in again as docs/matrix.md tells, and set `matrix.token`"
        : "the homeserver does not answer; is `matrix.homeserver` right, and can it be reached from here?",
      { cause },
    );
  });
  return (channel) => problemsIn(server, String(self), channel.slice("matrix:".length));
}

const TIMEOUT_MS = 15_000;

async function problemsIn(server: Homeserver, self: string, room: string): Promise<readonly string[]> {
  const state = (type: string) =>
    server.ask("GET", pathOf(room, "state", type, ""), { query: { format: "event" } }).catch((error: unknown) => {
      if ((error as { errcode?: string }).errcode !== "M_NOT_FOUND") throw error;
    });
  const { joined_rooms: rooms } = await server.ask("GET", "/_matrix/client/v3/joined_rooms");
  if (!(rooms as readonly string[]).includes(room))
    return [
      `${self} is not in the room; invite it, as somebody whom \`matrix.allow\` names, and it comes when the relay runs`,
    ];
  const problems: string[] = [];
  if ((await state("m.room.encryption")) !== undefined)
    problems.push("the room is encrypted, which cannot be undone; make another without encryption");
  if ((await state("m.room.tombstone")) !== undefined)
    problems.push("the room was replaced by another; invite the bot there, and subscribe that one");
  const levels = (await state("m.room.power_levels"))?.content;
  const create = await state("m.room.create");
  const { own, toSend } = powerOf(self, { powerLevels: levels, create });
  if (own < toSend)
    problems.push(`${self} has level ${own}, and messages need ${toSend}; raise the one or lower the other`);
  const config = await server
    .ask("GET", "/_matrix/client/v1/media/config")
    .catch(() => ({}) as Record<string, unknown>);
  const most = config["m.upload.size"];
  if (typeof most === "number" && most < MAX_FILE)
    problems.push(`the homeserver takes files of ${most} octets at most, and long answers need ${MAX_FILE}`);
  return problems;
}

/** Octets of the longest file that we send. */
const MAX_FILE = 256 * 1024;
