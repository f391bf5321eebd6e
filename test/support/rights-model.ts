/**
 * Who may what, and what may be shown where: the words of the documentation as plain sets, apart from the product's code and
 * from the fake's. Discord's part is "Permissions" in its docs: Permission Overwrites.
 */

export type Right =
  | "VIEW_CHANNEL"
  | "SEND_MESSAGES"
  | "USE_APPLICATION_COMMANDS"
  | "MANAGE_CHANNELS"
  | "MANAGE_GUILD"
  | "ADMINISTRATOR";
export type Rights = ReadonlySet<Right>;

/** What a channel says of everyone (its server's name), of a role or of one person, against what they may in the server. */
export interface Exception {
  readonly whom: string;
  readonly allow: Rights;
  readonly deny: Rights;
}

/** Who may see what comes by a list: all, some servers, or exact channels. */
export type Visibility =
  | { readonly kind: "public" }
  | { readonly kind: "servers"; readonly servers: readonly string[] }
  | { readonly kind: "channels"; readonly channels: readonly string[] };

export class RightsModel {
  /** By role; a server's name is its everyone role. */
  readonly rights = new Map<string, Rights>();
  /** `SERVER PERSON` to roles; only members are here. */
  readonly members = new Map<string, readonly string[]>();
  readonly serverOf = new Map<string, string>();
  readonly exceptions = new Map<string, readonly Exception[]>();
  readonly operators = new Set<string>();
  readonly visibility = new Map<string, Visibility>();
  /** By channel. */
  readonly subscribed = new Map<string, Set<string>>();

  /** All that somebody may in a channel. */
  in(channel: string, person: string): Rights {
    const server = this.serverOf.get(channel)!;
    const roles = this.members.get(`${server} ${person}`);
    if (roles === undefined) return new Set();
    const may = new Set([server, ...roles].flatMap((role) => [...this.rights.get(role)!]));
    if (may.has("ADMINISTRATOR")) return may;
    const exceptions = this.exceptions.get(channel) ?? [];
    for (const group of [[server], roles, [person]]) {
      const said = exceptions.filter(({ whom }) => group.includes(whom));
      for (const { deny } of said) for (const right of deny) may.delete(right);
      for (const { allow } of said) for (const right of allow) may.add(right);
    }
    return may.has("VIEW_CHANNEL") ? may : new Set();
  }

  may(channel: string, person: string, right: Right): boolean {
    const may = this.in(channel, person);
    return may.has("ADMINISTRATOR") || may.has(right);
  }

  role(channel: string, person: string): "operator" | "admin" | "member" {
    if (this.operators.has(person)) return "operator";
    return this.may(channel, person, "MANAGE_CHANNELS") || this.may(channel, person, "MANAGE_GUILD")
      ? "admin"
      : "member";
  }

  maySee(channel: string, list: string): boolean {
    const seen = this.visibility.get(list)!;
    if (seen.kind === "public") return true;
    return seen.kind === "servers"
      ? seen.servers.includes(this.serverOf.get(channel)!)
      : seen.channels.includes(channel);
  }

  /** A private list is put into channels by the operator alone. */
  maySubscribe(channel: string, person: string, list: string): boolean {
    const role = this.role(channel, person);
    if (role === "member" || !this.maySee(channel, list)) return false;
    const isPrivate = this.visibility.get(list)!.kind === "channels";
    return !isPrivate || role === "operator" || this.subscribed.get(channel)!.has(list);
  }
}
