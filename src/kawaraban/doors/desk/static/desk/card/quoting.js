// Quoting the comment: what is selected in its words goes into the fields for the words in question.

import { say, words } from "../screen/say.js";
import { focusGround, mend, openSheet, refuse } from "../screen/sheets.js";

// A finger that presses the button takes the selection away before it has pressed.
const LINGERS_MS = 400;
let chosen = "";

export function watchQuotes() {
  document.addEventListener("selectionchange", follow);
  // By mouse what is selected stays so.
  document.addEventListener(
    "mousedown",
    (event) => event.target.closest?.(".quote") && event.preventDefault(),
  );
  document.addEventListener("click", (event) => event.target.closest?.(".quote") && quote());
  document.addEventListener(
    "input",
    (event) => event.target.matches?.("[data-passage]") && rest(event.target),
  );
  document.body.addEventListener("htmx:afterSettle", () => {
    offer(selected());
    fields().forEach(rest);
  });
  fields().forEach(rest);
}

function follow() {
  const now = selected();
  if (now) return offer(now);
  setTimeout(() => selected() || offer(""), LINGERS_MS);
}

// The part of the selection that lies in the comment: three clicks on its last paragraph reach beyond it.
function selected() {
  const text = document.querySelector("#card .shown .text");
  const selection = document.getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return "";
  const part = selection.getRangeAt(0).cloneRange();
  if (!part.intersectsNode(text)) return "";
  const whole = document.createRange();
  whole.selectNodeContents(text);
  if (part.compareBoundaryPoints(Range.START_TO_START, whole) < 0) part.setStart(text, 0);
  if (part.compareBoundaryPoints(Range.END_TO_END, whole) > 0) part.setEnd(text, text.childNodes.length);
  return part.toString().replace(/\s+/g, " ").trim();
}

const fields = () => [...document.querySelectorAll("#card [data-passage]")];

function offer(passage) {
  chosen = passage;
  const hidden = !passage || !fields().length;
  for (const place of document.querySelectorAll("#card [data-quoting]")) place.hidden = hidden;
}

// What a finding marked counts where nothing else is quoted, and looks so.
function rest(field) {
  for (const box of field.form.querySelectorAll(".offer input")) box.disabled = Boolean(field.value.trim());
}

// Into every sheet of the card; the next key is the ground.
function quote() {
  if (!chosen) return;
  for (const field of fields()) {
    field.value = chosen;
    mend(field);
    rest(field);
  }
  document.getSelection().removeAllRanges();
  offer("");
  if (!openSheet() && refuse()) refuse().open = true;
  if (openSheet() === refuse()) focusGround();
  say(words("quoted"));
}
