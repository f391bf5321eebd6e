import type { Server } from "node:http";
import { deflateSync } from "node:zlib";
import { type WebSocket, WebSocketServer } from "ws";
import { ALL_INTENTS, heard, PRIVILEGED, shardOf } from "./gateway-events.ts";
import type { Settings } from "./route.ts";
import { shownAtStart } from "./shown.ts";
import type { World, WorldEvent } from "./world.ts";

/** Source: Discord docs, "Gateway" (Connection Lifecycle, Resuming) and "Opcodes and Status Codes" (Gateway Close Codes). */
const OP = {
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

const CLOSE = {
  unknownOpcode: 4001,
  decode: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSeq: 4007,
  rateLimited: 4008,
  invalidShard: 4010,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

interface Frame {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** Events kept for a replay; a client that missed more has to identify. */
const MAX_LOG = 5_000;

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  /** What can be replayed; the last number sent may be higher than its length. */
  readonly log: Frame[];
  seq: number;
  line: Line | undefined;
  isOver: boolean;
}

/** One connection, from HELLO on. */
interface Line {
  readonly socket: WebSocket;
  session: Session | undefined;
  compress: boolean;
  sendTimes: number[];
}

export interface GatewayRecord {
  readonly at: number;
  readonly what: "connect" | "identify" | "resume" | "heartbeat" | "close";
  /** Of a close: its code. */
  readonly code?: number;
}

export interface Gateway {
  /** What clients did, in their order. */
  readonly seen: readonly GatewayRecord[];
  /** Heartbeats are not acknowledged while true: the connection is a zombie. */
  acksAreWithheld: boolean;
  /** Nothing is told while true; it is kept for the replay all the same. */
  isMute: boolean;
  /** Sessions with a connection. */
  readonly connected: number;
  tell(event: WorldEvent): void;
  /** Op 7. */
  askToReconnect(): void;
  /** Op 9; what is not resumable is forgotten. */
  invalidate(options: { readonly resumable: boolean }): void;
  /** Closes with a code of Discord's, 4009 for instance; without one the sockets just end. */
  drop(code?: number): void;
  /** Every session that Discord knows of is gone: a resume is told op 9. */
  forgetSessions(): void;
  /** Any frame as it is, for what Discord should not send. */
  raw(frame: string): void;
  close(): void;
}

/** The WebSocket half, on the HTTP server's port at `/gateway`. `violation` is told what a client should not do. */
export function serveGateway(
  server: Server,
  world: World,
  settings: Settings,
  violation: (says: string) => void,
): Gateway {
  const sockets = new WebSocketServer({ server, path: "/gateway" });
  const sessions = new Map<string, Session>();
  const lines = new Set<Line>();
  const seen: GatewayRecord[] = [];
  let identifiedAt = Number.NEGATIVE_INFINITY;
  let isMute = false;
  let acksAreWithheld = false;

  const send = ({ socket, compress }: Line, frame: object) => {
    if (isMute) return;
    const text = JSON.stringify(frame);
    socket.send(compress ? deflateSync(text) : text);
  };
  const control = (line: Line, op: number, d: unknown = null) => send(line, { op, d, s: null, t: null });
  const dispatch = (session: Session, name: string, data: unknown) => {
    session.seq += 1;
    const frame: Frame = { op: OP.dispatch, t: name, s: session.seq, d: structuredClone(data) };
    session.log.push(frame);
    if (session.log.length > 2 * MAX_LOG) session.log.splice(0, MAX_LOG);
    if (session.line !== undefined) send(session.line, frame);
  };
  const refuse = (line: Line, code: number, says: string) => {
    violation(`gateway: ${says}`);
    line.socket.close(code, says);
  };

  function identify(line: Line, d: Readonly<Record<string, unknown>>): void {
    const now = world.now();
    seen.push({ at: now, what: "identify" });
    const { intents, shard = [0, 1] } = d as { intents: number; shard?: [number, number] };
    if (line.session !== undefined) return refuse(line, CLOSE.alreadyAuthenticated, "Already authenticated.");
    if (d.token !== settings.token) return line.socket.close(CLOSE.authenticationFailed, "Authentication failed.");
    if (shard[0] >= shard[1]) return refuse(line, CLOSE.invalidShard, "Invalid shard.");
    if (typeof intents !== "number" || intents & ~ALL_INTENTS)
      return refuse(line, CLOSE.invalidIntents, "Invalid intent(s).");
    if (intents & PRIVILEGED & ~settings.privilegedIntents) {
      return line.socket.close(CLOSE.disallowedIntents, "Disallowed intent(s).");
    }
    if (settings.identifiesLeft <= 0) return refuse(line, CLOSE.authenticationFailed, "No session start is left.");
    if (performance.now() - identifiedAt < settings.identifySpacingMs) {
      violation("gateway: two identifies within five seconds");
      return control(line, OP.invalidSession, false);
    }
    identifiedAt = performance.now();
    settings.identifiesLeft -= 1;
    line.compress = d.compress === true;
    const id = `session-${world.newId()}`;
    const session: Session = { id, intents, shard, log: [], seq: 0, line, isOver: false };
    sessions.set(id, session);
    line.session = session;
    start(session);
  }

  function start(session: Session): void {
    const own = [...world.guilds.values()].filter(
      ({ id, members }) => members.has(world.bot.id) && shardOf(id, session.shard[1]) === session.shard[0],
    );
    dispatch(session, "READY", {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
      guilds: own.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: address(),
      shard: session.shard,
      application: { id: world.bot.id, flags: 0 },
      private_channels: [],
      relationships: [],
      presences: [],
    });
    for (const guild of own) {
      if (guild.isAvailable) dispatch(session, "GUILD_CREATE", shownAtStart(world, guild));
    }
  }

  function resume(line: Line, d: Readonly<Record<string, unknown>>): void {
    seen.push({ at: world.now(), what: "resume" });
    if (d.token !== settings.token) return line.socket.close(CLOSE.authenticationFailed, "Authentication failed.");
    const session = sessions.get(String(d.session_id));
    if (session === undefined || session.isOver) return control(line, OP.invalidSession, false);
    const seq = Number(d.seq);
    if (seq > session.seq) return refuse(line, CLOSE.invalidSeq, "Invalid seq.");
    if (seq + 1 < (session.log[0]?.s ?? 0)) return control(line, OP.invalidSession, false);
    session.line?.socket.terminate();
    session.line = line;
    line.session = session;
    line.compress = false;
    for (const frame of session.log.filter(({ s }) => s > seq)) send(line, frame);
    dispatch(session, "RESUMED", {});
  }

  function receive(line: Line, text: string): void {
    const now = world.now();
    line.sendTimes = [...line.sendTimes.filter((at) => now - at < 60_000), now];
    if (line.sendTimes.length > 120) return refuse(line, CLOSE.rateLimited, "Rate limited.");
    let frame: { op?: number; d?: Readonly<Record<string, unknown>> | null };
    try {
      frame = JSON.parse(text);
    } catch {
      return refuse(line, CLOSE.decode, "Error while decoding payload.");
    }
    if (frame.op === OP.heartbeat) {
      seen.push({ at: now, what: "heartbeat" });
      if (!acksAreWithheld) control(line, OP.ack);
    } else if (frame.op === OP.identify) identify(line, frame.d ?? {});
    else if (frame.op === OP.resume) resume(line, frame.d ?? {});
    else if (line.session === undefined) refuse(line, CLOSE.notAuthenticated, "Not authenticated.");
    else if (frame.op !== OP.presence) refuse(line, CLOSE.unknownOpcode, `Unknown opcode ${frame.op}.`);
  }

  sockets.on("connection", (socket, request) => {
    const line: Line = { socket, session: undefined, compress: false, sendTimes: [] };
    lines.add(line);
    seen.push({ at: world.now(), what: "connect" });
    const query = new URL(request.url ?? "/", "http://fake").searchParams;
    if (query.get("v") !== "10" || query.get("encoding") !== "json") violation(`gateway: asked for ${query}`);
    if (query.has("compress")) violation(`gateway: the fake does not compress by ${query.get("compress")}`);
    socket.on("message", (data) => receive(line, String(data)));
    socket.on("error", () => undefined);
    socket.on("close", (code) => {
      seen.push({ at: world.now(), what: "close", code });
      lines.delete(line);
      if (line.session?.line !== line) return;
      line.session.line = undefined;
      if (code === 1000 || code === 1001) line.session.isOver = true;
    });
    control(line, OP.hello, { heartbeat_interval: settings.heartbeatMs });
  });

  function address(): string {
    const { port } = server.address() as { readonly port: number };
    return `ws://127.0.0.1:${port}/gateway`;
  }

  return {
    seen,
    get acksAreWithheld() {
      return acksAreWithheld;
    },
    set acksAreWithheld(are) {
      acksAreWithheld = are;
    },
    get isMute() {
      return isMute;
    },
    set isMute(is) {
      isMute = is;
    },
    get connected() {
      return [...sessions.values()].filter(({ line }) => line !== undefined).length;
    },
    tell(event) {
      for (const session of sessions.values()) {
        if (session.isOver || shardOf(event.guildId, session.shard[1]) !== session.shard[0]) continue;
        const data = heard(world, event, session.intents);
        if (data !== undefined) dispatch(session, event.name, data);
      }
    },
    askToReconnect: () => lines.forEach((line) => void control(line, OP.reconnect)),
    invalidate({ resumable }) {
      if (!resumable) for (const session of sessions.values()) session.isOver = true;
      for (const line of lines) control(line, OP.invalidSession, resumable);
    },
    drop(code) {
      for (const { socket } of lines) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    forgetSessions: () => sessions.clear(),
    raw: (frame) => lines.forEach(({ socket }) => void socket.send(frame)),
    close() {
      for (const { socket } of lines) socket.terminate();
      sockets.close();
    },
  };
}
