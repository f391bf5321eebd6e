import { z } from "zod";
import { parseFilter } from "../route/filter.ts";
import { levelWords, notables } from "../route/notable.ts";
import { mapping, oneOf, refuse, text, unique, write } from "./checks.ts";
import type { SubscriptionConfig } from "./config.ts";

/** What stands in which channel from the start, and what is set for a channel as a whole. */

const CHANNEL = /^[a-z]+:\S+$/;
const HOW = "the platform, a colon and the channel: web:wbus";

const channel = text("a channel: web:wbus").regex(CHANNEL, write(HOW));

const PERSON = "a name and an address: Nora Lind <nora@example.org>";

const things = {
  list: text("a List-Id: wbus.lists.example.org").toLowerCase().optional(),
  subsystem: text("a subsystem's name").optional(),
  path: text("a directory, a file or a glob: drivers/wbus/").optional(),
  person: text(PERSON)
    .regex(/^[^<>@]*[^<>@\s][^<>@]*<[^\s<>@]+@[^\s<>@]+>$/, write(PERSON))
    .optional(),
  thread: text("the Message-ID of its first mail, without < >")
    .regex(/^[^\s<>]+@[^\s<>]+$/, write("the Message-ID of its first mail, without < >"))
    .optional(),
};

const kinds = Object.keys(things) as (keyof typeof things)[];

const subscription = mapping(
  { channel, ...things, preset: oneOf(["normal", "quiet", "everything"]).default("normal") },
  "a subscription: {channel: web:wbus, list: wbus.lists.example.org}",
).check(
  refuse(
    "channel",
    `has to name one thing; write one of ${kinds.map((kind) => `\`${kind}\``).join(", ")}`,
    (written) => kinds.filter((kind) => written[kind] !== undefined).length !== 1,
  ),
);

export const subscriptions = z
  .array(subscription, write("a list of subscriptions"))
  .check(unique("channel", (written) => JSON.stringify([written.channel, ...kinds.map((kind) => written[kind])])))
  .default([]);

const filter = text("a filter: exclude robots").transform((words, context) => {
  const read = parseFilter(words, "config");
  if (typeof read === "object") return read;
  context.addIssue({ code: "custom", message: `does not fit. ${read}` });
  return z.NEVER;
});

const cap = z.number(write("messages an hour: 60")).int(write("a whole number")).min(1, write("at least 1"));

/** Spam has no level of its own. */
const levels = Object.fromEntries(
  notables.filter((notable) => notable !== "spam").map((notable) => [notable, oneOf(levelWords).optional()]),
);

export const channels = z
  .record(
    z.string(),
    mapping(
      {
        filters: z.array(filter, write("a list of filters: [exclude robots]")).default([]),
        mode: oneOf(["series", "digest", "all"]).optional(),
        layout: oneOf(["thread", "flat", "forum"]).optional(),
        levels: mapping(levels, "{nak: loud, ci-red: off}").default({}),
        cap: cap.optional(),
      },
      "what is set for the channel: {filters: [exclude robots]}",
    ),
    write('a mapping of channels: {"web:wbus": {mode: digest}}'),
  )
  .check(({ value, issues }) => {
    for (const key of Object.keys(value).filter((key) => !CHANNEL.test(key)))
      issues.push({ code: "custom", message: `does not fit; write ${HOW}`, path: [key], input: undefined });
  })
  .default({});

/** A subscription as it is written, as the store keeps it. */
export function subscriptionConfig(written: z.infer<typeof subscription>): SubscriptionConfig {
  const kind = kinds.find((one) => written[one] !== undefined) ?? "list";
  const name = written[kind] ?? "";
  const { channel, preset } = written;
  const [, title = "", address = ""] = kind === "person" ? (/^(.*?)\s*<(.*)>$/.exec(name) ?? []) : [];
  return kind === "person"
    ? { channel, what: { kind, name: address.toLowerCase() }, title, preset }
    : { channel, what: { kind, name }, preset };
}
