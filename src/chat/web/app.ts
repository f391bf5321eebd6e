import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import type { Completion } from "../../command/complete.ts";
import { typedArgument } from "../../command/typed-argument.ts";
import type { Post } from "../../compose/post.ts";
import type { Invocation, PostRef, Typing } from "../chat-platform.ts";
import { bucket } from "./bucket.ts";
import { channelJson } from "./channel-json.ts";
import { cookieAgeS, type Env, type Gate, gate } from "./gate.ts";
import { channelOfName, type Place } from "./links.ts";
import type { Live } from "./live.ts";
import { chatPage, type Followed } from "./page-data.ts";
import type { PostFile } from "./post-file.ts";
import { renderChat, renderMail, renderNotice } from "./render-page.ts";
import { formatSeen, parseSeen } from "./seen.ts";

export interface AppParts extends Gate {
  readonly posts: PostFile;
  readonly live: Live;
  readonly followed: Followed;
  readonly now: () => Date;
  readonly randomId: () => string;
  /** Hands an invocation to whoever listens; a refusal is a post, too. */
  readonly invoke: (invocation: Invocation) => Promise<readonly Post[]>;
  /** What is typed for an argument may become these. */
  readonly complete: (typing: Typing) => Promise<readonly Completion[]>;
}

const maxFormBytes = 8 * 1024;
const maxRequestChars = 500;
const readOnly = "Open the address with the token, printed when Listwire starts, to use commands.";

/** Commands that only show something, so that a link may stand for them. */
const showing: ReadonlySet<string> = new Set(["full", "patch", "thread", "series", "diff", "why"]);

/** Files that we serve beside the pages. */
const staticFiles = [
  ["chat.css", "text/css; charset=utf-8"],
  ["chat.js", "text/javascript; charset=utf-8"],
  ["icon.svg", "image/svg+xml"],
] as const;

/** All addresses of the web chat. */
export function webApp({ posts, live, followed, now, randomId, invoke, complete, ...access }: AppParts): Hono<Env> {
  const app = new Hono<Env>();
  app.use(gate(access));

  app.get("/", (c) => showChat(c, undefined));
  app.get("/c/:name", (c) =>
    showChat(
      c,
      placeOf(c.req.param("name"), (name) => c.req.query(name)),
    ),
  );

  const commands = bucket(5, 10_000);
  app.post("/command", bodyLimit({ maxSize: maxFormBytes, onError: (c) => c.text("Too long.\n", 413) }), async (c) => {
    if (!c.get("isOperator")) return c.html(renderNotice("Read only", readOnly), 403);
    const form = new URLSearchParams(await c.req.text());
    const { about, ...place } = placeOf(form.get("channel") ?? "", (name) => form.get(name));
    const id = form.get("id") ?? "";
    const waitMs = commands.take(now());
    const answers =
      waitMs > 0
        ? [tooMany(waitMs)]
        : await invoke({
            id: `web-${/^[\w.-]{8,40}$/.test(id) ? id : randomId()}`,
            channel: place.channel,
            ...operator,
            request: (form.get("request") ?? "").slice(0, maxRequestChars).trim().replace(/^!/, ""),
            ...(about === undefined ? {} : { about: String(about) as PostRef }),
          });
    return showChat(c, about === undefined || about === place.card ? place : { ...place, about }, answers);
  });

  // Whoever types is not held up by what a person could say in the same time.
  const typing = bucket(60, 10_000);
  app.get("/complete", async (c) => {
    const argument = typedArgument((c.req.query("q") ?? "").slice(0, 200));
    const channel = c.req.query("channel");
    if (channel === undefined || argument === undefined || !c.get("isOperator") || typing.take(now()) > 0)
      return c.json([]);
    const { before, ...typed } = argument;
    const found = await complete({ channel: channelOfName(channel), role: operator.role, ...typed });
    return c.json(
      found.map(({ label, value }) => ({ label, value: `${before}${/\s/.test(value) ? `"${value}"` : value}` })),
    );
  });

  // Reading goes through the same answers; people leaf faster than they type.
  const looks = bucket(40, 10_000);
  app.get("/m/:mail/:command?", async (c) => {
    const { mail, command = "full" } = c.req.param();
    const asked = askAbout(c, mail, command);
    if (asked === undefined) return c.html(renderNotice("No such mail", "No channel here shows it."), 404);
    return c.html(renderMail({ now: now(), mail, command, channel: asked.channel, answers: await asked.answers }));
  });
  app.get("/m/:mail/:command/file", async (c) => {
    const answers = await askAbout(c, c.req.param("mail"), c.req.param("command"))?.answers;
    const file = answers?.find((post) => post.file !== undefined)?.file;
    if (file === undefined) return c.html(renderNotice("No file", "There is none to download here."), 404);
    c.header("Content-Type", `${file.type === "text/x-diff" ? "text/x-diff" : "text/plain"}; charset=utf-8`);
    c.header("Content-Disposition", `attachment; filename="${file.name.replace(/[^A-Za-z0-9._-]/g, "_")}"`);
    return c.body(file.text);
  });

  app.get("/channels/:file{.+\\.json}", (c) => {
    const channel = channelOfName(c.req.param("file").slice(0, -".json".length));
    if (posts.channels().every(({ id }) => id !== channel)) return c.json({ error: "no such channel" }, 404);
    c.header("Content-Type", "application/json; charset=utf-8");
    return c.body(channelJson(posts, channel));
  });

  app.get("/events", (c) => {
    const after = Number(c.req.header("last-event-id") ?? c.req.query("after"));
    const stream = live.open(Number.isSafeInteger(after) ? after : 0, posts.newestChange());
    if (stream === undefined) return c.text("Too many open pages.\n", 503);
    c.header("Content-Type", "text/event-stream");
    return c.body(stream);
  });

  for (const [name, type] of staticFiles) {
    const content = readFileSync(new URL(`./static/${name}`, import.meta.url), "utf8");
    app.get(`/static/${name}`, (c) => c.body(content, { headers: { "Content-Type": type } }));
  }
  app.notFound((c) => c.html(renderNotice("Nothing here", "This page does not exist."), 404));
  return app;

  /** Draws the chat. What is in view counts as read, unless the page looks in from the background. */
  async function showChat(c: Context<Env>, place: Place | undefined, answers: readonly Post[] = []): Promise<Response> {
    const cookie = `listwire_seen_${access.port()}`;
    const found = await chatPage(posts, followed, place, {
      now: now(),
      ...(c.get("isOperator") ? { user: operator.user } : {}),
      commandId: randomId(),
      seen: parseSeen(getCookie(c, cookie), posts.newestSeq()),
      answers,
      isPeek: c.req.header("x-peek") !== undefined,
    });
    if (found === undefined) return c.html(renderNotice("No such channel", "Nothing was posted under this name."), 404);
    setCookie(c, cookie, formatSeen(found.seen), { httpOnly: true, sameSite: "Lax", path: "/", maxAge: cookieAgeS });
    return c.html(renderChat(found.page));
  }

  /** What a link to a mail stands for: the command `full k7q2m9xa`, said in the channel that shows it. */
  function askAbout(c: Context<Env>, mail: string, command: string) {
    const named = c.req.query("in");
    const channel = named === undefined ? posts.channelOfMail(mail) : channelOfName(named);
    if (channel === undefined || !/^[a-z0-9]{1,20}$/.test(mail) || !showing.has(command)) return undefined;
    const waitMs = looks.take(now());
    const who = c.get("isOperator") ? operator : guest;
    const invocation = { id: `web-${randomId()}`, channel, ...who, request: `${command} ${mail}` };
    return { channel, answers: waitMs > 0 ? Promise.resolve([tooMany(waitMs)]) : invoke(invocation) };
  }
}

/** Whoever has the token. */
const operator = { user: "web:local", role: "operator" } as const;
const guest = { user: "web:guest", role: "member" } as const;

function tooMany(waitMs: number): Post {
  const title = `Too many at once; try again in ${Math.ceil(waitMs / 1000)} s`;
  return { form: "answer", title, byline: [], blocks: [], footer: [], isCut: false };
}

function placeOf(name: string, field: (name: string) => string | null | undefined): Place {
  const place: { -readonly [Field in keyof Place]: Place[Field] } = { channel: channelOfName(name) };
  for (const key of ["card", "about", "before", "beforeReply"] as const) {
    const digits = field(key) ?? "";
    if (/^\d{1,15}$/.test(digits)) place[key] = Number(digits);
  }
  return place;
}
