// Words that were typed and not sent are not lost without a warning. Nothing of them is kept anywhere but in the page:
// the browser asks before it leaves, and what it restores on the way back is shown.

// How long a browser may take from the press of a link to asking whether the page may be left.
const LINK_TAKES_MS = 1000;

export function watchUnsent(form) {
  let isLeaving = false;

  const hasWords = () => [...form.querySelectorAll("textarea:not([readonly])")].some(isUnsent);
  const ask = (event) => {
    if (isLeaving || form.dataset.busy || !hasWords()) return;
    event.preventDefault();
    event.returnValue = true; // What older browsers ask for.
  };
  // Only while there is something to lose: a page with such a listener may not be kept for the way back.
  const follow = () => {
    window.removeEventListener("beforeunload", ask);
    if (hasWords()) window.addEventListener("beforeunload", ask);
  };
  form.addEventListener("input", follow);
  form.addEventListener("sent", follow);
  // Sent as forms are sent: whatever is answered has the words.
  form.addEventListener("submit", (event) => queueMicrotask(() => (isLeaving = !event.defaultPrevented)));
  // A mail to write, or a file to keep, opens beside the page; browsers ask all the same.
  document.addEventListener("click", (event) => {
    if (!staysHere(event.target.closest?.("a[href]"))) return;
    isLeaving = true;
    setTimeout(() => (isLeaving = false), LINK_TAKES_MS);
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
    // A browser restores fields without a word of it, and after scripts have run.
    if (hasWords()) form.dispatchEvent(new CustomEvent("restored"));
    follow();
  });
  follow();
}

// Words that the paper has already (`data-stored`) are lost only where they were changed.
function isUnsent(field) {
  return Boolean(field.value.trim()) && !("stored" in field.dataset && field.value === field.defaultValue);
}

const staysHere = (link) =>
  Boolean(link) && (link.hasAttribute("download") || !/^https?:$/.test(link.protocol));
