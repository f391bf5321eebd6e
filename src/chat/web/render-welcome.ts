import { html } from "hono/html";
import type { Html } from "./render-block.ts";

export function welcome(): Html {
  return html`<main class="pane" aria-label="Welcome">
    <div class="stream"><div class="empty" id="stream">
      <img src="/static/icon.svg" alt="" width="56" height="56">
      <h1>No channel yet</h1>
      <p>The first mail of a list opens its channel, and this page shows it by itself.</p>
      <p>If nothing comes, see that the mailbox in the configuration gets the list’s mail, and what the terminal says.</p>
    </div></div>
  </main>`;
}

export function keys(): Html {
  const rows = [
    ["j", "next post"],
    ["k", "previous post"],
    ["Enter", "open the thread, or the full mail"],
    ["/", "type a command"],
    ["Esc", "close the thread, leave the box"],
    ["?", "these keys"],
  ] as const;
  return html`<dialog id="keys" aria-label="Keys"><h2>Keys</h2><dl>${rows.map(
    ([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`,
  )}</dl><form method="dialog"><button>Close</button></form></dialog>`;
}
