import type { Command } from "../command/command.ts";
import type { Completion } from "../command/complete.ts";
import type { Post } from "../compose/post.ts";

/** `web:wbus`, `discord:1234…`, `matrix:!room:hs`: the platform's name, a colon, its own word for the channel. */
export type ChannelId = string & { readonly brand: "ChannelId" };

/** One message on its platform, in the platform's own words. */
export type PostRef = string & { readonly brand: "PostRef" };

/** UX: silent buzzes nobody; normal is a message like any other; loud is normal and past every cap. */
export type Level = "silent" | "normal" | "loud";

export interface Outgoing {
  readonly channel: ChannelId;
  readonly post: Post;
  /** Stays the same over every try of this delivery; another delivery has another. At most 100 characters. */
  readonly key: string;
  readonly level: Level;
  /** The card of the conversation this one belongs to; absent where it opens one. */
  readonly root?: PostRef;
  /** The post this one answers: the parent mail's, or the old card of a new version or a change of state. */
  readonly answers?: PostRef;
  /**
   * Users, as `Invocation.user` named them, who asked by command to be told of it: for them it is personal, for all others
   * what `level` says. A post mentions exactly those, whatever stands in it; an edit adds nobody.
   */
  readonly mentions?: readonly string[];
  /** Posts of the same conversation that go out in the same message, only where the platform asked for it by `together`. */
  readonly beside?: readonly Outgoing[];
}

/** The half of a chat platform that the delivery loop needs. */
export interface Poster {
  /** `web`, `discord`, `matrix`: the part of a ChannelId before the colon. */
  readonly name: string;
  /** How a conversation can lie in a channel there; `thread` alone where it is left out. */
  readonly layouts?: readonly ("thread" | "flat" | "forum")[];
  /** How many answers of one conversation it would have in one message now; absent, or 1, where it has messages enough. */
  readonly together?: () => number;
  /** Least time between two edits of one card, in ms. */
  readonly editSpacingMs: number;
  /**
   * Shows one post. One longer than the platform allows goes on in further messages; the ref is the first one's.
   * The same `key` again must not show twice, since we may have stopped before noting the first.
   * @throws {DeliveryError} always this type; anything else out of here is a bug.
   */
  post(outgoing: Outgoing): Promise<PostRef>;
  /** Replaces a post's content (a card that moved on). The same content again changes nothing. @throws {DeliveryError} */
  edit(channel: ChannelId, ref: PostRef, post: Post): Promise<void>;
  /**
   * Takes a post away, and what it said before it was edited; where others stand in the same message, `remains` takes its place there.
   * One that is gone already changes nothing. @throws {DeliveryError}
   */
  erase(channel: ChannelId, ref: PostRef, remains: Post): Promise<void>;
  /**
   * After an unclear outcome: is this post, first tried at `since`, in its channel? `undefined` = cannot tell.
   * @throws {DeliveryError} where the platform cannot be asked for now
   */
  find(outgoing: Outgoing, since: Date): Promise<PostRef | "absent" | undefined>;
  /** Takes one who follows a card into its thread, where the platform has members of threads. Once more changes nothing. */
  admit?(card: PostRef, user: string): Promise<void>;
}

/** Somebody in a channel asked for something. */
export interface Invocation {
  /** The platform's id of the event: the same one twice has one effect. */
  readonly id: string;
  readonly channel: ChannelId;
  /** `web:local`, `discord:42…`, `matrix:@ada:hs`. */
  readonly user: string;
  /** What they may do in this channel, evaluated by the platform now. */
  readonly role: "operator" | "admin" | "member";
  /** Words as typed (`full k7q2m9xa`), without prefix; or a command that the platform took apart itself. */
  readonly request: string | Command;
  /** The post it was said in reply to. */
  readonly about?: PostRef;
}

/** An argument of a command while somebody types it. */
export interface Typing extends Pick<Invocation, "channel" | "role"> {
  /** Name of the command, and of its argument. */
  readonly command: string;
  readonly argument: string;
  readonly typed: string;
  /** The arguments that are there already, where the platform tells. */
  readonly given?: Readonly<Record<string, string>>;
}

/** The half that the command loop needs. */
export interface Listener {
  /**
   * Begins to listen. `answer` never throws and always gives at least one post; `complete` says what the typed may become.
   */
  start(
    answer: (invocation: Invocation) => Promise<readonly Post[]>,
    complete?: (typing: Typing) => Promise<readonly Completion[]>,
  ): Promise<void>;
  /** Stops taking new invocations, gives those under way `graceMs`, then lets go. */
  stop(graceMs: number): Promise<void>;
}

export type ChatPlatform = Poster &
  Listener & {
    /** True where it is certain that the channel is no longer there for us, once `start` has resolved. */
    isGone?(channel: ChannelId): boolean;
  };
