// One read: some seconds visible in sum, or half of the story scrolled past. Each showing of a page reports once; the
// answer refreshes the number. What is counted, and how often, the server decides: nothing is kept here.

export function countReads(root) {
  const story = root.querySelector("[data-story][data-reads-to]");
  if (!story) return;
  whenShown(() => count(story));
}

// Not while the browser only prepares the page, and again when it comes back out of the browser's memory.
function whenShown(begin) {
  if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true });
  else begin();
  window.addEventListener("pageshow", (event) => event.persisted && begin());
}

function count(story) {
  const finish = new AbortController();
  const { signal } = finish;
  const time = visibleTime(signal);

  const done = (scrolled) => {
    if (signal.aborted) return;
    const seen = Math.floor(time.seconds() * 10) / 10;
    finish.abort();
    send(story, { seen, scrolled });
  };
  time.after(Number(story.dataset.readsSeconds), () => done(false));
  whenScrolledPast(story.querySelector("[data-text]"), () => done(true), signal);
  // The next showing begins anew.
  window.addEventListener("pagehide", () => finish.abort(), { signal });
}

// How long the page was visible, in sum: a tab in the background does not count.
function visibleTime(signal) {
  let sum = 0;
  let since = null;
  let timer = 0;
  let [wanted, then] = [Infinity, () => {}];

  const seconds = () => (sum + (since === null ? 0 : performance.now() - since)) / 1000;
  function wait() {
    clearTimeout(timer);
    const left = wanted - seconds();
    if (left <= 0) then();
    else if (since !== null && left < Infinity) timer = setTimeout(wait, Math.ceil(left * 1000));
  }
  function follow() {
    sum = seconds() * 1000;
    since = document.visibilityState === "visible" ? performance.now() : null;
    wait();
  }
  document.addEventListener("visibilitychange", follow, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  follow();
  return {
    seconds,
    after(enough, act) {
      [wanted, then] = [enough, act];
      wait();
    },
  };
}

// Only what a reader does counts. A story that is seen whole at once, one that opens where it was left, and a leap to
// the comments have passed its half without scrolling: there, time decides.
function whenScrolledPast(text, done, signal) {
  if (!text) return;
  const isPast = () => {
    const { top, height } = text.getBoundingClientRect();
    return top + height / 2 < window.innerHeight;
  };
  let wasPast = isPast();
  let leapt = false;
  let settled = document.readyState === "complete";

  const scrolled = () => {
    const past = isPast();
    if (past && !wasPast && settled && !leapt) done();
    wasPast = past;
  };
  // Browsers go to the fragment, or to where the reader was, until the page is loaded.
  const settle = () =>
    requestAnimationFrame(() => requestAnimationFrame(() => ([wasPast, settled] = [isPast(), true])));
  const leap = (event) =>
    (leapt ||= event.type === "hashchange" || Boolean(event.target.closest('a[href*="#"]')));
  const own = () => (leapt = false);

  window.addEventListener("load", settle, { signal, once: true });
  window.addEventListener("hashchange", leap, { signal });
  document.addEventListener("click", leap, { signal });
  for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(act, own, { signal, passive: true, capture: true });
  }
  window.addEventListener("scroll", scrolled, { signal, passive: true });
}

async function send(story, { seen, scrolled }) {
  try {
    const answer = await fetch(story.dataset.readsTo, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ story: story.dataset.story, seen, scrolled }),
      credentials: "same-origin", // the mark of staff, whose reads do not count; readers have no cookie
      keepalive: true,
    });
    if (!answer.ok) return;
    const { reads } = await answer.json();
    if (Number.isInteger(reads)) refresh(story, reads);
  } catch {
    // A read that cannot be sent is not counted; the reader need not know.
  }
}

function refresh(story, reads) {
  const language = document.documentElement.lang;
  for (const node of story.querySelectorAll("[data-reads]")) {
    if (reads < Number(node.dataset.reads)) continue;
    const category = new Intl.PluralRules(language).select(reads);
    const words = node.dataset[category] ?? node.dataset.other;
    node.textContent = words.replace("#", new Intl.NumberFormat(`${language}-u-nu-latn`).format(reads));
    node.dataset.reads = reads;
  }
}
