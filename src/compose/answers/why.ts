import type { Condensed, LineLabel } from "../../condense/condensed.ts";
import type { Mail } from "../../mail/mail.ts";
import { count } from "../place.ts";
import type { Post } from "../post.ts";
import { withheld } from "../withheld.ts";
import { labelledLines } from "./labelled.ts";
import { foot, type MailFacts } from "./mail-facts.ts";
import { instant, notice } from "./notice.ts";

/** Everything that was decided about a mail, as far as the one who asks may know. */
export interface WhyFacts extends MailFacts {
  /** The channel that it is asked in; what happened there is said to have happened "here". */
  readonly here: string;
  readonly kind: string;
  readonly state: "read" | "degraded" | "quarantined";
  /** Why it is not shown as it should be. */
  readonly problem?: string;
  /** What it answers; `unseen` where that may not be shown or never came, absent where it answers nothing. */
  readonly parent?: Pick<MailFacts, "short" | "author"> | "unseen";
  /** Short ids of other mails with the same Message-ID. */
  readonly twins: readonly string[];
  /** Subsystems, each with its reason. */
  readonly routing: readonly { readonly name: string; readonly reason: string }[];
  readonly decisions: readonly { readonly channel?: string; readonly shown: string; readonly because: string }[];
  readonly deliveries: readonly DeliveryFacts[];
  readonly mute?: { readonly manner: "mute" | "cool"; readonly until: Date };
  /** The mail read again; `undefined` where its octets are gone or cannot be read. */
  readonly reading: ReadFacts | undefined;
}

interface ReadFacts {
  readonly mail: Pick<Mail, "text" | "problems" | "noArchive">;
  readonly condensed: Pick<Condensed, "sure">;
}

interface DeliveryFacts {
  readonly channel: string;
  readonly form: "post" | "edit" | "erase";
  readonly state: "queued" | "sending" | "sent" | "unsure" | "dead";
  readonly attempts: number;
  readonly dueAt: Date;
  readonly sentAt?: Date;
  readonly reason?: string;
}

/** The answer to `why`. */
export function why(facts: WhyFacts): Post {
  const where = (channel: string | undefined): string =>
    channel === undefined ? "everywhere" : channel === facts.here ? "here" : channel;
  const sections: readonly (readonly [title: string, items: readonly string[]])[] = [
    ["What it is", whatItIs(facts)],
    ["Routed to", facts.routing.map(({ name, reason }) => `${name}: ${reason}`)],
    [
      "Decided",
      facts.decisions.map(({ channel, shown, because }) => `${where(channel)}: ${shown}, ${withheld(because)}`),
    ],
    ["Sent", facts.deliveries.map((delivery) => `${where(delivery.channel)}: ${fate(delivery)}`)],
    [
      facts.mute?.manner === "cool" ? "Cooled" : "Muted",
      facts.mute === undefined ? [] : [`here until ${instant(facts.mute.until)}`],
    ],
    ["Left out of the text", leftOut(facts.reading)],
    ["Trouble", trouble(facts)],
  ];
  return {
    form: "answer",
    title: facts.subject,
    byline: [facts.author],
    blocks: sections
      .filter(([, items]) => items.length > 0)
      .flatMap(([title, items]) => [{ kind: "text", lines: [title] } as const, { kind: "list", items } as const]),
    footer: foot(facts),
    isCut: false,
    mail: facts.short,
  };
}

function whatItIs({ kind, lists, arrivedAt, parent, twins }: WhyFacts): string[] {
  return [
    `kind: ${kind}`,
    `lists: ${lists.join(", ") || "none"}`,
    `arrived ${instant(arrivedAt)}`,
    ...(parent === "unseen" ? ["answers a mail not seen here"] : []),
    ...(typeof parent === "object" ? [`answers ${parent.short} (${parent.author})`] : []),
    ...twins.map((short) => `${short} has the same Message-ID and another date: another mail`),
  ];
}

function trouble({ state, problem, reading }: WhyFacts): string[] {
  return [
    ...(state === "degraded" ? ["shown with what could be read of it"] : []),
    ...(state === "quarantined" ? ["held back"] : []),
    ...(problem === undefined ? [] : [problem]),
    ...(reading?.mail.problems ?? []),
    ...(reading?.mail.noArchive === true ? ["its author asked that it not be archived"] : []),
    ...(reading?.condensed.sure === false ? ["a weak rule decided what is new in it"] : []),
  ];
}

function fate({ form, state, attempts, dueAt, sentAt, reason }: DeliveryFacts): string {
  const when = state === "queued" ? `, due ${instant(dueAt)}` : sentAt === undefined ? "" : ` ${instant(sentAt)}`;
  const tries = attempts > 1 ? `, ${attempts} tries` : "";
  return `${form} ${state}${when}${tries}${reason === undefined ? "" : `; ${reason}`}`;
}

/** `quote: 38 lines (angle 36, wrapped 2)`, most first. What the author wrote is not left out. */
function leftOut(reading: ReadFacts | undefined): string[] {
  if (reading === undefined) return ["not known: its text cannot be read here any more"];
  const rules = new Map<LineLabel, Map<string, number>>();
  for (const { label, rule } of labelledLines(reading.mail.text).lines) {
    if (kept.has(label)) continue;
    const ofLabel = rules.get(label) ?? new Map<string, number>();
    ofLabel.set(rule, (ofLabel.get(rule) ?? 0) + 1);
    rules.set(label, ofLabel);
  }
  const items = Array.from(rules, ([label, ofLabel]) => {
    const byRule = [...ofLabel].sort(([, a], [, b]) => b - a);
    const all = byRule.reduce((sum, [, n]) => sum + n, 0);
    return { all, text: `${label}: ${count(all, "line")} (${byRule.map(([rule, n]) => `${rule} ${n}`).join(", ")})` };
  });
  return items.length === 0 ? ["nothing"] : items.sort((a, b) => b.all - a.all).map(({ text }) => text);
}

const kept: ReadonlySet<LineLabel> = new Set<LineLabel>(["new", "blank", "trailer", "diff", "log"]);

/** For the operator, about a mail in quarantine whose subject must not stand in the channel: only why it is there. */
export function whyHeldBack(short: string, problem: string | undefined): Post {
  const post = notice("A mail that is held back", problem ?? "No reason was noted.");
  return { ...post, footer: [{ kind: "id", text: short }], mail: short };
}
