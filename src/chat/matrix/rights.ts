import type { Invocation } from "../chat-platform.ts";

/** State of a room as the homeserver gives it: anybody with the right to may have written anything into it. */
export interface RoomState {
  /** Content of `m.room.power_levels`; `undefined` where there is none. */
  readonly powerLevels: unknown;
  /** The `m.room.create` event. */
  readonly create: unknown;
}

/** Whoever changes what a channel shows needs at least this, as to change a room's name. */
const LEAST_POWER = 50;

/** From this version on those who made the room stand above all levels, and are in none of them. */
const CREATORS_SINCE = 12;

/**
 * What somebody may do in a room: the operator's word first, then the power to change its state, at least 50. Levels that
 * are no whole numbers are no right, for anybody.
 */
export function roleOf(user: string, state: RoomState, operators: ReadonlySet<string>): Invocation["role"] {
  if (operators.has(user)) return "operator";
  if (creatorsOf(state.create).includes(user)) return "admin";
  const levels = object(state.powerLevels);
  if (levels === undefined) return "member";
  const users = levels.users === undefined ? {} : object(levels.users);
  const own = users !== undefined && Object.hasOwn(users, user) ? users[user] : (levels.users_default ?? 0);
  const needed = levels.state_default ?? LEAST_POWER;
  if (users === undefined || !Number.isSafeInteger(own) || !Number.isSafeInteger(needed)) return "member";
  return (own as number) >= Math.max(LEAST_POWER, needed as number) ? "admin" : "member";
}

/** What somebody has, and what messages need; levels that are no numbers count as the specification's defaults. */
export function powerOf(user: string, state: RoomState): { readonly own: number; readonly toSend: number } {
  const levels = object(state.powerLevels) ?? {};
  const number = (value: unknown, otherwise: number) => (Number.isSafeInteger(value) ? (value as number) : otherwise);
  const users = object(levels.users) ?? {};
  const toSend = number(object(levels.events)?.["m.room.message"], number(levels.events_default, 0));
  if (creatorsOf(state.create).includes(user)) return { own: Number.POSITIVE_INFINITY, toSend };
  return { own: number(users[user], number(levels.users_default, 0)), toSend };
}

function creatorsOf(create: unknown): readonly string[] {
  const { sender, content } = object(create) ?? {};
  const { room_version: version, additional_creators: others } = object(content) ?? {};
  if (typeof sender !== "string" || !/^\d+$/.test(String(version)) || Number(version) < CREATORS_SINCE) return [];
  return [sender, ...(Array.isArray(others) ? others.filter((one) => typeof one === "string") : [])];
}

function object(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Whom an operator lets invite us: user ids, and servers by name. */
export function mayInvite(user: string, allowed: ReadonlySet<string>): boolean {
  return allowed.has(user) || allowed.has(user.slice(user.indexOf(":") + 1));
}
