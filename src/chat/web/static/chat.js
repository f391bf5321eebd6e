// Live updates, keys, and commands without leaving the page. Everything also works without this file: it only fetches the
// same pages again and takes over what is new in them, so there is one way to draw a post.
const { body } = document;

/** Takes over what `next`, a page of this chat, has that this one has not. */
function take(next) {
  const there = next.body.dataset;
  if (there.url === undefined) return; // a notice, not the chat
  const isSameChannel = pathOf(there.url) === pathOf(body.dataset.url ?? "");
  document.title = next.title;
  Object.assign(body.dataset, { change: there.change, url: there.url });
  if (!isSameChannel) {
    document.querySelector(".app").replaceWith(next.querySelector(".app"));
    return;
  }
  swap(document.querySelector("#nav"), next.querySelector("#nav"));
  keepingPlace(document.querySelector("main .stream"), () => merge("#stream", next));
  if (next.querySelector("main .empty") === null) document.querySelector("main .empty")?.remove();
  takeThread(next);
  const id = next.querySelector("form.box [name=id]")?.value;
  for (const input of id === undefined ? [] : document.querySelectorAll("form [name=id]")) {
    input.value = id + (/\.\d+$/.exec(input.value) ?? ""); // with the number of the post whose button it is
  }
}

function takeThread(next) {
  const here = document.querySelector("aside");
  const there = next.querySelector("aside");
  if (here === null || there === null || here.dataset.card !== there.dataset.card) {
    here?.remove();
    if (there !== null) document.querySelector(".app").append(there);
    return;
  }
  keepingPlace(here.querySelector(".stream"), () => {
    const card = there.querySelector("#thread-card");
    if (card.dataset.change !== here.querySelector("#thread-card").dataset.change) {
      swap(here.querySelector("#thread-card"), card);
      swap(here.querySelector("#thread-title"), there.querySelector("#thread-title"));
    }
    here.querySelector("#thread-count").textContent = there.querySelector("#thread-count").textContent;
    merge("#thread", next);
  });
  const aboutHere = here.querySelector("form.box [name=about]");
  const aboutThere = there.querySelector("form.box [name=about]");
  if (aboutHere?.value !== aboutThere?.value) swap(here.querySelector("form.box"), there.querySelector("form.box"));
}

/** A page left open all day does not grow for ever. */
const maxItems = 400;

/** New items in their places, changed ones replaced; answers that only we have stay. */
function merge(list, next) {
  const here = document.querySelector(list);
  const there = next.querySelector(list);
  if (here === null || there === null || here.dataset.past !== undefined) return;
  const overlaps = [...there.children].some(({ id }) => document.getElementById(id) !== null);
  if ((here.childElementCount > 0 && !overlaps) || here.childElementCount > maxItems) {
    here.parentElement.replaceWith(there.parentElement); // more came than a page holds: begin anew, without a gap
    return;
  }
  for (const item of [...there.children]) {
    const old = document.getElementById(item.id);
    if (old === null) {
      let after = item.nextElementSibling;
      while (after !== null && document.getElementById(after.id) === null) after = after.nextElementSibling;
      const arrived = item.cloneNode(true);
      arrived.classList.add("arrived");
      here.insertBefore(arrived, after && document.getElementById(after.id));
    } else if (old.dataset.change !== item.dataset.change) {
      swap(old, item.cloneNode(true));
    } else {
      old.classList.toggle("selected", item.classList.contains("selected"));
      const times = item.querySelectorAll("time");
      old.querySelectorAll("time").forEach((time, at) => {
        time.textContent = times[at]?.textContent ?? time.textContent;
      });
    }
  }
}

function swap(old, fresh) {
  if (old === null || fresh === null) return;
  const hadFocus = old.contains(document.activeElement);
  const { scrollTop } = old;
  old.replaceWith(fresh);
  fresh.scrollTop = scrollTop;
  if (hadFocus)
    (fresh.matches("[tabindex]") ? fresh : fresh.querySelector("[tabindex], a, input:not([type=hidden])"))?.focus();
}

/** Whoever is at the end stays at the end; whoever reads further up is not moved. */
function keepingPlace(pane, change) {
  const height = pane.scrollHeight;
  const readsUp = pane.classList.contains("reads-up"); // there 0 is the end, and further up is negative
  const fromEnd = readsUp ? -pane.scrollTop : height - pane.clientHeight - pane.scrollTop;
  change();
  const isAtEnd = fromEnd < 40;
  if (readsUp && !isAtEnd) pane.scrollTop = -(fromEnd + pane.scrollHeight - height);
  if (!readsUp && isAtEnd) pane.scrollTop = pane.scrollHeight;
}

async function pageAt(url, options = {}) {
  const headers = document.hidden ? { "x-peek": "1" } : {};
  const response = await fetch(url, { ...options, headers });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

let isRefreshing = false;
let isStale = false;

/** At most one fetch at a time and five a second, however fast mail comes. */
async function refresh() {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    while (isStale) {
      isStale = false;
      const { url } = body.dataset;
      const next = await pageAt(url).catch(() => undefined); // away: the event stream tells when it is back
      if (next !== undefined && url === body.dataset.url) take(next);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    isRefreshing = false;
  }
}

/** Another thread of the channel in view, without a new page. */
async function visit(url) {
  const next = await pageAt(url);
  take(next);
  body.dataset.view = next.body.dataset.view; // an update in place keeps a phone on the pane it shows
  const { hash } = new URL(url, location.href);
  if (hash !== "") document.getElementById(hash.slice(1))?.scrollIntoView({ block: "nearest" });
}

function listen() {
  const events = new EventSource(`/events?after=${body.dataset.change}`);
  const say = (text) => {
    for (const status of document.querySelectorAll(".live")) status.textContent = text;
    body.dataset.live = text === "" ? "on" : "off";
  };
  events.addEventListener("open", () => say(""));
  events.addEventListener("error", () => say("reconnecting …"));
  events.addEventListener("change", (event) => {
    if (Number(event.data) > Number(body.dataset.change)) refresh();
  });
}

function isWithinPage(url) {
  const old = new URL(body.dataset.url, location.href);
  const isSame = (name) => url.searchParams.get(name) === old.searchParams.get(name);
  return url.origin === location.origin && url.pathname === old.pathname && isSame("before") && isSame("beforeReply");
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a");
  const isText = String(getSelection()) !== "" || event.target.closest("button, input, summary, form");
  const path = link?.getAttribute("href") ?? (isText ? undefined : event.target.closest("[data-open]")?.dataset.open);
  if (path === undefined || path.startsWith("#")) return;
  const url = new URL(path, location.href);
  if (!isWithinPage(url)) return;
  event.preventDefault();
  history.pushState(undefined, "", url);
  visit(url);
});

addEventListener("popstate", () => {
  if (isWithinPage(new URL(location.href))) visit(location.href);
  else location.reload();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.box, form.act")) return;
  event.preventDefault();
  await (form.matches(".act") ? give(form) : type(form));
});

/** What was typed into a box. */
async function type(form) {
  const { request } = form.elements;
  try {
    const answered = give(form);
    request.disabled = true;
    await answered;
    request.value = "";
  } finally {
    request.disabled = false;
    document
      .querySelector(form.closest("aside") ? "aside form.box [name=request]" : "main form.box [name=request]")
      ?.focus();
  }
}

/** Gives the command of a form and shows its answer, unless the post whose button it is shows what changed. */
async function give(form) {
  const next = await pageAt(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  take(next);
  const answer = document.getElementById([...next.querySelectorAll("li.answer")].at(-1)?.id);
  if (form.isConnected || form.matches(".box")) answer?.scrollIntoView({ block: "nearest" });
}

/** The posts that j and k walk: those of the pane in use. */
function posts() {
  const pane =
    document.activeElement?.closest("aside, main") ?? document.querySelector("aside") ?? document.querySelector("main");
  return [...pane.querySelectorAll("article")];
}

function step(by) {
  const all = posts();
  const at = all.indexOf(document.activeElement?.closest("article"));
  // Nothing chosen yet: the newest.
  const to = at < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + by));
  all[to]?.focus();
  all[to]?.scrollIntoView({ block: "nearest" });
}

const pathOf = (url) => new URL(url, location.href).pathname;

const isTyping = () => document.activeElement?.matches("input, textarea") ?? false;

const keys = {
  j: () => step(1),
  k: () => step(-1),
  "/": () =>
    (document.activeElement?.closest("aside") ?? document.querySelector("main"))
      .querySelector(".box [name=request]")
      ?.focus(),
  "?": () => document.querySelector("#keys").showModal(),
  Enter() {
    const article = document.activeElement;
    if (!article?.matches("article")) return false;
    const isCard = article.dataset.open !== undefined;
    article.querySelector(isCard ? "a.replies" : "a.full")?.click();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) return;
  if (event.key === "Escape") {
    if (isTyping()) document.activeElement.blur();
    else document.querySelector("aside .close")?.click();
  } else if (!isTyping() && keys[event.key]?.() !== false && keys[event.key] !== undefined) event.preventDefault();
});

if (body.dataset.url !== undefined) {
  listen();
  document.querySelector("main .selected")?.scrollIntoView({ block: "nearest" });
  addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
  setInterval(() => {
    if (!document.hidden) refresh();
  }, 60_000); // so that "4 min ago" stays true
}

/** What is typed for a command's argument is completed from what there is to subscribe to. */
const completions = document.createElement("datalist");
completions.id = "completions";
body.append(completions);
let asked = 0;
document.addEventListener("input", async ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== "request") return;
  const mine = ++asked;
  const { value: channel } = target.form.elements.channel;
  const answer = await fetch(`/complete?${new URLSearchParams({ channel, q: target.value })}`).catch(() => undefined);
  if (mine !== asked || answer?.ok !== true) return;
  const found = await answer.json();
  completions.replaceChildren(...found.map(({ label, value }) => new Option(label, value)));
});
