// Takes the README's screenshot: the thread of a card in a running web chat.
//
//   node bin/listwire.cjs node docs/screenshot.ts 'http://127.0.0.1:8025/?token=…' docs/web-chat.png wbus 'add burst mode'
import { parseArgs } from "node:util";
import { chromiumPath, launchChromium } from "../test/support/chromium.ts";

export interface Screenshot {
  /** As printed at start, with the token. */
  readonly address: string;
  /** Name of the channel; the one where something was posted last, where it is absent. */
  readonly channel?: string;
  /** Words of the card whose thread is shown; the one with most replies where they are absent. */
  readonly card?: string;
  readonly png: string;
  readonly colours?: "light" | "dark";
}

/** @throws {Error} where no browser is installed or no card has these words. */
export async function takeScreenshot({ address, channel, card = "", png, colours = "light" }: Screenshot): Promise<void> {
  const executable = chromiumPath();
  if (executable === undefined) throw new Error("no Chromium here; install the package chromium");
  const browser = await launchChromium(executable);
  try {
    const page = await browser.newPage({
      viewport: { width: 1360, height: 820 },
      deviceScaleFactor: 2,
      colorScheme: colours,
    });
    await page.goto(address);
    if (channel !== undefined) await page.goto(new URL(`/c/${encodeURIComponent(channel)}`, address).href);
    const replies = page.locator("li.card").filter({ hasText: card }).locator("a.replies");
    const counts = (await replies.allTextContents()).map((words) => Number.parseInt(words, 10) || 0);
    if (counts.length === 0) throw new Error(`no card in the channel says "${card}"`);
    await replies.nth(counts.indexOf(Math.max(...counts))).click();
    await page.locator("aside").waitFor();
    await page.locator("[data-live=on]").waitFor();
    await page.screenshot({ path: png });
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const [address, png, channel, card] = parseArgs({ allowPositionals: true }).positionals;
  if (address === undefined || png === undefined) {
    console.error("usage: docs/screenshot.ts ADDRESS PNG [CHANNEL [WORDS]]");
    process.exit(2);
  }
  await takeScreenshot({ address, png, ...(channel && { channel }), ...(card && { card }) });
}
