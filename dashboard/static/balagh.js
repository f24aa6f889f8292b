// Keeps the page of events and what waits up to date, and folds the filters where there is little room.
"use strict";

const MINUTE = 60_000;
const lamp = document.querySelector("[data-live]");
const lost = document.querySelector("[data-lost]");
const said = document.querySelector("[data-said]");

async function fetched() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

// Puts in place of each part what the page would show now; the focus stays on the same link.
function replace(fresh, selector) {
  const focused = document.activeElement;
  const place = focused?.closest("article, [data-part]");
  const href = focused?.getAttribute("href");
  for (const part of document.querySelectorAll(selector)) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (next) part.replaceWith(next);
  }
  if (focused?.isConnected || !place || !href) return;
  const home = place.id ? document.getElementById(place.id) : document.querySelector(`[data-part="${place.dataset.part}"]`);
  home?.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
}

async function refresh() {
  const fresh = await fetched();
  if (!fresh) return;
  replace(fresh, "[data-part]");
  if (said) said.textContent = lamp.dataset.changed;
}

// Time passes without events too: what was watched, and how long ago all that was. Whoever reads
// the list isn't disturbed.
async function tick() {
  const fresh = await fetched();
  if (!fresh) return;
  replace(fresh, '[data-part="pulse"]');
  for (const seen of document.querySelectorAll("article .seen")) {
    const next = fresh.getElementById(seen.closest("article").id)?.querySelector(".seen");
    if (next) seen.replaceWith(next);
  }
}

if (lamp) {
  const events = new EventSource(lamp.dataset.live);
  let shown = document.querySelector("[data-version]").dataset.version;
  const tell = (live) => { lamp.hidden = !live; lost.hidden = live; };
  events.addEventListener("open", () => tell(true));
  events.addEventListener("error", () => tell(false));
  addEventListener("pagehide", () => events.close());
  events.addEventListener("version", (event) => {
    if (event.data !== shown) {
      shown = event.data;
      refresh();
    }
  });
  setInterval(() => { if (!document.hidden) tick(); }, MINUTE);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
}

function lookAgain() {
  if (document.querySelector("[data-waits]")) {
    setTimeout(() => refresh().finally(lookAgain), 5000);
  }
}

lookAgain();

const filters = document.querySelector("aside details.panel:not([data-used])");
if (filters?.querySelector(".filters") && matchMedia("(max-width: 60rem)").matches) {
  filters.open = false;
}

// Where the names of the pages don't fit side by side, that of this page is in view.
const nav = document.querySelector(".top nav");
const here = nav?.querySelector("[aria-current]");
if (here) {
  const [own, around] = [here.getBoundingClientRect(), nav.getBoundingClientRect()];
  nav.scrollLeft += own.left + own.width / 2 - around.left - around.width / 2;
}
