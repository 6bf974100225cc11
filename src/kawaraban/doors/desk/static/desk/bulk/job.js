// How far a job is, asked every second; at its end the page is opened again, with the way back.

import { countDown } from "../screen/undo.js";

const EVERY = 1_000;
const job = document.querySelector("#job");

countDown();
if (job?.dataset.state) setTimeout(look, EVERY);

async function look() {
  const found = await ask();
  if (found && !found.is_running) return location.reload();
  if (found) {
    document.querySelector("#progress").value = found.looked_at;
    job.querySelector(".job-words b").textContent = found.words;
  }
  setTimeout(look, EVERY);
}

async function ask() {
  try {
    const response = await fetch(job.dataset.state, { headers: { Accept: "application/json" } });
    const isJson = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    return isJson ? await response.json() : null;
  } catch {
    return null; // The next look may reach the paper again.
  }
}
