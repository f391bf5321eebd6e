import assert from "node:assert/strict";
import { once } from "node:events";
import { get as httpGet, type IncomingMessage } from "node:http";
import { after, before, beforeEach, describe, test } from "node:test";
import type { ChannelId, Invocation } from "../../../src/chat/chat-platform.ts";
import type { ChannelPost } from "../../../src/chat/web/channel-json.ts";
import type { Post } from "../../../src/compose/post.ts";
import { openTestChat, signIn, type TestChat, wordsOf } from "./browserless.ts";
import { endOfStory, post, postStory, wbus } from "./wbus-posts.ts";

const full: Post = post({
  title: "wbus: add burst mode",
  form: "answer",
  blocks: [{ kind: "mail", lines: [{ text: "> why?", label: "quote", depth: 1 }] }],
  file: { name: "../k7q2\r\nX: y.patch", type: "text/x-diff", text: "--- a/ring.c\n" },
});

describe("the pages", () => {
  let open: TestChat;
  let cookie: string;
  const heard: Invocation[] = [];
  let clock = endOfStory.getTime();
  const followed = async (channel: ChannelId, user: string) =>
    new Set(channel === wbus && user === "web:local" ? ["leak"] : []);
  before(async () => {
    open = await openTestChat({ now: () => new Date(clock), followed });
    await postStory(open.chat);
    cookie = await signIn(open.chat.address);
    await open.chat.start(
      async (invocation) => {
        heard.push(invocation);
        return [full];
      },
      async ({ command, argument, typed }) => [{ label: `${command} ${argument} ${typed}`, value: "WBUS DRIVERS" }],
    );
  });
  after(() => open.close());
  beforeEach(() => {
    heard.length = 0;
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(open.origin + path, { headers, redirect: "manual" });
  const send = (
    headers: Record<string, string>,
    fields: Record<string, string> = { channel: "wbus", request: "help" },
  ) => fetch(`${open.origin}/command`, { method: "POST", headers, body: new URLSearchParams(fields) });

  test("carry the headers that keep everything foreign out", async () => {
    for (const path of ["/", "/c/wbus", "/static/chat.css", "/channels/wbus.json", "/m/k7q2m9xa", "/none"]) {
      const { headers } = await get(path);
      assert.match(
        headers.get("content-security-policy") ?? "",
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      );
      assert.doesNotMatch(headers.get("content-security-policy") ?? "", /unsafe|\*|http/);
      assert.equal(headers.get("cache-control"), "no-store", path);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    }
  });

  test("hold no inline script, style or handler and nothing from elsewhere", async () => {
    for (const path of ["/", "/c/wbus?card=5&about=6", "/m/k7q2m9xa"]) {
      const page = await (await get(path, { cookie })).text();
      assert.doesNotMatch(page, /<script(?! src="\/static\/chat\.js" defer><\/script>)|<style|\sstyle=|\son[a-z]+=/);
      assert.deepEqual([...page.matchAll(/<(?:link|script|img)[^>]+(?:src|href)="(?!\/static\/)/g)], []);
    }
  });

  test("the token in the printed address becomes a cookie that scripts and other sites do not get", async () => {
    const response = await get(open.chat.address.slice(open.origin.length));
    assert.deepEqual([response.status, response.headers.get("location")], [303, "/"]);
    assert.match(
      response.headers.get("set-cookie") ?? "",
      /^listwire_\d+=[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.equal((await get("/?token=wrong")).status, 403);
  });

  test("complete what is typed for a command's argument, for whoever may give commands", async () => {
    const typed = (q: string, headers = { cookie }) =>
      get(`/complete?${new URLSearchParams({ channel: "wbus", q })}`, headers).then((response) => response.json());
    assert.deepEqual(await typed("subscribe wbus dr"), [
      { label: "subscribe what wbus dr", value: 'subscribe "WBUS DRIVERS"' },
    ]);
    assert.deepEqual(await typed("filter add excl"), [
      { label: "filter add rule excl", value: 'filter add "WBUS DRIVERS"' },
    ]);
    assert.deepEqual(await typed("set mode di"), [{ label: "set value di", value: 'set mode "WBUS DRIVERS"' }]);
    for (const q of ["subscribe", "nothing x", ""]) assert.deepEqual(await typed(q), []);
    assert.deepEqual(await typed("subscribe wbus", { cookie: "" }), []);
  });

  test("refuse a command without the cookie and say what to do", async () => {
    const response = await send({ origin: open.origin });
    assert.equal(response.status, 403);
    assert.match(wordsOf(await response.text()), /Open the address with the token/);
    assert.deepEqual(heard, []);
  });

  const foreign: readonly [what: string, headers: Record<string, string>, status: number][] = [
    ["from a foreign page", { origin: "https://evil.example.org" }, 403],
    ["from a page without an origin", { origin: "null" }, 403],
    ["that does not say where it comes from", {}, 403],
  ];
  for (const [what, headers, status] of foreign) {
    test(`refuse a command ${what}, cookie or not`, async () => {
      assert.equal((await send({ cookie, ...headers })).status, status);
      assert.deepEqual(heard, []);
    });
  }

  test("refuse a name that is not theirs, whatever points here", async () => {
    const request = httpGet(open.origin, { headers: { host: `evil.example.org:${open.chat.port}` } });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    assert.equal(response.statusCode, 421);
  });

  test("refuse a form that is too long", async () => {
    assert.equal(
      (await send({ cookie, origin: open.origin }, { channel: "wbus", request: "x".repeat(9_000) })).status,
      413,
    );
  });

  test("take five commands at once and ask for patience then", async () => {
    clock += 60_000;
    const pages = [];
    for (let at = 0; at < 6; at++) pages.push(wordsOf(await (await send({ cookie, origin: open.origin })).text()));
    assert.equal(heard.length, 5);
    assert.match(pages[5]!, /Too many at once; try again in 2 s/);
  });

  test("a mail's page is the answer to a command in the channel that shows it", async () => {
    const page = await (await get("/m/k7q2m9xa")).text();
    const [invocation] = heard;
    assert.deepEqual([invocation?.channel, invocation?.request, invocation?.role], [wbus, "full k7q2m9xa", "member"]);
    assert.match(page, /class="quote q1">&gt; why\?</);
    await get("/m/k7q2m9xa/why?in=other", { cookie });
    assert.deepEqual([heard[1]?.channel, heard[1]?.request, heard[1]?.role], ["web:other", "why k7q2m9xa", "operator"]);
  });

  test("a mail's page leads to what else can be read of it, its series among it", async () => {
    const page = await (await get("/m/k7q2m9xa/series?in=wbus")).text();
    assert.equal(heard[0]?.request, "series k7q2m9xa");
    const tabs = Array.from(page.matchAll(/<a href="(\/m\/[^"]*)"( aria-current="page")?>(\w+)<\/a>/g));
    assert.deepEqual(
      tabs.map(([, href, isHere, name]) => [name, href, isHere !== undefined]),
      [
        ["full", "/m/k7q2m9xa?in=wbus", false],
        ["patch", "/m/k7q2m9xa/patch?in=wbus", false],
        ["thread", "/m/k7q2m9xa/thread?in=wbus", false],
        ["series", "/m/k7q2m9xa/series?in=wbus", true],
        ["diff", "/m/k7q2m9xa/diff?in=wbus", false],
        ["why", "/m/k7q2m9xa/why?in=wbus", false],
      ],
    );
    assert.equal((await get("/m/k7q2m9xa/diff?in=wbus")).status, 200);
    assert.equal(heard[1]?.request, "diff k7q2m9xa");
  });

  test("a mail's page runs no other command", async () => {
    for (const path of ["/m/k7q2m9xa/mute", "/m/k7q2%20x", "/m/unknown1", "/m/k7q2m9xa/mute/file"]) {
      assert.equal((await get(path, { cookie })).status, 404, path);
    }
    assert.deepEqual(heard, []);
  });

  test("a patch comes as a file under a name that is only a name", async () => {
    const response = await get("/m/k7q2m9xa/patch/file");
    assert.equal(response.headers.get("content-type"), "text/x-diff; charset=utf-8");
    assert.equal(response.headers.get("content-disposition"), 'attachment; filename=".._k7q2__X__y.patch"');
    assert.equal(await response.text(), "--- a/ring.c\n");
  });

  test("the JSON of a channel gives all posts with keys, mails, roots and what they count", async () => {
    const rows = (await (await get("/channels/wbus.json")).json()) as ChannelPost[];
    assert.deepEqual(
      rows.map(({ key, form, root, answers, level }) => [key, form, root, answers, level]),
      [
        ["old", "card", undefined, undefined, "silent"],
        ["leak", "card", undefined, undefined, "silent"],
        ["applied", "line", "leak", "leak", "silent"],
        ["suspend", "card", undefined, undefined, "loud"],
        ["burst", "card", undefined, "old", "silent"],
        ["r1", "reply", "burst", "burst", "silent"],
        ["r2", "reply", "burst", "r1", "silent"],
        ["r3", "reply", "burst", "burst", "silent"],
        ["nak", "line", "burst", "burst", "normal"],
      ],
    );
    assert.deepEqual(
      [rows[4]?.mail, rows[4]?.counted.length, rows[4]?.post.title],
      ["m3xa5v8e", 5, "wbus: add burst mode"],
    );
    assert.equal((await get("/channels/none.json")).status, 404);
  });

  test("the JSON of a long channel is whole", async () => {
    const channel = "web:long/one" as ChannelId;
    for (let at = 0; at < 400; at++) {
      await open.chat.post({ channel, key: `k${at}`, level: "silent", post: post({ title: `post ${at}` }) });
    }
    const rows = (await (await get(`/channels/${encodeURIComponent("long/one")}.json`)).json()) as ChannelPost[];
    assert.deepEqual(
      rows.map(({ key }) => key),
      Array.from({ length: 400 }, (_, at) => `k${at}`),
    );
  });

  test("older posts are a link away", async () => {
    const words = wordsOf(await (await get("/c/long%2Fone")).text());
    assert.ok(words.includes("post 399") && words.includes("post 350") && !words.includes("post 349"));
    const page = await (await get("/c/long%2Fone")).text();
    const earlier = /href="([^"]+before=\d+)">Earlier/.exec(page)?.[1];
    const older = wordsOf(await (await get(earlier!)).text());
    assert.ok(older.includes("post 349") && older.includes("post 300") && !older.includes("post 350"));
  });

  test("unread posts are counted by browser until their channel is opened", async () => {
    const first = await get("/");
    const seen = (response: Response) =>
      /listwire_seen_\d+=[^;]+/.exec(response.headers.get("set-cookie") ?? "")?.[0] ?? "";
    const unread = async (response: Response) => /clk<\/bdi><b[^>]*>(\d+)</.exec(await response.text())?.[1];
    const channel = "web:clk" as ChannelId;
    await open.chat.post({ channel, key: "c1", level: "silent", post: post({ title: "clk" }) });
    await open.chat.post({ channel, key: "c2", level: "silent", post: post({ title: "clk" }) });
    assert.equal(await unread(await get("/c/wbus", { cookie: seen(first) })), "2");
    const peeked = await get("/c/clk", { cookie: seen(first), "x-peek": "1" });
    assert.equal(await unread(await get("/c/wbus", { cookie: seen(peeked) })), "2");
    const opened = await get("/c/clk", { cookie: seen(first) });
    assert.equal(await unread(await get("/c/wbus", { cookie: seen(opened) })), undefined);
  });

  test("cards say which of them one follows and have a button for the other, for whoever may give commands", async () => {
    const page = await (await get("/c/wbus?card=5", { cookie })).text();
    const forms = Array.from(page.matchAll(/<form class="act"[\s\S]*?<\/form>/g), ([form]) => form);
    assert.deepEqual(
      forms.map((form) => /name="request" value="([^"]+)"/.exec(form)?.[1]),
      ["follow k7q2m9xa", "unfollow c4hw8r2p", "follow w4ppz7ta", "follow m3xa5v8e", "follow m3xa5v8e"],
    );
    assert.equal(page.match(/you follow this/g)?.length, 1);
    const read = await (await get("/c/wbus?card=5")).text();
    assert.doesNotMatch(read, /<form class="act"|you follow this/);
  });

  test("the button's form gives the command and comes back to the same place", async () => {
    clock += 60_000;
    const page = await (await get("/c/wbus?card=5", { cookie })).text();
    const [form = ""] = /<form class="act"(?:(?!<\/form>)[\s\S])*unfollow c4hw8r2p[\s\S]*?<\/form>/.exec(page) ?? [];
    const fields = Array.from(form.matchAll(/name="(\w+)" value="([^"]*)"/g), ([, name = "", value = ""]) => [
      name,
      value,
    ]);
    const response = await send({ cookie, origin: open.origin }, Object.fromEntries(fields));
    assert.deepEqual(
      [heard[0]?.request, heard[0]?.about, heard[0]?.user],
      ["unfollow c4hw8r2p", undefined, "web:local"],
    );
    assert.match(heard[0]?.id ?? "", /^web-[\w-]{16}\.2$/);
    assert.match(await response.text(), /<body [^>]*data-url="\/c\/wbus\?card=5"/);
  });

  test("unread posts for the one who looks are counted apart, until their channel is opened", async () => {
    const channel = "web:dma" as ChannelId;
    const seen = (response: Response) =>
      /listwire_seen_\d+=[^;]+/.exec(response.headers.get("set-cookie") ?? "")?.[0] ?? "";
    const cookies = `${cookie}; ${seen(await get("/", { cookie }))}`;
    await open.chat.post({ channel, key: "d1", level: "silent", post: post({ title: "dma" }) });
    await open.chat.post({ channel, key: "d2", level: "silent", post: post({ title: "v2" }), mentions: ["web:local"] });
    await open.chat.post({ channel, key: "d3", level: "silent", post: post({ title: "v3" }), mentions: ["web:other"] });
    const badges = (page: string) => [
      /<title>([^<]*)</.exec(page)?.[1],
      /dma<\/bdi>((?:<b.*?<\/b>)*)/
        .exec(page)?.[1]
        ?.replace(/<[^>]*>/g, " ")
        .trim(),
    ];
    const mine = await (await get("/c/wbus", { cookie: cookies })).text();
    assert.deepEqual(badges(mine), ["(@1 of 3) wbus · Listwire", "@1  3"]);
    const guests = await (await get("/c/wbus", { cookie: seen(await get("/", { cookie: cookies })) })).text();
    assert.deepEqual(badges(guests), ["(3) wbus · Listwire", "3"]);
    const opened = await get("/c/dma", { cookie: cookies });
    assert.deepEqual(badges(await opened.clone().text()), ["dma · Listwire", ""]);
    assert.equal((await opened.text()).match(/For you, since/g)?.length, 1);
  });

  const missing = ["/c/none", "/c/%00", "/m/", "/x", "/static/../app.ts", "/channels/x"];
  for (const path of missing) {
    test(`say so where nothing is: ${path}`, async () => assert.equal((await get(path)).status, 404));
  }
});

test("bound elsewhere than to loopback, nothing is shown without the token", async () => {
  const token = "a-long-enough-token";
  const { chat, close } = await openTestChat({ host: "0.0.0.0", token });
  const origin = `http://127.0.0.1:${chat.port}`;
  assert.equal((await fetch(`${origin}/channels/wbus.json`)).status, 401);
  assert.equal((await fetch(origin)).status, 401);
  const cookie = await signIn(`${origin}/?token=${token}`);
  assert.equal((await fetch(origin, { headers: { cookie } })).status, 200);
  await close();
});
