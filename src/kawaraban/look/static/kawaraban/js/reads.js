// One read: some seconds visible in sum, or half of the text scrolled past. Sent once; the answer refreshes the number.

export function countReads(root) {
  const story = root.querySelector("[data-story][data-reads-to]");
  if (!story) return;
  const finish = new AbortController();
  const { signal } = finish;

  const done = () => {
    if (signal.aborted) return;
    finish.abort();
    send(story);
  };
  whenSeen(Number(story.dataset.readsSeconds), done, signal);
  whenScrolled(story.querySelector("[data-text]"), done, signal);
}

function whenSeen(seconds, done, signal) {
  let left = seconds * 1000;
  let since = 0;
  let timer = 0;

  function follow() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      since = performance.now();
      timer = setTimeout(done, left);
    } else if (since) {
      left -= performance.now() - since;
      since = 0;
    }
  }
  document.addEventListener("visibilitychange", follow, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  follow();
}

function whenScrolled(text, done, signal) {
  if (!text) return;
  const look = () => {
    const { top, height } = text.getBoundingClientRect();
    if (top + height / 2 < window.innerHeight) done();
  };
  // Only what a reader does counts: a text that is short enough to be seen at once waits for its time.
  const scrolled = () => window.scrollY > 0 && look();
  window.addEventListener("scroll", scrolled, { signal, passive: true });
}

async function send(story) {
  try {
    const answer = await fetch(story.dataset.readsTo, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ story: story.dataset.story }),
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
