// One decision, one key or two. Every key presses a button or follows a link that is on the page: what cannot be
// done with the mouse cannot be done with a key. Which key does what is in the page, in the help (shortcuts.js).

import { say, words } from "../screen/say.js";
import { actOnSelected, extend, hasSelected, toggle } from "../bulk/select.js";
import {
  areGroundsOpen,
  close,
  focusGround,
  holdsWords,
  isWrong,
  openSheet,
  refuse,
  sheetAround,
} from "../screen/sheets.js";
import { actOf, areOn, groundOf, isForMany, placeOf } from "./shortcuts.js";
import { hasShift, isTyping, signsOf } from "./signs.js";
import { isBusy } from "../screen/swaps.js";

// What the script itself does. Every other act is in the table of the page (the help), with what it opens or presses.
const OWN = {
  next: () => step("#next", "last"),
  previous: () => step("#previous", "first"),
  reject: () => openGrounds(),
  note: () => writeNote(),
  undo: () => undo(),
  context: () => showContext(),
  select: () => toggle(),
  search: () => document.querySelector("#search").select(),
  help: () => document.querySelector("#help").showModal(),
};
// The same keys with Shift: for many. What the table marks so is done to all that are selected.
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
};
// What may be held down: it only moves.
const REPEATING = new Set(["next", "previous"]);
// With the grounds open only their keys, and leaving, undo and help, do anything: an approval must not slip in.
const STILL_WITH_GROUNDS = new Set(["reject", "undo", "help", "note"]);
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
  return hasShift(event) ? forMany(act) : forOne(act);
}

const forOne = (act) => OWN[act] ?? (() => useOnCard(placeOf(act)));

function forMany(act) {
  if (act in WITH_SHIFT) return WITH_SHIFT[act];
  return isForMany(act) && hasSelected() ? () => actOnSelected(act) : null;
}

// With words asked for, all other keys rest: an act would carry the card away, and what was typed with it.
function inSheet(sheet, event, act, ground) {
  if (act === "help") return OWN.help;
  if (isWrong(sheet) || hasShift(event)) return nothing;
  if (sheet !== refuse()) return act && sheet.matches(placeOf(act) || "none") ? forOne(act) : nothing;
  if (ground) return () => groundButton(ground)?.click();
  if (act === "undo" && holdsWords(sheet)) return nothing;
  return STILL_WITH_GROUNDS.has(act) ? forOne(act) : nothing;
}

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

function openGrounds() {
  if (!refuse()) return;
  if (areGroundsOpen()) return close(refuse());
  refuse().open = true;
  focusGround();
}

// A sheet asks for words: it is opened. A form is sent, by a real click: htmx sends the button that was clicked or
// focused last, whatever requestSubmit() is given. Nothing happens where this card has no such act.
function useOnCard(selector) {
  const place = selector && document.querySelector(selector);
  if (!place) return;
  if (!place.matches("details")) return place.querySelector("button").click();
  place.open = true;
  place.querySelector("select, textarea").focus();
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
