import { z } from "zod";
import { mapping, refuse, some, text, unique, write } from "./checks.ts";

/** What a source of `type: nntp` has besides the keys of the others, and what of theirs it has not. */

const GROUP = "a group: inbox.comp.wbus";

/** RFC 3977 §9.8: a name has none of the signs with which names are matched. */
const group = text(GROUP).regex(/^[^\s,!*?[\\\]]{1,460}$/, write(GROUP));

export const newsGroups = some(
  z.union(
    [
      group,
      mapping(
        {
          group,
          list: text("the list's List-Id: wbus.lists.example.org")
            .toLowerCase()
            .regex(/^[!-;=?-~]{1,255}$/, write("what stands in List-Id, without < >: wbus.lists.example.org")),
        },
        "{group: inbox.comp.wbus, list: wbus.lists.example.org}",
      ),
    ],
    write(`${GROUP}, or {group: inbox.comp.wbus, list: wbus.lists.example.org}`),
  ),
  "a list of groups: [inbox.comp.wbus]",
).check(unique("group", (one) => (typeof one === "string" ? one : one.group)));

/** Milliseconds: a public archive is not asked more often. */
const LEAST_POLL_MS = 60_000;

interface Source {
  readonly type: string;
  readonly groups?: unknown;
  readonly host?: string | undefined;
  readonly path?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly password_file?: string | undefined;
  readonly password_command?: string | undefined;
  readonly token_command?: string | undefined;
  readonly poll: number;
}

const hasPassword = (source: Source) =>
  [source.password, source.password_file, source.password_command].some((way) => way !== undefined);

const refuseNews = (key: string, message: string, isWrong: (source: Source) => boolean) =>
  refuse<Source>(key, message, (source) => source.type === "nntp" && isWrong(source));

export const newsChecks = [
  refuse<Source>(
    "groups",
    "belongs to `type: nntp`; leave it out",
    ({ type, groups }) => type !== "nntp" && groups !== undefined,
  ),
  refuseNews("groups", "is missing; write a list of groups: [inbox.comp.wbus]", ({ groups }) => groups === undefined),
  refuseNews("host", "is missing; write the news server: news.example.org", ({ host }) => host === undefined),
  refuseNews("path", "belongs to `type: maildir` and `type: mbox`; leave it out", ({ path }) => path !== undefined),
  refuseNews("user", "is missing; write it, or leave the password out", (source) => {
    return source.user === undefined && hasPassword(source);
  }),
  refuseNews("password", "is missing; write one of password, password_file, password_command", (source) => {
    return source.user !== undefined && !hasPassword(source);
  }),
  refuseNews(
    "token_command",
    "belongs to `type: imap`; write a password",
    ({ token_command }) => token_command !== undefined,
  ),
  refuseNews("poll", "is too often for a news server; write at least 60s", ({ poll }) => poll < LEAST_POLL_MS),
] as const;
