import { type Argument, type CommandRow, presets } from "./row.ts";

const what: Argument = {
  name: "what",
  kind: "what",
  required: "yes",
  help: "a list or subsystem, a path with a slash, person:NAME, or thread (in reply to a post)",
};

const who: Argument = {
  name: "who",
  kind: "what",
  required: "unless-reply",
  help: "a name, or the short id of a mail of theirs; in reply to a post, who wrote that",
};

const rule: Argument = {
  name: "rule",
  kind: "rule",
  required: "yes",
  help: "include or exclude; kind, author, subject, path or robots; then words or an /expression/",
};

/** Commands about a channel, in the order of `help`. */
export const listRows: readonly CommandRow[] = [
  {
    name: "subscribe",
    group: "list",
    aliases: ["sub"],
    help: "Show a list, a subsystem, a path, a person's mail or a thread in this channel from now on",
    args: [
      what,
      { name: "preset", kind: "preset", required: "no", help: "how much of it; normal if left out", choices: presets },
    ],
    who: "admin",
    changes: true,
    examples: [
      "subscribe wbus",
      "subscribe wbus.lists.example.org quiet",
      'subscribe "WBUS DRIVERS" everything',
      "subscribe drivers/wbus/",
      'subscribe person:"Nora Lind"',
      "subscribe thread",
    ],
  },
  {
    name: "unsubscribe",
    group: "list",
    aliases: ["unsub"],
    help: "Stop showing something in this channel",
    args: [what],
    who: "admin",
    changes: true,
    examples: ["unsubscribe wbus", "unsubscribe drivers/wbus/"],
  },
  {
    name: "filter add",
    group: "list",
    aliases: [],
    help: "Leave mail out of this channel, or let only some in",
    args: [rule],
    who: "admin",
    changes: true,
    examples: [
      "filter add exclude robots",
      "filter add exclude subject /dt-bindings/",
      "filter add include path drivers/wbus/",
    ],
  },
  {
    name: "filter remove",
    group: "list",
    aliases: [],
    help: "Take a filter back",
    args: [{ name: "n", kind: "number", required: "yes", help: "its number, as `show` gives it" }],
    who: "admin",
    changes: true,
    examples: ["filter remove 2"],
  },
  {
    name: "filter test",
    group: "list",
    aliases: [],
    help: "What of the last week the filters left out, or one would that is not added yet",
    args: [{ ...rule, required: "no" }],
    who: "admin",
    changes: false,
    examples: ["filter test", "filter test exclude author nora"],
  },
  {
    name: "block",
    group: "list",
    aliases: [],
    help: "Show no mail of this author in this channel any more",
    args: [who],
    who: "admin",
    changes: true,
    examples: ["block", "block Nora Lind", "block k7q2m9xa"],
  },
  {
    name: "unblock",
    group: "list",
    aliases: [],
    help: "Show an author's mail in this channel again",
    args: [{ ...who, help: "the name, as `show` gives it; in reply to a post, who wrote that" }],
    who: "admin",
    changes: true,
    examples: ["unblock", "unblock Nora Lind"],
  },
  {
    name: "set",
    group: "list",
    aliases: [],
    help: "How this channel shows what it is subscribed to",
    args: [
      {
        name: "name",
        kind: "setting",
        required: "yes",
        help: "mode, layout, cap, or a kind of news such as reply, nak, ci-red",
      },
      {
        name: "value",
        kind: "value",
        required: "yes",
        help: "series, digest, all; thread, flat, forum; a number; off, count, silent, normal, loud; default",
      },
    ],
    who: "admin",
    changes: true,
    examples: ["set mode digest", "set ci-red off", "set cap 30", "set layout default"],
  },
  {
    name: "show",
    group: "list",
    aliases: ["subscriptions"],
    help: "What this channel is subscribed to, its filters and settings",
    args: [],
    who: "member",
    changes: false,
    examples: ["show"],
  },
  {
    name: "status",
    group: "list",
    aliases: [],
    help: "How the relay is doing: sources, queue, what was held back",
    args: [],
    who: "admin",
    changes: false,
    examples: ["status"],
  },
];
