import type { Server } from "node:http";
import { deflateSync } from "node:zlib";
import { type WebSocket, WebSocketServer } from "ws";
import { type GatewayDeed, type Line, OP, protocol } from "./gateway-protocol.ts";
import type { Settings } from "./route.ts";
import type { World, WorldEvent } from "./world.ts";

export interface GatewayRecord {
  readonly at: number;
  readonly what: GatewayDeed;
  /** Of a close: its code. */
  readonly code?: number;
}

export interface Gateway {
  /** What clients did, in their order. */
  readonly seen: readonly GatewayRecord[];
  /** Sessions with a connection. */
  readonly connected: number;
  /** Heartbeats are not acknowledged any more: the connection is a zombie. */
  withholdAcks(): void;
  /** And again. */
  acknowledge(): void;
  /** Op 7. */
  askToReconnect(): void;
  /** Op 9; what is not resumable is forgotten. */
  invalidate(options: { readonly resumable: boolean }): void;
  /** Closes with a code of Discord's, 4009 for instance; without one the sockets just end. */
  drop(code?: number): void;
  /** Discord knows no session any more: a resume is told op 9. */
  forgetSessions(): void;
  /** Any frame as it is, for what Discord should not send. */
  raw(frame: string): void;
  /** Resolves when a client has done `what` so often. */
  until(what: GatewayDeed, times: number): Promise<void>;
  tell(event: WorldEvent): void;
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
  const lines = new Map<Line, WebSocket>();
  const seen: GatewayRecord[] = [];
  const waiting = new Set<() => void>();
  const did = (what: GatewayDeed, code?: number) => {
    seen.push({ at: world.now(), what, ...(code === undefined ? {} : { code }) });
    for (const look of waiting) look();
  };
  const address = () => `ws://127.0.0.1:${(server.address() as { readonly port: number }).port}/gateway`;
  const { sessions, ...speaks } = protocol(world, settings, address, did);
  const control = (line: Line, op: number, d: unknown) => line.send({ op, d, s: null, t: null });

  function hear(line: Line, socket: WebSocket, text: string): void {
    const reaction = speaks.receive(line, text);
    if (reaction === undefined) return;
    if ("op" in reaction) return void control(line, reaction.op, reaction.d);
    if (reaction.isWrong) violation(reaction.says);
    socket.close(reaction.close, reaction.says);
  }

  function lost(line: Line, code: number): void {
    lines.delete(line);
    const { session } = line;
    if (session?.line !== line) return;
    session.line = undefined;
    // "Initiating a Disconnect": these two end the session, others leave it to be resumed.
    if (code === 1000 || code === 1001) session.isOver = true;
  }

  sockets.on("connection", (socket, request) => {
    const line: Line = {
      session: undefined,
      isCompressed: false,
      sendTimes: [],
      send(frame) {
        const text = JSON.stringify(frame);
        socket.send(this.isCompressed ? deflateSync(text) : text);
      },
      end: () => socket.terminate(),
    };
    lines.set(line, socket);
    did("connect");
    const query = new URL(request.url ?? "/", "http://fake").searchParams;
    if (query.get("v") !== "10" || query.get("encoding") !== "json" || query.has("compress")) {
      violation(`the fake speaks version 10, JSON, uncompressed; asked for ${query}`);
    }
    socket.on("message", (data) => hear(line, socket, String(data)));
    socket.on("error", () => undefined);
    socket.on("close", (code) => {
      lost(line, code);
      did("close", code);
    });
    control(line, OP.hello, { heartbeat_interval: settings.heartbeatMs });
  });

  return {
    seen,
    get connected() {
      return [...sessions.values()].filter(({ line }) => line !== undefined).length;
    },
    withholdAcks() {
      speaks.acksAreWithheld = true;
    },
    acknowledge() {
      speaks.acksAreWithheld = false;
    },
    askToReconnect() {
      for (const line of lines.keys()) control(line, OP.reconnect, null);
    },
    invalidate({ resumable }) {
      if (!resumable) for (const session of sessions.values()) session.isOver = true;
      for (const line of lines.keys()) control(line, OP.invalidSession, resumable);
    },
    drop(code) {
      for (const socket of lines.values()) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    forgetSessions: () => sessions.clear(),
    raw(frame) {
      for (const socket of lines.values()) socket.send(frame);
    },
    until: (what, times) =>
      new Promise((resolve) => {
        const look = () => {
          if (seen.filter((one) => one.what === what).length < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    tell: (event) => speaks.tell(event),
    close() {
      for (const socket of lines.values()) socket.terminate();
      sockets.close();
    },
  };
}
