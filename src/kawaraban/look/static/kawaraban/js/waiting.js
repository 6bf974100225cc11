// The page of a comment that waits asks its own address again while somebody looks at it, with the tag that it came with:
// "unchanged" is one look at the database. Once it was decided, the new sheet takes the place of the old one. Where
// somebody is at work in the old one it stays, and the way to the new one is said above it.

import { enhanceCopy } from "./copy.js";
import { watchFields } from "./form_errors.js";
import { watchUnsent } from "./unsent.js";

const MINUTE = 60_000;
const SELDOM = 15 * MINUTE;
// What waits for long is asked about less often; a paper in trouble much less.
const CALMER = 1.1;
const IN_TROUBLE = 2;

const decided = document.querySelector("#decided");
const sheet = () => document.querySelector("#main .sheet");
let pause = MINUTE;
let askedAt = Date.now();
let timer = 0;

document.addEventListener("visibilitychange", wait);
wait();

// To the next time; at once where the page was out of sight for longer than a minute.
function wait() {
  clearTimeout(timer);
  if (!decided.dataset.tag || document.visibilityState !== "visible") return;
  timer = setTimeout(ask, Math.max(0, askedAt + pause - Date.now()));
}

async function ask() {
  if (document.visibilityState !== "visible") return;
  askedAt = Date.now();
  const answer = await answerOf(location.pathname);
  if (answer?.status === 200 && !answer.headers.get("ETag")) return show(await answer.text());
  if (answer?.status === 404) return stop();
  pause = Math.min(SELDOM, pause * (answer?.status === 304 || answer?.ok ? CALMER : IN_TROUBLE));
  wait();
}

async function answerOf(path) {
  try {
    return await fetch(path, { headers: { "If-None-Match": decided.dataset.tag }, cache: "no-store" });
  } catch {
    return null; // The next time the paper may be reached again.
  }
}

function stop() {
  delete decided.dataset.tag;
  document.removeEventListener("visibilitychange", wait);
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelector("#main .sheet");
  stop();
  if (!found || isAtWork()) return say(linkTo(location.pathname));
  document.title = page.title;
  sheet().replaceWith(found);
  enhanceCopy(found);
  for (const form of found.querySelectorAll("form.form")) {
    watchUnsent(form);
    watchFields(form);
  }
  say();
}

// Words that were not sent, or the focus: neither is taken from anybody.
function isAtWork() {
  const hasWords = [...sheet().querySelectorAll("textarea")].some(
    (field) => field.value !== field.defaultValue,
  );
  return hasWords || sheet().contains(document.activeElement);
}

function say(link) {
  const words = document.createElement("p");
  words.append(decided.dataset.words);
  if (link) words.append(" ", link);
  decided.className = "notice";
  decided.replaceChildren(words);
}

function linkTo(path) {
  const link = document.createElement("a");
  link.href = path;
  link.textContent = decided.dataset.show;
  return link;
}
