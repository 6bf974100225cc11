// One decision, one key or two. Every key presses a button or follows a link that is on the page: what cannot be
// done with the mouse cannot be done with a key. Which key does what is in the page, in the help (shortcuts.js).

import { say, words } from "./say.js";
import { actOnSelected, extend, hasSelected, toggle } from "./select.js";
import { actOf, areOn } from "./shortcuts.js";
import { isBusy } from "./swaps.js";

const ACTS = {
  next: () => step("#next", "last"),
  previous: () => step("#previous", "first"),
  approve: () => press("#approve button"),
  refuse: () => openGrounds(),
  return: () => openAsking("#return"),
  note: () => writeNote(),
  undo: () => undo(),
  context: () => showContext(),
  pick: () => press("#pick button"),
  select: () => toggle(),
  keep: () => openAsking("#keep-words") || press("#keep button"),
  reinstate: () => openAsking("#reinstate"),
  uphold: () => openAsking("#uphold"),
  restrict: () => openAsking("#restrict"),
  search: () => document.querySelector("#search").select(),
  help: () => document.querySelector("#help").showModal(),
};
// The same keys with Shift: for many.
const WITH_SHIFT = {
  next: () => { extend(); step("#next", "last"); },
  previous: () => { extend(); step("#previous", "first"); },
  select: () => actOnSelected(""),
  approve: () => actOnSelected("approve"),
  refuse: () => actOnSelected("reject"),
  return: () => actOnSelected("send_back"),
  pick: () => actOnSelected("pick"),
  keep: () => actOnSelected("keep"),
};
// What may be held down: it only moves.
const REPEATING = new Set(["next", "previous"]);
// With the grounds open only their keys, and leaving, undo and help, do anything: an approval must not slip in.
const STILL_WITH_GROUNDS = new Set(["refuse", "undo", "help", "note"]);

export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") return leave(event);
    if (!areOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const doing = what(event);
    if (!doing) return;
    event.preventDefault();
    if (!isBusy()) doing();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.id !== "refuse") return;
    event.target.closest(".pane").classList.toggle("is-refusing", event.target.open);
    // What is judged stays in sight above the grounds.
    document.querySelector(".shown .text").scrollIntoView({ block: "nearest" });
  }, true);
}

// What this key would do; nothing for a key that does nothing here.
function what(event) {
  if (areGroundsOpen()) {
    const button = !event.shiftKey && groundButton(keysOf(event));
    if (button) return event.repeat ? null : () => refuseOn(button);
  }
  const act = keysOf(event).map(actOf).find(Boolean);
  if (!act || (event.repeat && !REPEATING.has(act))) return null;
  if (areGroundsOpen() && !STILL_WITH_GROUNDS.has(act)) return () => {};
  // A sign such as "?" needs Shift on many keyboards: it is no "for many".
  if (event.shiftKey && isLetter(event)) return act in WITH_SHIFT && hasSelectedOrMoves(act) ? WITH_SHIFT[act] : null;
  return ACTS[act];
}

const hasSelectedOrMoves = (act) => act === "select" || REPEATING.has(act) || hasSelected();

// What a key may mean: the sign that it types, and the Latin letter that lies on it where it types another alphabet.
function keysOf(event) {
  const typed = event.key.toLowerCase();
  const isLatin = /^[a-z]$/.test(typed);
  return isLatin || !event.code.startsWith("Key") ? [typed] : [typed, event.code.slice(3).toLowerCase()];
}

const isLetter = (event) => event.code.startsWith("Key") || event.code.startsWith("Digit") && /^\d$/.test(event.key);

function isTyping(target) {
  return Boolean(target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]"));
}

const refuse = () => document.querySelector("#refuse");
const areGroundsOpen = () => refuse()?.open ?? false;

function step(selector, end) {
  const link = document.querySelector(selector);
  link ? link.click() : say(words(end));
}

// A real click: htmx sends the button that was clicked or focused last, whatever requestSubmit() is given.
function press(selector) {
  document.querySelector(selector)?.click();
}

function openGrounds() {
  if (!refuse()) return;
  refuse().open = !refuse().open;
  if (areGroundsOpen()) focusGround();
  else document.querySelector("#card-title").focus({ preventScroll: true });
}

// To the first suggested ground, so that the eye finds it; Enter takes it.
function focusGround() {
  (document.querySelector(".ground-grid .suggested") ?? document.querySelector(".ground-grid button")).focus();
}

// The words that an act asks for. False where this card has no such act.
function openAsking(selector) {
  const details = document.querySelector(selector);
  if (!details) return false;
  details.open = true;
  details.querySelector("select, textarea").focus();
  return true;
}

function writeNote() {
  if (!refuse()) return;
  refuse().open = true;
  document.querySelector("#note").focus();
}

function groundButton(keys) {
  for (const key of keys) {
    for (const button of document.querySelectorAll(".ground-grid [data-key]")) {
      if (button.dataset.key === key) return button;
    }
  }
  return null;
}

function refuseOn(button) {
  const missing = [...document.querySelectorAll("#reject [data-needed-by]")].find(
    (field) => field.dataset.neededBy.split(" ").includes(button.value) && !field.value.trim(),
  );
  if (missing) {
    missing.closest("details:not(#refuse)")?.setAttribute("open", "");
    missing.focus();
  } else {
    button.click();
  }
}

function undo() {
  const form = document.querySelector("#message form[data-undo]") ?? document.querySelector("form[data-undo]");
  form ? form.querySelector("button").click() : say(words("nothingToUndo"));
}

function showContext() {
  const parent = document.querySelector("#context details");
  if (parent) parent.open = document.activeElement?.parentElement !== parent || !parent.open;
  (parent?.querySelector("summary") ?? document.querySelector("#context a"))?.focus();
}

// Escape leaves the field first, then closes the grounds. An open dialog closes itself.
function leave(event) {
  if (document.querySelector("dialog[open]")) return;
  const asking = event.target.closest?.(".asking");
  if (asking?.open) {
    asking.open = false;
    document.querySelector("#card-title").focus({ preventScroll: true });
  } else if (isTyping(event.target)) {
    areGroundsOpen() ? focusGround() : event.target.blur();
  } else if (areGroundsOpen()) {
    refuse().open = false;
    document.querySelector("#card-title").focus({ preventScroll: true });
  }
}
