import type { ChannelId, ChatPlatform } from "../chat/chat-platform.ts";
import type { Clock } from "../clock.ts";
import type { Taken } from "../intake/take-in.ts";
import type { KindTables } from "../kind/tables.ts";
import type { Log } from "../ops/log.ts";
import type { MailSource } from "../source/mail-source.ts";
import type { ChannelSettings } from "../store/settings.ts";
import type { Store, Subscription } from "../store/store.ts";
import type { ChannelLife } from "./channel-life.ts";
import type { Directory } from "./directory.ts";
import type { Tables } from "./tables.ts";

/** What a relay is made of. */
export interface RelayParts {
  /** Folder of the store and of the web chat's posts; made where it is missing. */
  readonly data: string;
  readonly sources: readonly MailSource[];
  readonly directory: Directory;
  /** As they are now: they may change while it runs. */
  readonly tables: () => Tables;
  readonly web: { readonly host: string; readonly port: number; readonly token?: string };
  /** Chat platforms besides the web chat, logged in. The relay starts and stops them. */
  readonly chats?: readonly (ChatPlatform & { readonly failed: Promise<never> })[];
  /** A channel of its own for each list that is first seen, and for each row of the subsystem table. */
  readonly autoPreset: Subscription["preset"] | undefined;
  /** Subscriptions of a store that is still empty. */
  readonly seeds: readonly Subscription[];
  /** What is set for the channels of such a store. */
  readonly settings?: readonly (readonly [ChannelId, ChannelSettings])[];
  /** Messages an hour of a channel where nobody set another; its preset's where it is left out. */
  readonly cap?: number;
  /** What the operator adds to the tables of kinds. */
  readonly kinds?: KindTables;
  /** As it is now: it may change while it runs. */
  readonly live: {
    /** By whose clocks digests come. */
    readonly timezone: string;
    /** Addresses, lower case, whose mail is shown as subject and link only. */
    readonly omit: ReadonlySet<string>;
    readonly waits: { readonly cardMs: number; readonly orphanMs: number };
  };
  /** Where it tells how it is; nowhere where it is left out. */
  readonly health?: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly log: Log;
  readonly onTaken?: (taken: Taken) => void;
}

export interface Relay {
  /** The web chat, with its token. */
  readonly address: string;
  /** Where it tells how it is. */
  readonly healthAddress?: string;
  readonly store: Store;
  /** Resolves when nothing is owed that could be paid; rejects when a loop failed. */
  settled(): Promise<void>;
  /** Rejects when a loop fails: the store cannot be written. Never resolves before `stop`. */
  readonly failed: Promise<never>;
  readonly life: ChannelLife;
  /** Ends everything in order; what is under way is finished. */
  stop(): Promise<void>;
}
