// Words that were typed and not sent are not lost without a warning. Nothing of them is kept anywhere but in the page:
// the browser asks before it leaves, and what it restores on the way back is shown.

export function watchUnsent(form) {
  const { text } = form.elements;
  let isLeaving = false;

  const hasWords = () => Boolean(text.value.trim());
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
  window.addEventListener("pageshow", () => {
    isLeaving = false;
    // A browser restores fields without a word of it, and after scripts have run.
    if (hasWords()) form.dispatchEvent(new CustomEvent("restored"));
    follow();
  });
  follow();
}
