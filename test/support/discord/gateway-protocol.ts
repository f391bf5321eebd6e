import { ALL_INTENTS, heard, INTENT, PRIVILEGED, shardOf } from "./gateway-events.ts";
import type { Settings } from "./route.ts";
import { shownAtStart } from "./shown.ts";
import type { World, WorldEvent } from "./world.ts";

/** Source: Discord docs, "Gateway" (Connection Lifecycle, Resuming) and "Opcodes and Status Codes". */
export const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  ack: 11,
} as const;

/** Gateway Close Codes. Those marked come of a client that does something wrong, whatever the world is like. */
const CLOSE = {
  unknownOpcode: { close: 4001, says: "Unknown opcode.", isWrong: true },
  decode: { close: 4002, says: "Error while decoding payload.", isWrong: true },
  notAuthenticated: { close: 4003, says: "Not authenticated.", isWrong: true },
  authenticationFailed: { close: 4004, says: "Authentication failed.", isWrong: false },
  alreadyAuthenticated: { close: 4005, says: "Already authenticated.", isWrong: true },
  invalidSeq: { close: 4007, says: "Invalid seq.", isWrong: true },
  rateLimited: { close: 4008, says: "Rate limited.", isWrong: true },
  invalidShard: { close: 4010, says: "Invalid shard.", isWrong: true },
  invalidIntents: { close: 4013, says: "Invalid intent(s).", isWrong: true },
  disallowedIntents: { close: 4014, says: "Disallowed intent(s).", isWrong: false },
} as const;

/** What Discord does about a frame: ends the connection, says the session is invalid, or nothing but what it has sent. */
export type Reaction = (typeof CLOSE)[keyof typeof CLOSE] | { readonly op: number; readonly d: unknown } | undefined;

/** Op 9, not resumable. */
const INVALID_SESSION: Reaction = { op: OP.invalidSession, d: false };

interface Frame {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** Events kept for a replay; a client that missed more has to identify. */
const MAX_LOG = 5_000;

export interface Session {
  readonly intents: number;
  readonly shard: readonly [number, number];
  /** What can be replayed. */
  readonly log: Frame[];
  seq: number;
  line: Line | undefined;
  isOver: boolean;
}

/** One connection. */
export interface Line {
  session: Session | undefined;
  /** Each frame deflated by itself, as IDENTIFY may ask. */
  isCompressed: boolean;
  sendTimes: number[];
  send(frame: object): void;
  /** Ends it at once. */
  end(): void;
}

/** What a client did. */
export type GatewayDeed = "connect" | "identify" | "resume" | "heartbeat" | "close";

interface Identify {
  readonly token?: unknown;
  readonly intents?: number;
  readonly shard?: readonly [number, number];
  readonly compress?: boolean;
}

export interface Protocol {
  readonly sessions: Map<string, Session>;
  acksAreWithheld: boolean;
  /** What a frame from a client means. */
  receive(line: Line, text: string): Reaction;
  /** Tells every session that should hear of it. */
  tell(event: WorldEvent): void;
}

export function protocol(
  world: World,
  settings: Settings,
  address: () => string,
  did: (what: GatewayDeed) => void,
): Protocol {
  const sessions = new Map<string, Session>();
  let identifiedAt = Number.NEGATIVE_INFINITY;

  function dispatch(session: Session, name: string, data: unknown): void {
    session.seq += 1;
    const frame: Frame = { op: OP.dispatch, t: name, s: session.seq, d: structuredClone(data) };
    session.log.push(frame);
    if (session.log.length > 2 * MAX_LOG) session.log.splice(0, MAX_LOG);
    session.line?.send(frame);
  }

  function identify(line: Line, { token, intents, shard = [0, 1], compress = false }: Identify): Reaction {
    did("identify");
    if (line.session !== undefined) return CLOSE.alreadyAuthenticated;
    if (token !== settings.token || settings.identifiesLeft <= 0) return CLOSE.authenticationFailed;
    if (shard[0] >= shard[1]) return CLOSE.invalidShard;
    if (typeof intents !== "number" || intents & ~ALL_INTENTS) return CLOSE.invalidIntents;
    if (intents & PRIVILEGED & ~settings.privilegedIntents) return CLOSE.disallowedIntents;
    if (performance.now() - identifiedAt < settings.identifySpacingMs) return INVALID_SESSION;
    identifiedAt = performance.now();
    settings.identifiesLeft -= 1;
    line.isCompressed = compress;
    line.session = { intents, shard, log: [], seq: 0, line, isOver: false };
    const id = `session-${world.newId()}`;
    sessions.set(id, line.session);
    start(line.session, id);
    return undefined;
  }

  /** READY with the guilds as unavailable ones, then each of them to whom asked for guilds. */
  function start(session: Session, id: string): void {
    const own = [...world.guilds.values()].filter(
      (guild) => guild.members.has(world.bot.id) && shardOf(guild.id, session.shard[1]) === session.shard[0],
    );
    dispatch(session, "READY", {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
      guilds: own.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: id,
      resume_gateway_url: address(),
      shard: session.shard,
      application: { id: world.bot.id, flags: 0 },
      private_channels: [],
      relationships: [],
      presences: [],
    });
    if (!(session.intents & INTENT.guilds)) return;
    for (const guild of own) {
      if (guild.isAvailable) dispatch(session, "GUILD_CREATE", shownAtStart(world, guild));
    }
  }

  function resume(line: Line, d: Readonly<Record<string, unknown>>): Reaction {
    did("resume");
    if (d.token !== settings.token) return CLOSE.authenticationFailed;
    const session = sessions.get(String(d.session_id));
    const seq = Number(d.seq);
    if (session === undefined || session.isOver || seq + 1 < (session.log[0]?.s ?? 0)) return INVALID_SESSION;
    if (seq > session.seq) return CLOSE.invalidSeq;
    if (session.line !== line) session.line?.end();
    session.line = line;
    line.session = session;
    for (const frame of session.log.filter(({ s }) => s > seq)) line.send(frame);
    dispatch(session, "RESUMED", {});
    return undefined;
  }

  return {
    sessions,
    acksAreWithheld: false,
    receive(line, text) {
      const now = world.now();
      line.sendTimes = [...line.sendTimes.filter((at) => now - at < 60_000), now];
      if (line.sendTimes.length > 120) return CLOSE.rateLimited;
      const frame = parsed(text);
      if (frame === undefined) return CLOSE.decode;
      if (frame.op === OP.identify) return identify(line, frame.d ?? {});
      if (frame.op === OP.resume) return resume(line, frame.d ?? {});
      if (frame.op === OP.heartbeat) {
        did("heartbeat");
        return this.acksAreWithheld ? undefined : { op: OP.ack, d: null };
      }
      if (line.session === undefined) return CLOSE.notAuthenticated;
      return frame.op === OP.presence ? undefined : CLOSE.unknownOpcode;
    },
    tell(event) {
      for (const session of sessions.values()) {
        if (session.isOver || shardOf(event.guildId, session.shard[1]) !== session.shard[0]) continue;
        const data = heard(world, event, session.intents);
        if (data !== undefined) dispatch(session, event.name, data);
      }
    },
  };
}

function parsed(text: string): { readonly op?: number; readonly d?: Readonly<Record<string, unknown>> } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
