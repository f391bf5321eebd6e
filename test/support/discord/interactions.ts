import { FLAG } from "./message-form.ts";
import type { Channel, Message, User, World } from "./world.ts";

/** Something that a person did and the bot has to answer. Source: Discord docs, "Receiving and Responding to Interactions". */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly at: number;
  /** 2 command, 3 component, 4 autocomplete. */
  readonly type: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly user: User;
  readonly channel: Channel;
  /** The message whose button was pressed. */
  readonly source?: Message | undefined;
  isAcknowledged: boolean;
  /** The first answer; for a deferred one it is a message that says so until it is edited. */
  original?: Message | undefined;
  /** All answers, in their order, ephemeral ones too: what the person sees. */
  readonly shown: Message[];
  /** What autocomplete gave. */
  choices?: readonly { readonly name: string; readonly value: string | number }[];
}

export interface Interactions {
  readonly all: readonly Interaction[];
  begin(what: Pick<Interaction, "type" | "data" | "user" | "channel" | "source">): Interaction;
  byId(id: string): Interaction | undefined;
  byToken(token: string): Interaction | undefined;
  /** To be called after something about it has changed. */
  changed(interaction: Interaction): void;
  /** Resolves as soon as `is` holds, asked after each change. */
  until(interaction: Interaction, is: (interaction: Interaction) => boolean): Promise<void>;
}

export function interactions(world: World): Interactions {
  const all: Interaction[] = [];
  const waiting = new Map<Interaction, Set<() => void>>();
  return {
    all,
    begin(what) {
      const id = world.newId();
      const interaction: Interaction = {
        id,
        token: `token-${id}`,
        at: world.now(),
        isAcknowledged: false,
        shown: [],
        ...what,
      };
      all.push(interaction);
      return interaction;
    },
    byId: (id) => all.find((one) => one.id === id),
    byToken: (token) => all.find((one) => one.token === token),
    changed: (interaction) => waiting.get(interaction)?.forEach((wake) => void wake()),
    until: (interaction, is) =>
      new Promise((resolve) => {
        const wakers = waiting.get(interaction) ?? new Set();
        waiting.set(interaction, wakers);
        const look = () => {
          if (!is(interaction)) return;
          wakers.delete(look);
          resolve();
        };
        wakers.add(look);
        look();
      }),
  };
}

/** True of a message that only says that the bot is thinking. */
export function isLoading(message: Message): boolean {
  return (message.flags & FLAG.loading) !== 0;
}
