import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { ChannelId, Invocation, PostRef } from "../../src/chat/chat-platform.ts";
import { openTestChat, type TestChat } from "../chat/web/browserless.ts";
import { post, postStory, wbus } from "../chat/web/wbus-posts.ts";
import { chromiumPath, launchChromium } from "../support/chromium.ts";

const executable = chromiumPath();
const faintTexts = readFileSync(new URL("./faint-texts.js", import.meta.url), "utf8");

describe("the web chat in a real browser", { skip: executable === undefined && "no Chromium is installed" }, () => {
  let browser: Browser;
  let open: TestChat;
  let refs: Map<string, PostRef>;
  let context: BrowserContext;
  let page: Page;
  let heard: Invocation[];
  /** Keys of the cards that the one with the token follows. */
  let followed: Set<string>;
  /** Everything the browser asked for that is not ours. */
  let elsewhere: string[];
  let problems: string[];

  before(async () => {
    browser = await launchChromium(executable!);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    followed = new Set();
    open = await openTestChat({ followed: async () => followed });
    refs = await postStory(open.chat);
    heard = [];
    await open.chat.start(
      async (invocation) => {
        heard.push(invocation);
        if (invocation.request === "follow m3xa5v8e") followed = new Set(["burst"]);
        if (invocation.request === "unfollow m3xa5v8e") followed = new Set();
        return [post({ form: "answer", title: `heard: ${invocation.request}` })];
      },
      async ({ typed }) => [{ label: `${typed} (list)`, value: `${typed}-devel` }],
    );
    await visitAs({});
    await page.goto(open.chat.address);
  });
  afterEach(async () => {
    await context.close();
    await open.close();
    assert.deepEqual(problems, [], "the browser complained");
    assert.deepEqual(elsewhere, [], "a request left the origin");
  });

  async function visitAs(options: Parameters<Browser["newContext"]>[0]): Promise<void> {
    await context?.close();
    context = await browser.newContext(options);
    page = await context.newPage();
    page.setDefaultTimeout(8_000);
    elsewhere = [];
    problems = [];
    context.on("request", (request) => {
      if (!request.url().startsWith(`${open.origin}/`)) elsewhere.push(request.url());
    });
    context.on("weberror", (error) => problems.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
  }

  const card = (title: string) => page.locator("#stream > li").filter({ hasText: title });
  const send = (key: string, title: string, more: { root?: PostRef } = {}) =>
    open.chat.post({
      channel: wbus,
      key,
      level: "silent",
      post: post({ title, form: more.root === undefined ? "card" : "reply" }),
      ...more,
    });

  test("a new card, a reply and an edit appear without a reload", async () => {
    await page.goto(`${open.origin}/c/wbus?card=${refs.get("burst")}`);
    await page.locator("[data-live=on]").waitFor();
    await page.evaluate("window.isSamePage = true");
    const ref = await send("new", "a card that just came");
    await card("a card that just came").waitFor();
    await send("reply", "Ravi Dey", { root: refs.get("burst")! });
    await page.locator("#thread > li").filter({ hasText: "Ravi Dey" }).waitFor();
    await page.getByText("5 replies").first().waitFor();
    await open.chat.edit(wbus, ref, post({ title: "a card that moved on" }));
    await card("a card that moved on").waitFor();
    assert.equal(await card("a card that just came").count(), 0);
    assert.ok(await page.evaluate("window.isSamePage"));
  });

  test("a channel that opens shows in the list, and its unread posts are counted", async () => {
    await page.goto(`${open.origin}/c/wbus`);
    await page.locator("[data-live=on]").waitFor();
    await open.chat.post({ channel: "web:clk" as ChannelId, key: "k", level: "silent", post: post({ title: "clk" }) });
    await page.locator('#nav a[href="/c/clk"] b').filter({ hasText: "1" }).waitFor();
    assert.match(await page.title(), /^\(1\) wbus/);
    await page.click('#nav a[href="/c/clk"]');
    await card("clk").waitFor();
    assert.equal(await page.locator("#nav b").count(), 0);
  });

  test("the first mail of all opens its channel by itself", async () => {
    const empty = await openTestChat();
    await page.goto(empty.chat.address);
    elsewhere = [];
    await page.getByText("No channel yet").waitFor();
    await page.locator("[data-live=on]").waitFor();
    await empty.chat.post({ channel: wbus, key: "k", level: "silent", post: post({ title: "the first" }) });
    await card("the first").waitFor();
    await page.goto(open.origin);
    await empty.close();
    elsewhere = [];
  });

  test("a page catches up after the server was away", async () => {
    await page.goto(`${open.origin}/c/wbus`);
    await page.locator("[data-live=on]").waitFor();
    const { port } = open.chat;
    await open.chat.close();
    await page.locator("[data-live=off]").waitFor();
    problems = [];
    const token = new URL(open.chat.address).searchParams.get("token")!;
    const again = await openTestChat({ port, token }, open.file.replace(/\/[^/]+$/, ""));
    await again.chat.post({ channel: wbus, key: "later", level: "silent", post: post({ title: "posted meanwhile" }) });
    await card("posted meanwhile").waitFor();
    open = again;
    problems = [];
  });

  test("whoever reads further up is not moved, whoever is at the end stays there", async () => {
    for (let at = 0; at < 20; at++) await send(`fill${at}`, `filler ${at}`);
    await page.goto(`${open.origin}/c/wbus`);
    await page.locator("[data-live=on]").waitFor();
    const placeOf = (title: string) => card(title).evaluate((item) => item.getBoundingClientRect().top);
    const height = page.viewportSize()!.height;
    assert.ok((await placeOf("filler 19")) < height, "it opens at the end");
    await send("at-end", "seen at once");
    await card("seen at once").waitFor();
    assert.ok((await placeOf("seen at once")) < height);
    await page.locator("main .stream").evaluate((pane) => pane.scrollBy(0, -600));
    const before = await placeOf("filler 10");
    await send("further", "further down");
    await card("further down").waitFor();
    assert.ok(Math.abs((await placeOf("filler 10")) - before) < 2);
    assert.ok((await placeOf("further down")) > height);
  });

  test("when more came at once than a page holds, nothing is left out without a word", async () => {
    await page.goto(`${open.origin}/c/wbus`);
    await page.locator("[data-live=on]").waitFor();
    await page.evaluate("isRefreshing = true");
    for (let at = 0; at < 60; at++) await send(`flood${at}`, `flood ${at} of 60`);
    await page.evaluate("isRefreshing = false; refresh()");
    await card("flood 59 of 60").waitFor();
    assert.equal(await card("wbus: add burst mode").count(), 0);
    await page.getByText("Earlier posts").click();
    await card("flood 9 of 60").waitFor();
  });

  test("a command typed in a thread is about its card or the chosen reply, and only its asker sees the answer", async () => {
    await page.goto(`${open.origin}/c/wbus?card=${refs.get("burst")}`);
    const box = page.locator("aside .box [name=request]");
    await box.fill("!thread");
    await box.press("Enter");
    await page.locator("#thread .answer").filter({ hasText: "heard: thread" }).waitFor();
    await page.locator(`#t${refs.get("r1")} .acts a`, { hasText: "ask" }).click();
    await page.locator(".about", { hasText: "Tom Okafor" }).waitFor();
    await box.fill("full");
    await page.locator("aside .box button").click();
    await page.locator("#thread .answer").filter({ hasText: "heard: full" }).waitFor();
    assert.deepEqual(
      heard.map(({ request, about, channel }) => [request, about, channel]),
      [
        ["thread", refs.get("burst"), wbus],
        ["full", refs.get("r1"), wbus],
      ],
    );
    assert.equal(new Set(heard.map(({ id }) => id)).size, 2);
    await send("later", "Ravi Dey", { root: refs.get("burst")! });
    await page.locator("#thread > li").filter({ hasText: "Ravi Dey" }).waitFor();
    assert.equal(await page.locator("#thread .answer").count(), 2, "answers outlive an update");
    await page.reload();
    assert.equal(await page.locator(".answer").count(), 0);
  });

  test("what is typed for a command is completed", async () => {
    const box = page.locator("main .box [name=request]");
    await box.fill("subscribe wbus");
    await page.locator("#completions option[value='subscribe wbus-devel']").waitFor({ state: "attached" });
    assert.equal(await box.getAttribute("list"), "completions");
  });

  test("a click follows a card, and what is posted for the one who follows is marked and counted apart", async () => {
    await page.goto(`${open.origin}/c/wbus?card=${refs.get("burst")}`);
    await page.locator("[data-live=on]").waitFor();
    await page.evaluate("window.isSamePage = true");
    const burst = page.locator(`#p${refs.get("burst")}`);
    await burst.getByRole("button", { name: "follow", exact: true }).click();
    await burst.getByText("you follow this").waitFor();
    await page.locator("#thread-card").getByText("you follow this").waitFor();
    await page.locator("#thread-card").getByRole("button", { name: "unfollow" }).click();
    await burst.getByText("you follow this").waitFor({ state: "detached" });
    await burst.getByRole("button", { name: "follow", exact: true }).click();
    await burst.getByText("you follow this").waitFor();
    assert.deepEqual(
      heard.map(({ request }) => request),
      ["follow m3xa5v8e", "unfollow m3xa5v8e", "follow m3xa5v8e"],
    );
    assert.equal(new Set(heard.map(({ id }) => id)).size, 3);

    const mentions = ["web:local"];
    const version = (channel: ChannelId, key: string) =>
      open.chat.post({
        channel,
        key,
        level: "silent",
        mentions,
        post: post({ title: "burst mode v3", mail: "m3xa5v8f" }),
      });
    await version(wbus, "v3");
    await card("burst mode v3").getByText("For you, since you asked to follow this").waitFor();
    assert.equal(await card("filler").getByText("For you").count(), 0);
    await version("web:clk" as ChannelId, "v3");
    await page.locator('#nav a[href="/c/clk"] b', { hasText: "@1" }).waitFor();
    assert.match(await page.title(), /^\(@1 of 1\) /);
    assert.ok(await page.evaluate("window.isSamePage"));
  });

  test("a mail full of HTML and script shows as text and runs nothing", async () => {
    const hostile = `<img src=x onerror="window.ran=1"><script>window.ran=1</script><a href="javascript:window.ran=1">x</a>`;
    const ref = await open.chat.post({
      channel: wbus,
      key: "hostile",
      level: "silent",
      post: post({
        title: hostile,
        tag: hostile,
        byline: [hostile],
        blocks: [
          { kind: "text", lines: [hostile] },
          { kind: "code", language: "diff", lines: [hostile] },
        ],
        footer: [{ kind: "link", text: "lore", url: "javascript:window.ran=1" }],
      }),
    });
    await page.goto(`${open.origin}/c/wbus?card=${ref}`);
    assert.equal(await page.locator("#thread-card .text").textContent(), hostile);
    assert.equal(await page.locator("li img, li script, article img, article script").count(), 0);
    assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
    assert.equal(await page.evaluate("'ran' in window"), false);
  });

  test("a page of another site can neither give a command nor frame the chat", async () => {
    const form = `<form method="post" action="${open.origin}/command"><input name="channel" value="wbus"><input name="request" value="subscribe x"></form><iframe src="${open.origin}/"></iframe>`;
    const foreign = createServer((_, response) => {
      response.setHeader("content-type", "text/html").end(form);
    });
    foreign.listen(0, "127.0.0.1");
    await once(foreign, "listening");
    await page.goto(`http://localhost:${(foreign.address() as AddressInfo).port}/`);
    await page.locator("iframe").waitFor();
    assert.equal(await page.frameLocator("iframe").locator("#nav").count(), 0);
    await page.evaluate("document.forms[0].submit()");
    await page.getByText("Refused: this request does not come from a page of this web chat.").waitFor();
    assert.deepEqual(heard, []);
    await page.goto(open.origin);
    foreign.closeAllConnections();
    foreign.close();
    problems = [];
    elsewhere = [];
  });

  test("without the token one reads and gives no commands", async () => {
    await visitAs({});
    await page.goto(open.origin);
    await card("wbus: add burst mode").first().waitFor();
    assert.equal(await page.locator("form.box").count(), 0);
    await page.getByText("Read only.").waitFor();
  });

  test("without JavaScript threads, commands and mails are links and forms", async () => {
    await visitAs({ javaScriptEnabled: false });
    await page.goto(open.chat.address);
    await page.locator(`#p${refs.get("burst")} a.replies`).click();
    await page.locator("aside").getByText("Head is read outside the lock here").waitFor();
    await page.locator("aside .box [name=request]").fill("why");
    await page.locator("aside .box button").click();
    await page.getByText("heard: why").waitFor();
    await page.locator("#thread-card").getByRole("button", { name: "follow" }).click();
    await page.locator("#thread-card").getByText("you follow this").waitFor();
    await page.locator("#thread-card .acts a", { hasText: "full" }).click();
    await page.getByText("heard: full m3xa5v8e").waitFor();
  });

  test("the keyboard walks the posts, opens a thread and a mail, and reaches the box", async () => {
    await page.goto(`${open.origin}/c/wbus`);
    const focused = () => page.evaluate("document.activeElement?.closest('li')?.id");
    await page.keyboard.press("j");
    assert.equal(await focused(), `p${refs.get("nak")}`);
    await page.keyboard.press("k");
    assert.equal(await focused(), `p${refs.get("burst")}`);
    await page.keyboard.press("Enter");
    await page.locator("aside").waitFor();
    assert.match(page.url(), new RegExp(`card=${refs.get("burst")}`));
    await page.keyboard.press("/");
    assert.equal(await page.evaluate("document.activeElement?.name"), "request");
    await page.keyboard.type("j?");
    assert.equal(await page.locator("main .box [name=request]").inputValue(), "j?");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.locator("aside").waitFor({ state: "detached" });
    await page.goBack();
    await page.locator("aside").waitFor();
    await page.locator("#thread-card").focus();
    await page.keyboard.press("j");
    assert.equal(await focused(), `t${refs.get("r1")}`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/m\/p9dk2m4c/);
  });

  test("a phone shows one pane at a time, with a way back and nothing wider than it", async () => {
    await visitAs({ viewport: { width: 390, height: 800 } });
    // A click leads to another page: what is to be seen there is waited for, then nothing else may be.
    const shows = async (label: string) => {
      await page.locator(`.pane[aria-label="${label}"]`).waitFor({ state: "visible" });
      const panes = page.locator(".pane:visible");
      assert.deepEqual(await panes.evaluateAll((all) => all.map((pane) => pane.getAttribute("aria-label"))), [label]);
    };
    await page.goto(open.chat.address);
    await shows("Channels");
    await page.locator('#nav a[href="/c/wbus"]').click();
    await shows("wbus");
    await page.locator(`#p${refs.get("burst")} a.replies`).click();
    await shows("Thread");
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    await page.locator("aside .back").click();
    await shows("wbus");
    await page.locator("main .back").click();
    await shows("Channels");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`all text can be read in ${colorScheme} colours (WCAG 2, 4.5 to 1)`, async () => {
      await visitAs({ colorScheme });
      followed = new Set(["burst"]);
      for (const channel of [wbus, "web:clk" as ChannelId]) {
        await open.chat.post({
          channel,
          key: "v3",
          level: "silent",
          mentions: ["web:local"],
          post: post({ title: "burst mode v3" }),
        });
      }
      await page.goto(open.chat.address);
      await page.goto(`${open.origin}/c/wbus?card=${refs.get("burst")}&about=${refs.get("r1")}`);
      assert.deepEqual(await page.evaluate(faintTexts), []);
    });
  }
});
