import { moreMails, stillGrows } from "../../compose/overflow.ts";
import { count } from "../../compose/place.ts";
import type { ListId } from "../../mail/mail.ts";
import type { StoreReader } from "../../store/sqlite.ts";
import type { ArchivedMail } from "../../store/store.ts";

/** `bad`: something is to be mended, and the line says how. `note`: why less is shown than there is. */
export interface Finding {
  readonly how: "ok" | "note" | "bad";
  readonly about: string;
  readonly says: string;
}

/** Mails that are looked at. */
const LATEST = 500;

/** Posts that wait longer than this do so for a reason, in ms. */
const LATE_MS = 120_000;

type Asked = Pick<StoreReader, "latestMails" | "subscriptions" | "guards" | "quarantined" | "due" | "settings">;

/** Why channels are more silent than their lists: out of what the relay noted. */
export async function silences(store: Asked, now: Date): Promise<readonly Finding[]> {
  const latest = await store.latestMails(LATEST);
  const channels = [...new Set((await store.subscriptions()).map(({ channel }) => channel))];
  const guards = await store.guards();
  const found: Finding[] = [];
  for (const channel of channels) {
    const note = (says: string) => found.push({ how: "note", about: channel, says });
    const [waiting] = await store.due(channel, new Date(now.getTime() - LATE_MS), 1);
    if (waiting !== undefined)
      found.push({
        how: "bad",
        about: channel,
        says: `paused: posts wait since ${waiting.dueAt.toISOString()}${waiting.reason === undefined ? "; does the relay run?" : ` (${waiting.reason})`}`,
      });
    const overflow = guards.get(channel)?.overflow;
    if (overflow !== undefined && stillGrows(overflow.since, now))
      note(
        `flood guard: "${moreMails(overflow.mails)}" in the last hour, over the cap of ${overflow.cap}; \`set cap\` raises it`,
      );
    const here = latest.flatMap(({ decisions }) => decisions.filter((decision) => decision.channel === channel));
    const filtered = here.filter(({ isUnwanted }) => isUnwanted === true);
    if (filtered.length > 0 && filtered.length === here.length)
      note(
        `filter too narrow: it leaves out all of the latest ${count(here.length, "mail")}; \`filter test\` shows which rule does`,
      );
    else if (filtered.length > 0)
      note(`filters leave out ${filtered.length} of the latest ${count(here.length, "mail")}`);
    const muted = here.filter(({ because }) => because.includes("muted here until")).length;
    if (muted > 0) note(`muted: ${count(muted, "mail")} of conversations that an admin muted here; \`unmute\` ends it`);
  }
  for (const { short, problem = "" } of await store.quarantined(3))
    found.push({ how: "bad", about: short, says: `in quarantine: ${problem}; \`listwire quarantine\` lists all` });
  return found;
}

/** Lists that channels wait for and that no mail came by; and those by which mail comes that no channel waits for. */
export function wrongLists(wanted: readonly ListId[], seen: readonly string[]): readonly Finding[] {
  if (seen.length === 0) return [];
  return wanted
    .filter((id) => !seen.includes(id))
    .map((id) => ({
      how: "bad" as const,
      about: id,
      says: `wrong List-Id? no mail that came has it; those that came have ${seen.slice(0, 5).join(", ")}`,
    }));
}

/** Of a mailbox of which nothing was read. */
export function unread(
  about: string,
  start: "now" | "all" | "since",
  mails: number,
  taken: readonly Pick<ArchivedMail, "seq">[],
): readonly Finding[] {
  if (mails === 0) return [{ how: "note", about, says: "the mailbox is empty: is the subscription delivered here?" }];
  if (start !== "now" || taken.length > 0) return [];
  return [
    {
      how: "note",
      about,
      says: `start position \`now\`: the ${count(mails, "mail")} that lie there are not read; write \`start: all\` or \`start: {since: 7d}\` before the first start`,
    },
  ];
}
