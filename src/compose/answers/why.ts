import type { LabelledLine, LineLabel } from "../../condense/condensed.ts";
import { count } from "../place.ts";
import type { Post } from "../post.ts";
import { labelledLines } from "./labelled.ts";
import { foot, type MailFacts } from "./mail-facts.ts";
import { instant } from "./notice.ts";

/** Everything that was decided about a mail, as far as the one who asks may know. */
export interface WhyFacts extends MailFacts {
  readonly kind: string;
  /** What it belongs to and what it repeats, in our words: `answers ab12cd34`, `12 mails in its thread`. */
  readonly place: readonly string[];
  /** Subsystems, each with its reason. */
  readonly routing: readonly { readonly name: string; readonly reason: string }[];
  readonly decisions: readonly { readonly where: string; readonly shown: string; readonly because: string }[];
  readonly deliveries: readonly DeliveryFacts[];
  readonly mutedUntil?: Date;
  /** Its text; absent where the octets are gone or could not be read. */
  readonly text?: string;
  /** What could not be read as it should be, and why it is held back. */
  readonly problems: readonly string[];
}

interface DeliveryFacts {
  readonly where: string;
  readonly form: "post" | "edit";
  readonly state: "queued" | "sending" | "sent" | "unsure" | "dead";
  readonly attempts: number;
  readonly dueAt: Date;
  readonly sentAt?: Date;
  readonly reason?: string;
}

/** The answer to `why`. */
export function why(facts: WhyFacts): Post {
  const sections: readonly (readonly [title: string, items: readonly string[]])[] = [
    [
      "What it is",
      [
        `kind: ${facts.kind}`,
        `lists: ${facts.lists.join(", ") || "none"}`,
        `arrived ${instant(facts.arrivedAt)}`,
        ...facts.place,
      ],
    ],
    ["Routed to", facts.routing.map(({ name, reason }) => `${name}: ${reason}`)],
    ["Decided", facts.decisions.map(({ where, shown, because }) => `${where}: ${shown}, ${because}`)],
    ["Sent", facts.deliveries.map(delivery)],
    ["Muted", facts.mutedUntil === undefined ? [] : [`here until ${instant(facts.mutedUntil)}`]],
    [
      "Left out of the text",
      facts.text === undefined
        ? ["not known: its text cannot be read here any more"]
        : leftOut(labelledLines(facts.text).lines),
    ],
    ["Trouble", facts.problems],
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

function delivery({ where, form, state, attempts, dueAt, sentAt, reason }: DeliveryFacts): string {
  const when = state === "queued" ? `, due ${instant(dueAt)}` : sentAt === undefined ? "" : ` ${instant(sentAt)}`;
  const tries = attempts > 1 ? `, ${attempts} tries` : "";
  return `${where}: ${form} ${state}${when}${tries}${reason === undefined ? "" : `; ${reason}`}`;
}

/** `quote: 38 lines (angle 36, wrapped 2)`, most first. What the author wrote is not left out. */
function leftOut(lines: readonly Pick<LabelledLine, "label" | "rule">[]): string[] {
  const rules = new Map<LineLabel, Map<string, number>>();
  for (const { label, rule } of lines) {
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

/** For the operator, about a mail whose subject must not stand in the channel: only what happened to it. */
export function whyHeldBack(short: string, state: string, reasons: readonly string[]): Post {
  return {
    form: "answer",
    title: `A mail that is ${state}`,
    byline: [],
    blocks: [{ kind: "list", items: reasons.length > 0 ? reasons : ["no reason was noted"] }],
    footer: [{ kind: "id", text: short }],
    isCut: false,
    mail: short,
  };
}
