import { platformOf } from "../deliver/holds.ts";
import type { DeliverDeps } from "../deliver.ts";
import type { Taken } from "../intake/take-in.ts";
import { type Health, type HealthFacts, openHealth } from "../ops/health.ts";
import { metrics } from "../ops/metrics.ts";
import type { MailSource, MailSourceError } from "../source/mail-source.ts";
import type { Store } from "../store/store.ts";
import type { ChannelLife } from "./channel-life.ts";
import { UsageError } from "./usage.ts";

interface WatchParts {
  readonly sources: readonly Pick<MailSource, "name">[];
  readonly store: Pick<Store, "counts" | "depths">;
  readonly life: ChannelLife;
  readonly now: () => Date;
}

interface SourceState {
  readonly state: "connected" | "waiting" | "failed";
  readonly detail?: string;
  readonly caughtUpAt?: Date;
}

/** What the loops tell, counted, and how it all is now: for `status` and for who watches from outside. */
export function watch({ sources, store, life, now }: WatchParts) {
  const counted = metrics();
  const states = new Map<string, SourceState>(sources.map(({ name }) => [name, { state: "waiting" }]));
  const named = () => Array.from(states, ([name, state]) => ({ name, ...state }));

  async function facts(): Promise<HealthFacts> {
    const depths = await store.depths(now());
    return {
      sources: named(),
      counts: await store.counts(),
      depths,
      oldestOwedMs: depths.oldestDueAt === undefined ? 0 : now().getTime() - depths.oldestDueAt.getTime(),
      closedChannels: life.holds.closed(now().getTime()),
    };
  }

  const onTry: DeliverDeps["onTry"] = ({ channel, form, post }, outcome) => {
    const platform = platformOf(channel);
    const at = form === "post" && post.at !== undefined ? Date.parse(post.at) : Number.NaN;
    if (outcome !== "sent") counted.notDelivered(platform, outcome);
    else counted.delivered(platform, form, Number.isNaN(at) ? undefined : now().getTime() - at);
  };

  return {
    sources: named,
    onTaken: ({ what }: Taken): void => counted.mailTaken(what),
    onSource(name: string, trouble: MailSourceError | undefined, at: Date): void {
      // Our own, of which nobody set anything, is not told.
      if (!states.has(name)) return;
      counted.source(name, trouble === undefined);
      states.set(
        name,
        trouble === undefined ? { state: "connected", caughtUpAt: at } : { state: "failed", detail: trouble.trouble },
      );
    },
    onTry,
    /** Tells it at an address. @throws {UsageError} */
    async open(at: { readonly host: string; readonly port: number } | undefined): Promise<Health | undefined> {
      if (at === undefined) return undefined;
      return await openHealth({ ...at, facts, metrics: counted }).catch((error: Error) => {
        throw new UsageError(error.message, { cause: error });
      });
    },
  };
}
