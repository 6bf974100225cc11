// Selecting several comments: a box in each row, and the line that says how many there are.

import { say, words } from "../screen/say.js";
import { currentId } from "../screen/swaps.js";

const boxes = () => [...document.querySelectorAll("#rows .choose input")];
const ownBox = () => document.getElementById(`row-${currentId()}`)?.querySelector(".choose input");

export const hasSelected = () => boxes().some((box) => box.checked);

export function watchSelection() {
  document.addEventListener("change", (event) => {
    if (event.target.closest?.(".choose")) count();
  });
  document.body.addEventListener("htmx:afterSettle", count);
  count();
}

// The comment in sight, on or off.
export function toggle() {
  const box = ownBox();
  if (!box) return;
  box.checked = !box.checked;
  count();
  say(words(box.checked ? "selected" : "unselected"));
}

// With Shift while walking: the comment that is left is selected too.
export function extend() {
  const box = ownBox();
  if (!box) return;
  box.checked = true;
  count();
}

// To the page that shows what would happen; nothing is done yet.
export function actOnSelected(act) {
  if (!hasSelected()) return say(words("nothingSelected"));
  const form = document.querySelector("#bulk");
  form.elements.act.value = act;
  // A press and no requestSubmit(), which Safari 15 does not know.
  form.querySelector("button").click();
}

function count() {
  const number = boxes().filter((box) => box.checked).length;
  const line = document.querySelector("#bulk .chosen");
  if (!line) return;
  line.hidden = !number;
  line.querySelector(".num").textContent = number;
}
