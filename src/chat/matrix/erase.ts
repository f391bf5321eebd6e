import type { PostRef } from "../chat-platform.ts";
import type { Homeserver } from "./sdk.ts";

/** The events by which `self` edited one of its own, whatever they said. */
export async function editsOf(
  server: Homeserver,
  room: string,
  ref: PostRef,
  self: string,
): Promise<readonly string[]> {
  const edits: string[] = [];
  let from: string | undefined;
  do {
    const query = { limit: String(PAGE), ...(from !== undefined && { from }) };
    const { chunk, next_batch: next } = (await server.ask("GET", relationsPath(room, ref), { query })) as {
      readonly chunk: readonly { readonly event_id: string; readonly sender: string }[];
      readonly next_batch?: string;
    };
    edits.push(...chunk.filter(({ sender }) => sender === self).map(({ event_id: id }) => id));
    from = next;
  } while (from !== undefined);
  return edits;
}

/** Events that the homeserver gives at once. */
const PAGE = 100;

/** https://spec.matrix.org/v1.16/client-server-api/#get_matrixclientv1roomsroomidrelationseventidreltype */
const relationsPath = (room: string, event: string): string =>
  `/_matrix/client/v1/rooms/${[room, "relations", event, "m.replace"].map(encodeURIComponent).join("/")}`;
