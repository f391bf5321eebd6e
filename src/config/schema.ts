import { z } from "zod";
import { discord, matrix, web } from "./chats.ts";
import { BY_VARIABLE, duration, mapping, oneOf, port, refuse, some, text, unique, write } from "./checks.ts";
import { isLoopback } from "./loopback.ts";
import { newsChecks, newsGroups } from "./news-groups.ts";
import { channels, subscriptions } from "./subscriptions.ts";

/** The file as it is written; `read-config.ts` makes a Config of it. Every message says what to write instead. */
export type Written = z.infer<typeof written>;

const passwords = ["password", "password_file", "password_command", "token_command"] as const;

const source = mapping(
  {
    name: text("a short name of your own: main"),
    type: oneOf(["imap", "maildir", "mbox", "nntp"]),
    path: text("the path of a Maildir or an mbox: ./mail/wbus").optional(),
    host: text("the IMAP server: imap.example.org").optional(),
    port: port(1).optional(),
    tls: oneOf(["implicit", "starttls", "none"]).default("implicit"),
    ca_file: text("the path of a PEM file").optional(),
    user: text("the user name at the IMAP server").optional(),
    password: text(BY_VARIABLE).optional(),
    password_file: text("the path of a file that holds the password").optional(),
    password_command: text("a command that prints the password").optional(),
    token_command: text("a command that prints an access token").optional(),
    mailboxes: some(text("a mailbox: INBOX"), "a list of mailboxes: [INBOX]").default(["INBOX"]),
    groups: newsGroups.optional(),
    start: z
      .union(
        [z.literal(["now", "all"]), z.strictObject({ since: duration("1s") })],
        write("`now`, `all` or {since: 7d}"),
      )
      .default("now"),
    poll: duration("5s").default(60_000),
  },
  "an account: {name: main, type: imap, host: imap.example.org, user: lists, password_file: ./password}",
)
  .check(
    refuse(
      "path",
      "is missing; write the path of a Maildir or an mbox: ./mail/wbus",
      ({ type, path }) => (type === "maildir" || type === "mbox") && path === undefined,
    ),
  )
  .check(
    refuse(
      "path",
      "belongs to `type: maildir` and `type: mbox`; leave it out",
      ({ type, path }) => type === "imap" && path !== undefined,
    ),
  )
  .check(
    refuse(
      "host",
      "is missing; write the IMAP server: imap.example.org",
      ({ type, host }) => type === "imap" && host === undefined,
    ),
  )
  .check(
    refuse(
      "user",
      "is missing; write the user name at the IMAP server",
      ({ type, user }) => type === "imap" && user === undefined,
    ),
  )
  .check(
    refuse(
      "password",
      `is missing; write one of ${passwords.join(", ")}`,
      (source) => source.type === "imap" && passwords.every((way) => source[way] === undefined),
    ),
  )
  .check(
    refuse(
      "password",
      `is one too many; keep one of ${passwords.join(", ")}`,
      (source) => passwords.filter((way) => source[way] !== undefined).length > 1,
    ),
  )
  .check(
    refuse(
      "tls",
      "would send the password in the clear to another machine; write `implicit` or `starttls`",
      ({ tls, host = "localhost", type, user }) =>
        tls === "none" && !isLoopback(host) && (type !== "nntp" || user !== undefined),
    ),
  )
  .check(...newsChecks)
  .check(
    refuse("name", "is a name of Listwire's own; write another", ({ name }) => ["matrix", "quarantine"].includes(name)),
  );

const list = mapping(
  {
    id: text("the list's List-Id: wbus.lists.example.org")
      .toLowerCase()
      .regex(/^[^\s<>@]+$/, write("what stands in List-Id, without < >: wbus.lists.example.org")),
    name: text("a short name: wbus")
      .regex(/^[^\s#:/]+$/, write("one word without # : or /"))
      .optional(),
    archive: text("https://archive.example.org/r/{id}")
      .regex(
        /^https?:\/\/[^{}\s]*\{id\}[^{}\s]*$/,
        write("an http(s) address with {id} in it once: https://archive.example.org/r/{id}"),
      )
      .optional(),
    visibility: z
      .union(
        [
          z.literal("public"),
          ...(["guilds", "rooms", "channels"] as const).map((key) =>
            z.strictObject({ [key]: z.array(z.string().min(1)).min(1, "does not fit; write at least one") }),
          ),
        ],
        write("`public`, or one of {guilds: […]}, {rooms: […]}, {channels: […]} that names at least one"),
      )
      .default("public"),
  },
  "a list: {id: wbus.lists.example.org, name: wbus}",
);

const ZONE = "a zone of the IANA database: Europe/Berlin";

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const robot = mapping(
  {
    address: text("a mail address, or @ and the domain that its addresses share")
      .toLowerCase()
      .regex(/^\S*@\S+$/, write("a mail address, or @ and the domain that its addresses share")),
    is: oneOf(["kernel-test-robot", "ci", "syzbot", "ai-review-bot", "patchwork-bot", "pr-tracker-bot", "regzbot"]),
  },
  "a robot: {address: ci@example.org, is: ci}",
);

const phrases = (example: string) => {
  const what = `words with a letter or a number in them: ${example}`;
  const phrase = text(what)
    .min(2, write(what))
    .regex(/[\p{L}\p{N}]/u, write(what));
  return z.array(phrase, write(`a list of words: [${example}]`)).default([]);
};

const kinds = mapping(
  {
    robots: z
      .array(robot, write("a list of robots: [{address: ci@example.org, is: ci}]"))
      .check(unique("address", ({ address }) => address))
      .default([]),
    applied: phrases("landed in"),
    nak: phrases("vetoed"),
  },
  "{robots: [], applied: [landed in], nak: [vetoed]}",
);

export const written = mapping(
  {
    data: text("a folder: ./data").default("./data"),
    sources: some(source, "at least one account under `sources`").check(unique("name", ({ name }) => name)),
    lists: z
      .array(list, write("a list of lists"))
      .check(unique("id", ({ id }) => id))
      .check(unique("name", ({ name, id }) => name ?? id))
      .default([]),
    timezone: text(ZONE)
      .refine((zone) => isZone(zone), write(ZONE))
      .default("UTC"),
    subsystems: text("the path of the subsystem table").optional(),
    maintainers: mapping(
      {
        file: text("the path of a MAINTAINERS file"),
        directories: text("`git`, or the path of a git tree or of a list of directories").optional(),
      },
      "{file: ./MAINTAINERS}",
    ).optional(),
    omit: z
      .array(
        text("a mail address")
          .toLowerCase()
          .regex(/^\S+@\S+$/, write("a mail address")),
        write("a list of mail addresses"),
      )
      .default([]),
    kinds: kinds.default({ robots: [], applied: [], nak: [] }),
    discord: discord.optional(),
    matrix: matrix.optional(),
    health: mapping(
      { host: text("an address to listen at: 127.0.0.1").default("127.0.0.1"), port: port(0).default(9464) },
      "where it tells how it is: {port: 9464}",
    ).optional(),
    web: web.default({ host: "127.0.0.1", port: 8930, channels: "auto", preset: "normal" }),
    subscriptions,
    channels,
    waits: mapping(
      { card: duration("0s").default(45_000), orphan: duration("0s").default(120_000) },
      "{card: 45s, orphan: 120s}",
    ).default({
      card: 45_000,
      orphan: 120_000,
    }),
    log: mapping(
      { level: oneOf(["debug", "info", "warn", "error", "silent"]).default("info") },
      "{level: info}",
    ).default({ level: "info" }),
  },
  "settings as in config/listwire.example.yaml",
);
