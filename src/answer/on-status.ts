import type { CommandRow } from "../command/row.ts";
import { commandRow, commands, usage } from "../command/table.ts";
import { type HelpRow, helpOn, helpOnAll } from "../compose/answers/help.ts";
import { status } from "../compose/answers/status.ts";
import { stillGrows } from "../compose/overflow.ts";
import type { Post } from "../compose/post.ts";
import type { ArchivedMail } from "../store/store.ts";
import type { Ask } from "./ask.ts";

/** How many mails that were held back `status` names, and among how many of the latest it looks for them. */
const maxHeldBack = 10;
const maxLookedAt = 500;

export async function answerStatus({ deps, invocation: { role, channel } }: Ask): Promise<Post> {
  const now = deps.now();
  const latest = await deps.store.latestMails(maxLookedAt);
  const [last] = latest;
  const held = [...(await deps.store.quarantined(maxHeldBack)), ...latest.filter(isHeld)].filter(
    ({ lists }) => role === "operator" || deps.maySee(channel, lists),
  );
  const tooMuch = [...(await deps.store.guards())].flatMap(([where, { overflow }]) =>
    overflow !== undefined && stillGrows(overflow.since, now) && (role === "operator" || where === channel)
      ? [{ ...overflow, channel: where, since: new Date(overflow.since) }]
      : [],
  );
  return status(
    await deps.status(),
    {
      counts: await deps.store.counts(),
      depths: await deps.store.depths(now),
      ...(last && { lastMailAt: last.arrivedAt }),
      heldBack: held.slice(0, maxHeldBack).map((mail) => ({ short: mail.short, problem: whyHeld(mail) })),
      tooMuch,
      hidden: role === "operator" ? (await deps.store.hiddenMails(maxHeldBack)).flatMap(hiding) : [],
    },
    now,
  );
}

/** Read, but shown nowhere: it looks like spam, or may not be meant for everybody. */
function isHeld({ state, decisions }: ArchivedMail): boolean {
  return state !== "quarantined" && decisions.length > 0 && decisions.every(({ shown }) => shown === "held");
}

/** `looks like spam is held: it offers money`, without the subscription, which is not the point here. */
function whyHeld({ problem, decisions: [decision] }: ArchivedMail): string {
  return (
    problem ??
    decision?.because.replace(/^subscribed to .*?; /, "").replace("; `status` lists it", "") ??
    "no reason was noted"
  );
}

export async function answerHelp({ args }: Ask): Promise<Post> {
  const row = commandRow(args.command ?? "");
  return row === undefined ? helpOnAll(commands.map(helpRow)) : helpOn(helpRow(row));
}

function helpRow(row: CommandRow): HelpRow {
  return { ...row, usage: usage(row) };
}

function hiding({ short, hidden }: ArchivedMail) {
  return hidden === undefined ? [] : [{ short, ...hidden }];
}
