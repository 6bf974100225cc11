// One decision, one key or two. Every key presses a button or follows a link that is on the page: what cannot be
// done with the mouse cannot be done with a key.

import { say, words } from "./say.js";
import { areOn } from "./shortcuts.js";
import { isBusy } from "./swaps.js";

const KEYS = {
  j: () => step("#next", "last"),
  k: () => step("#previous", "first"),
  a: () => press("#approve button"),
  r: () => openGrounds(),
  n: () => writeNote(),
  u: () => undo(),
  c: () => showContext(),
  "?": () => document.querySelector("#help").showModal(),
};
// What may be held down: it only moves.
const REPEATING = new Set(["j", "k"]);

export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") return leave(event);
    if (!areOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keyOf(event);
    const action = (areGroundsOpen() && groundOf(key)) || KEYS[key];
    if (!action || (event.repeat && !REPEATING.has(key))) return;
    event.preventDefault();
    if (!isBusy()) action();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.id !== "refuse") return;
    event.target.closest(".pane").classList.toggle("is-refusing", event.target.open);
    // What is judged stays in sight above the grounds.
    document.querySelector(".shown .text").scrollIntoView({ block: "nearest" });
  }, true);
}

// The letter on the key: what it types where that is a Latin letter, else where it lies on the keyboard.
function keyOf(event) {
  if (event.key === "?") return "?";
  if (event.shiftKey) return "";
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

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

function writeNote() {
  if (!refuse()) return;
  refuse().open = true;
  document.querySelector("#note").focus();
}

// With the grounds open only their keys, and leaving, undo and help, do anything: an approval must not slip in.
function groundOf(key) {
  const button = document.querySelector(`.ground-grid [data-key="${key}"]`);
  if (button) return () => refuseOn(button);
  return "ajkc".includes(key) ? () => {} : null;
}

function refuseOn(button) {
  const note = document.querySelector("#note");
  if ("needsWords" in button.dataset && !note.value.trim()) note.focus();
  else button.click();
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
  if (isTyping(event.target)) {
    areGroundsOpen() ? focusGround() : event.target.blur();
  } else if (areGroundsOpen()) {
    refuse().open = false;
    document.querySelector("#card-title").focus({ preventScroll: true });
  }
}
