import type { ChannelId } from "../chat/chat-platform.ts";
import type { ArchiveLink } from "../compose/place.ts";
import type { ReplyParts } from "../compose/reply.ts";
import type { MailIdentity } from "../mail/identity.ts";
import type { ListId, Mail } from "../mail/mail.ts";
import type { Reading } from "../reader.ts";
import type { RouteTables } from "../route/route.ts";
import type { Change, Topic, TopicMail } from "../series/topic.ts";
import type { ArchivedMail, Roles, Subscription } from "../store/store.ts";
import type { AudienceOf } from "./audience.ts";
import type { MailFacts } from "./facts.ts";
import type { NotedMail } from "./wanted.ts";

/** What taking a mail in needs to know besides the store. */
export interface TakeInDeps {
  readonly now: () => Date;
  readonly tables: RouteTables;
  /** Where a mail can be read on the web. */
  readonly linkTo: (mail: Mail) => ArchiveLink | undefined;
  /** Whether mail that came by all these lists may be shown in the channel now. */
  readonly maySee: (channel: ChannelId, lists: readonly ListId[]) => boolean;
  readonly audienceOf: AudienceOf;
  /** The channel that a list gets by itself when it is first seen; `undefined` for none. */
  readonly channelFor: (list: ListId) => Subscription | undefined;
  readonly editSpacingMs: (channel: ChannelId) => number;
  /** Addresses, lower case, whose mail is shown as subject and link only. */
  readonly omit: ReadonlySet<string>;
  readonly waits: { readonly cardMs: number; readonly orphanMs: number };
  /** Messages an hour of a channel where nobody set another; its preset's where it is left out. */
  readonly cap?: number;
}

/** A mail that was read, on its way in. */
export interface Arrival {
  readonly identity: MailIdentity;
  readonly octets: Uint8Array;
  readonly receivedAt: Date;
  readonly reading: Reading;
  readonly state: "read" | "degraded" | "quarantined";
  readonly problem?: string;
  /** Set where it waited in the mailbox while we were away. */
  readonly isCatchUp?: true;
}

/** Everything that is known while a mail is shown. */
export interface Scene {
  readonly tx: Roles;
  readonly deps: TakeInDeps;
  /** With the whole reading: it decides where the mail goes. What is told of it stands in `told` and `parts`. */
  readonly arrival: Arrival;
  readonly archived: ArchivedMail<MailFacts>;
  readonly told: TopicMail;
  readonly noted: NotedMail;
  readonly parts: ReplyParts;
  readonly topic: Topic;
  readonly changes: readonly Change[];
  /** It opened its topic only because what it answers is not here. */
  readonly isWaiting: boolean;
}
