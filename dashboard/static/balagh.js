// Keeps the page of events and what waits up to date, and folds the filters where there is little room.
"use strict";

const lamp = document.querySelector("[data-live]");
const said = document.querySelector("[data-said]");

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.closest("article")?.id;
  for (const part of document.querySelectorAll("[data-part]")) {
    const name = part.dataset.part;
    const next = fresh.querySelector(`[data-part="${name}"]`);
    if (next) part.replaceWith(next);
  }
  if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
  if (said) said.textContent = lamp.dataset.changed;
}

if (lamp) {
  const events = new EventSource(lamp.dataset.live);
  let shown = document.querySelector("[data-version]").dataset.version;
  events.addEventListener("open", () => { lamp.hidden = false; });
  events.addEventListener("error", () => { lamp.hidden = true; });
  events.addEventListener("version", (event) => {
    if (event.data !== shown) {
      shown = event.data;
      refresh();
    }
  });
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
