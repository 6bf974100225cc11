// While a card is open the paper is told so, every few seconds; on leaving it, too. A colleague who takes it over is
// named here. It is a courtesy: no decision depends on it.

import { say } from "../screen/say.js";

let held = null;

export function watchClaims() {
  const seconds = Number(document.querySelector("[data-beat]").dataset.beat);
  follow();
  document.body.addEventListener("htmx:afterSettle", follow);
  setInterval(beat, seconds * 1000);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) beat();
  });
}

const card = () => document.querySelector("#card");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// Opening a card lets go of the one before on the paper's side; here it is only remembered which one is ours.
function follow() {
  held = card().dataset.hold ? { hold: card().dataset.hold, leave: card().dataset.leave } : null;
}

async function beat() {
  if (!held || document.visibilityState !== "visible") return;
  const asked = held;
  try {
    const response = await fetch(asked.hold, { method: "POST", headers: { "X-CSRFToken": token() } });
    const isJson = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    const found = isJson ? await response.json() : null;
    if (found?.lost && held === asked) tell(found.lost);
  } catch {
    // The next one may reach the paper again; until then the lease may end, and nothing is lost.
  }
}

function tell(sentence) {
  held = null;
  const line = document.querySelector("#lost");
  if (!line) return;
  line.textContent = sentence;
  line.hidden = false;
  say(sentence);
}

function leave() {
  if (!held) return;
  const form = new FormData();
  form.append("csrfmiddlewaretoken", token());
  navigator.sendBeacon(held.leave, form);
}
