import type { Guild, Message, User, World } from "./world.ts";

/** What a message may mention. Source: Discord docs, "Messages Resource", Allowed Mentions Object. */
export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly replied_user?: boolean | null;
}

const USER = /<@!?(\d{1,20})>/g;
const ROLE = /<@&(\d{1,20})>/g;

/** True of text that Discord would take for a mention of somebody. */
export function couldMention(text: string): boolean {
  return /@everyone|@here|<@[!&]?\d{1,20}>/.test(text);
}

export interface Mentioned {
  readonly users: readonly User[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

/** Whom `content` and the reply ping: with `allowed` absent all that it names, else what it allows. */
export function mentioned(
  world: World,
  guild: Guild | undefined,
  content: string,
  allowed: AllowedMentions | undefined,
  repliedTo: Message | undefined,
  options: { readonly mayEveryone: boolean },
): Mentioned {
  const named = (pattern: RegExp) => [...new Set(Array.from(content.matchAll(pattern), ([, id]) => id!))];
  const passes = (kind: "users" | "roles", id: string) =>
    allowed === undefined || allowed.parse?.includes(kind) || allowed[kind]?.includes(id) === true;
  const replied = repliedTo !== undefined && (allowed === undefined || allowed.replied_user === true);
  const users = named(USER)
    .filter((id) => passes("users", id))
    .flatMap((id) => world.users.get(id) ?? []);
  const saysEveryone = /@everyone|@here/.test(content);
  return {
    users: replied && !users.some(({ id }) => id === repliedTo.author.id) ? [...users, repliedTo.author] : users,
    roles: named(ROLE).filter((id) => passes("roles", id) && guild?.roles.some((role) => role.id === id)),
    everyone:
      saysEveryone && options.mayEveryone && (allowed === undefined || allowed.parse?.includes("everyone") === true),
  };
}
