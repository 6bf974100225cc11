// One decision, one key or two. Every key presses a button or follows a link that is on the page: what cannot be
// done with the mouse cannot be done with a key. Which key does what is in the page, in the help (shortcuts.js).

import { say, words } from "./say.js";
import { actOnSelected, extend, hasSelected, toggle } from "./select.js";
import {
  areGroundsOpen,
  close,
  focusGround,
  holdsWords,
  isWrong,
  openSheet,
  refuse,
  sheetAround,
} from "./sheets.js";
import { actOf, areOn, groundOf } from "./shortcuts.js";
import { hasShift, isTyping, signsOf } from "./signs.js";
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
  next: () => {
    extend();
    step("#next", "last");
  },
  previous: () => {
    extend();
    step("#previous", "first");
  },
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
const nothing = () => {};

export function followKeys() {
  document.addEventListener("keydown", (event) => {
    // A browser that fills a form in by itself sends keys without a name.
    if (!event.key || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") return leave(event);
    if (event.key === "Enter" && event.target.matches?.("#reject input")) return leaveLaw(event);
    if (!areOn() || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target) || isTyping(document.activeElement)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) return;
    const doing = what(event);
    if (!doing) return;
    event.preventDefault();
    // What is pressed while a card is on its way is meant for none: the one in sight is decided, the next not read.
    if (!isBusy()) doing();
  });
}

// What this key would do; null for a key that does nothing here.
function what(event) {
  const { act, ground } = meaning(event);
  if (!act && !ground) return null;
  if (event.repeat && !REPEATING.has(act)) return null;
  const sheet = openSheet();
  if (sheet) return inSheet(sheet, event, act, ground);
  if (!act) return null;
  if (hasShift(event)) return act in WITH_SHIFT && hasSelectedOrMoves(act) ? WITH_SHIFT[act] : null;
  return ACTS[act];
}

// With words asked for, all other keys rest: an act would carry the card away, and what was typed with it.
function inSheet(sheet, event, act, ground) {
  if (act === "help") return ACTS.help;
  if (isWrong(sheet) || hasShift(event)) return nothing;
  if (sheet !== refuse()) return sheet.matches(OWN_SHEET[act] ?? "none") ? ACTS[act] : nothing;
  if (ground) return () => groundButton(ground)?.click();
  if (act === "undo" && holdsWords(sheet)) return nothing;
  return STILL_WITH_GROUNDS.has(act) ? ACTS[act] : nothing;
}

const OWN_SHEET = {
  return: "#return",
  keep: "#keep-words",
  reinstate: "#reinstate",
  uphold: "#uphold",
  restrict: "#restrict",
};

const hasSelectedOrMoves = (act) => act === "select" || REPEATING.has(act) || hasSelected();

// The first sign of the key that is somebody's, an act's or a ground's: it is never taken for the other's.
function meaning(event) {
  for (const sign of signsOf(event)) {
    const found = { act: actOf(sign), ground: groundOf(sign) };
    if (found.act || found.ground) return found;
  }
  return {};
}

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
  if (areGroundsOpen()) return close(refuse());
  refuse().open = true;
  focusGround();
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

const groundButton = (code) => document.querySelector(`.ground-grid [data-key][value="${CSS.escape(code)}"]`);

function undo() {
  const form =
    document.querySelector("#message form[data-undo]") ?? document.querySelector("form[data-undo]");
  form ? form.querySelector("button").click() : say(words("nothingToUndo"));
}

function showContext() {
  const parent = document.querySelector("#context details");
  if (parent) parent.open = document.activeElement?.parentElement !== parent || !parent.open;
  (parent?.querySelector("summary") ?? document.querySelector("#context a"))?.focus();
}

// Escape leaves a field of the grounds first, then closes the sheet. An open dialog closes itself.
function leave(event) {
  if (document.querySelector("dialog[open]")) return;
  const around = sheetAround(event.target);
  if (isTyping(event.target) && !around?.open) return event.target.blur();
  const sheet = around?.open ? around : openSheet();
  if (sheet === refuse() && isTyping(event.target)) focusGround();
  else if (sheet) close(sheet);
}

// Enter in the line for the law would press the first ground of the form.
function leaveLaw(event) {
  event.preventDefault();
  document.querySelector("#note").focus();
}
