// What follows when a part of the page was changed: the list shows where we are, the focus goes to the new comment.

import { complain, words } from "./say.js";
import { bringTo } from "./sheets.js";
import { countDown } from "./undo.js";

let running = 0;

// A decision is never sent while another is on its way: nobody may judge a comment that is not in sight yet.
export const isBusy = () => running > 0;

export function currentId() {
  return document.querySelector("#card").dataset.id ?? "";
}

export function followSwaps() {
  const body = document.body;
  // By mouse as by key: while a card is on its way nothing else is asked for in its place.
  body.addEventListener("htmx:beforeRequest", (event) =>
    isBusy() && isForCard(event) ? event.preventDefault() : count(event, 1),
  );
  body.addEventListener("htmx:afterRequest", (event) => count(event, -1));
  // Settled is swapped (htmx-config in desk.html): a key pressed in between would meet buttons that are not bound yet.
  body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "card") showCard();
    if (document.querySelector("form[data-undo] .seconds:empty")) countDown();
    markRow();
  });
  // The machine could not do it, and says so in our own words: they take the place of the messages alone.
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 503 || xhr.getResponseHeader("HX-Reswap") !== "none") return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  body.addEventListener("htmx:sendError", () => complain(words("connection")));
  body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) {
      complain(words("signedOut"), {
        text: words("signIn"),
        url: `${words("signInUrl")}?next=${location.pathname}`,
      });
    } else {
      complain(words(event.detail.xhr.status < 500 ? "refused" : "connection"));
    }
  });
  markRow();
}

const isForCard = (event) => event.detail.target?.id === "card";

// Only what may change the card counts; the list filling itself does not.
function count(event, change) {
  if (isForCard(event)) running += change;
  document.querySelector("#card").setAttribute("aria-busy", isBusy());
}

function showCard() {
  document.querySelector("#card .reading")?.scrollTo(0, 0);
  if (!matchMedia("(min-width: 62rem)").matches) document.querySelector("#main").scrollIntoView();
  const wrong = document.querySelector("#card details[open] [aria-invalid]");
  if (wrong) bringTo(wrong);
  else document.querySelector("#card-title")?.focus({ preventScroll: true });
}

function markRow() {
  const id = currentId();
  for (const link of document.querySelectorAll("#rows [aria-current]")) link.removeAttribute("aria-current");
  if (!id) return;
  const row = document.getElementById(`row-${id}`);
  if (row) {
    row.querySelector("a").setAttribute("aria-current", "true");
    keepInSight(row);
  } else if (!isGone() && document.querySelector("#rows").dataset.asked !== id) {
    document.querySelector("#rows").dataset.asked = id;
    showListAround(id);
  }
}

// The card stays to say what became of it, and its row has just been taken away: it is not asked for again.
const isGone = () => "gone" in document.querySelector("#card").dataset;

function keepInSight(row) {
  const list = document.querySelector("#queue");
  if (getComputedStyle(list).overflowY === "auto") row.scrollIntoView({ block: "nearest" });
}

export function showListAround(id) {
  const address = document.querySelector("#arrived a").dataset.around.replace("ID", id);
  window.htmx.ajax("GET", address, { target: "#queue", swap: "innerHTML" });
}
