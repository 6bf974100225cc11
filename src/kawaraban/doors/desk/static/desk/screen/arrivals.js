// A quiet button when comments have come. The list never moves by itself.

import { currentId, showListAround } from "./swaps.js";

const EVERY = 15_000;

export function watchArrivals() {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#arrived a");
    // Without a comment in sight the whole desk is opened again: the link's own address.
    if (!link || !currentId()) return;
    event.preventDefault();
    showListAround(currentId());
  });
}

async function look() {
  if (document.visibilityState !== "visible") return;
  const tabs = document.querySelector("#tabs");
  const newest = tabs.dataset.newest;
  const found = await ask(
    `${tabs.dataset.arrivals}?${new URLSearchParams({ after: newest, since: tabs.dataset.seen })}`,
  );
  // Meanwhile a decision may have changed what the page knows; the next look asks again.
  if (!found || document.querySelector("#tabs").dataset.newest !== newest) return;
  showReaders(found.readers);
  const line = document.querySelector("#arrived");
  line.hidden = !found.new;
  line.querySelector("a").textContent = found.label;
}

// Who reads what just now, in the rows that are there.
function showReaders(readers) {
  for (const row of document.querySelectorAll("#rows > li[id]")) {
    const line = row.querySelector(".reader");
    if (!line) continue;
    line.textContent = readers[row.id.replace("row-", "")] ?? "";
    line.hidden = !line.textContent;
  }
}

async function ask(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    const isJson = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    return isJson ? await response.json() : null;
  } catch {
    return null; // The next look may reach the paper again.
  }
}
