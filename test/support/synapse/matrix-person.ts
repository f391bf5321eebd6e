import { setTimeout as pause } from "node:timers/promises";

/** An event as the client-server API gives it. */
export interface RoomEvent {
  readonly type: string;
  readonly event_id: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly state_key?: string;
  readonly content: Readonly<Record<string, unknown>> & {
    readonly body?: string;
    readonly formatted_body?: string;
    readonly msgtype?: string;
    readonly url?: string;
    readonly "m.mentions"?: { readonly user_ids?: readonly string[] };
    readonly "m.relates_to"?: {
      readonly rel_type?: string;
      readonly event_id?: string;
      readonly key?: string;
      readonly is_falling_back?: boolean;
      readonly "m.in_reply_to"?: { readonly event_id: string };
    };
  };
  readonly unsigned?: { readonly redacted_because?: unknown };
}

/** Somebody with a client of their own: what they do goes through the client-server API, as a client's requests do. */
export interface MatrixPerson {
  readonly id: string;
  readonly token: string;
  /** A room of theirs. `version`: of the room, the server's own where it is left out. */
  creates(options?: {
    readonly invite?: readonly string[];
    readonly version?: string;
    readonly encrypted?: boolean;
  }): Promise<string>;
  invites(room: string, user: string): Promise<void>;
  joins(room: string): Promise<void>;
  leaves(room: string): Promise<void>;
  kicks(room: string, user: string): Promise<void>;
  bans(room: string, user: string): Promise<void>;
  /** Types a message; gives its event. */
  says(room: string, text: string, options?: SayOptions): Promise<string>;
  sets(room: string, type: string, content: object): Promise<void>;
  /** Changes the power levels by what `change` makes of them. */
  setsPower(room: string, change: (levels: Record<string, unknown>) => object): Promise<void>;
  /** Upgrades the room; gives the new one. */
  upgrades(room: string, version: string): Promise<string>;
  /** All events of the room's timeline, oldest first, as they can be read. */
  reads(room: string): Promise<readonly RoomEvent[]>;
  /** Who is in the room. */
  members(room: string): Promise<readonly string[]>;
  /** Reads again and again until it is so, for half a minute or as many ms as told. */
  until<T>(room: string, is: (events: readonly RoomEvent[]) => T | undefined | false, patienceMs?: number): Promise<T>;
  /** The octets of `mxc://…`. */
  downloads(mxc: string): Promise<Buffer>;
  /** Any other request. @throws {Error} with the server's words */
  asks(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
}

export interface SayOptions {
  /** The event that it replies to. */
  readonly replyTo?: string;
  /** The root of the thread that it is said in. */
  readonly thread?: string;
  readonly msgtype?: string;
  /** The event that it replaces. */
  readonly replaces?: string;
}

const PATIENCE_MS = 30_000;

export function matrixPerson(url: string, id: string, token: string): MatrixPerson {
  let transactions = 0;
  const own = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

  async function asks(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
  }

  const client = "/_matrix/client/v3";
  const at = (room: string) => `${client}/rooms/${encodeURIComponent(room)}`;

  async function reads(room: string): Promise<readonly RoomEvent[]> {
    const all: RoomEvent[] = [];
    for (let from = ""; ; ) {
      const page = await asks(
        "GET",
        `${at(room)}/messages?dir=f&limit=200${from && `&from=${encodeURIComponent(from)}`}`,
      );
      all.push(...(page.chunk as RoomEvent[]));
      if (page.end === undefined || (page.chunk as unknown[]).length === 0) return all;
      from = String(page.end);
    }
  }

  return {
    id,
    token,
    asks,
    reads,
    async creates({ invite = [], version, encrypted = false } = {}) {
      const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
      const { room_id } = await asks("POST", `${client}/createRoom`, {
        preset: "private_chat",
        invite,
        ...(version !== undefined && { room_version: version }),
        ...(encrypted && { initial_state: [encryption] }),
      });
      return String(room_id);
    },
    invites: async (room, user) => void (await asks("POST", `${at(room)}/invite`, { user_id: user })),
    joins: async (room) => void (await asks("POST", `${client}/join/${encodeURIComponent(room)}`, {})),
    leaves: async (room) => void (await asks("POST", `${at(room)}/leave`, {})),
    kicks: async (room, user) => void (await asks("POST", `${at(room)}/kick`, { user_id: user })),
    bans: async (room, user) => void (await asks("POST", `${at(room)}/ban`, { user_id: user })),
    async says(room, text, { replyTo, thread, msgtype = "m.text", replaces } = {}) {
      const reply = replyTo === undefined ? {} : { "m.in_reply_to": { event_id: replyTo } };
      const inThread = { rel_type: "m.thread", event_id: thread, is_falling_back: replyTo === undefined };
      const fallback = { "m.in_reply_to": { event_id: thread } };
      const relation =
        replaces !== undefined
          ? { rel_type: "m.replace", event_id: replaces }
          : thread !== undefined
            ? { ...inThread, ...fallback, ...reply }
            : reply;
      const path = `${at(room)}/send/m.room.message/${own}-${++transactions}`;
      const content = { msgtype, body: text, "m.mentions": {} };
      const { event_id } = await asks("PUT", path, {
        ...content,
        ...(replaces !== undefined && { "m.new_content": content }),
        ...(Object.keys(relation).length > 0 && { "m.relates_to": relation }),
      });
      return String(event_id);
    },
    sets: async (room, type, content) => void (await asks("PUT", `${at(room)}/state/${type}/`, content)),
    async setsPower(room, change) {
      const levels = await asks("GET", `${at(room)}/state/m.room.power_levels/`);
      await asks("PUT", `${at(room)}/state/m.room.power_levels/`, change(levels));
    },
    async upgrades(room, version) {
      const { replacement_room } = await asks("POST", `${at(room)}/upgrade`, { new_version: version });
      return String(replacement_room);
    },
    async members(room) {
      const { joined } = await asks("GET", `${at(room)}/joined_members`);
      return Object.keys(joined as object);
    },
    async until(room, is, patienceMs = PATIENCE_MS) {
      for (const end = Date.now() + patienceMs; Date.now() < end; ) {
        const found = is(await reads(room));
        if (found !== undefined && found !== false) return found;
        await pause(50);
      }
      throw new Error(`what was waited for did not come to ${room}`);
    },
    async downloads(mxc) {
      const path = `/_matrix/client/v1/media/download/${mxc.slice("mxc://".length)}`;
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      return Buffer.from(await answer.arrayBuffer());
    },
  };
}
