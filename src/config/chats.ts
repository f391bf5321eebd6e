import { z } from "zod";
import { BY_VARIABLE, mapping, oneOf, port, refuse, text, write } from "./checks.ts";
import { isLoopback } from "./loopback.ts";

export const web = mapping(
  {
    host: text("an address to listen at: 127.0.0.1").default("127.0.0.1"),
    port: port(0).default(8930),
    token: text(BY_VARIABLE).min(16, write("at least 16 characters that nobody guesses")).optional(),
    channels: z
      .union([z.literal("auto"), z.array(z.string().min(1))], write("`auto` or a list of names"))
      .default("auto"),
    preset: oneOf(["normal", "quiet", "everything"]).default("normal"),
  },
  "settings of the web chat: {port: 8930}",
).check(
  refuse(
    "host",
    "lets other machines in; write a `token` too, or 127.0.0.1",
    ({ host, token }) => token === undefined && !isLoopback(host),
  ),
);

export const discord = mapping(
  {
    token: text(BY_VARIABLE).optional(),
    token_file: text("the path of a file that holds the bot's token").optional(),
    api: text("https://discord.com/api")
      .regex(/^https?:\/\/\S+$/, write("an http(s) address: https://discord.com/api"))
      .optional(),
    operators: z
      .array(z.string().regex(/^\d{15,21}$/, write('the id of a user, in quotes: "181390438123704321"')))
      .default([]),
    message_content: z.boolean(write("true or false")).default(false),
  },
  "settings of Discord: {token_file: ./discord-token}",
).check(
  refuse(
    "token",
    "is missing or one too many; write one of token, token_file",
    ({ token, token_file }) => (token === undefined) === (token_file === undefined),
  ),
);

const MATRIX_USER = /^@[^\s:]+:[^\s:]+(?::\d+)?$/;
const matrixUser = z.string().regex(MATRIX_USER, write('the id of a user, in quotes: "@ada:example.org"'));

export const matrix = mapping(
  {
    homeserver: text("the address of the homeserver: https://matrix.example.org").regex(
      /^https?:\/\/[^\s/]+\/?$/,
      write("an http(s) address without a path: https://matrix.example.org"),
    ),
    token: text(BY_VARIABLE).optional(),
    token_file: text("the path of a file that holds the bot's access token").optional(),
    operators: z.array(matrixUser).default([]),
    allow: z
      .array(
        z
          .string()
          .regex(
            /^(?:@[^\s:]+:)?[^\s:@/]+(?::\d+)?$/,
            write('a user or a server, in quotes: "@ada:example.org", "example.org"'),
          ),
      )
      .default([]),
    prefix: text("what a command begins with: !list")
      .regex(/^\S{1,20}$/, write("one word: !list"))
      .default("!list"),
  },
  "settings of Matrix: {homeserver: https://matrix.example.org, token_file: ./matrix-token}",
)
  .check(
    refuse(
      "token",
      "is missing or one too many; write one of token, token_file",
      ({ token, token_file }) => (token === undefined) === (token_file === undefined),
    ),
  )
  .check(
    refuse(
      "homeserver",
      "would send the token in the clear to another machine; write https://",
      ({ homeserver }) => homeserver.startsWith("http:") && !isLoopback(new URL(homeserver).hostname),
    ),
  );
