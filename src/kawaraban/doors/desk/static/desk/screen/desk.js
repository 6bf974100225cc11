// The desk's script. Everything works without it, one page at a time; with it the next comment is there at once.

import { watchArrivals } from "./arrivals.js";
import { watchClaims } from "../lane/claims.js";
import { followKeys } from "../keys/keys.js";
import { watchQuotes } from "../card/quoting.js";
import { watchSelection } from "../bulk/select.js";
import { watchSheets } from "./sheets.js";
import { watchShortcutSwitch } from "../keys/shortcuts.js";
import { followSwaps } from "./swaps.js";
import { countDown } from "./undo.js";

for (const hidden of document.querySelectorAll("#help-button, .hints")) hidden.hidden = false;
document
  .querySelector("#help-button")
  .addEventListener("click", () => document.querySelector("#help").showModal());

watchShortcutSwitch();
followSwaps();
watchSheets();
followKeys();
countDown();
watchArrivals();
watchSelection();
watchQuotes();
watchClaims();
