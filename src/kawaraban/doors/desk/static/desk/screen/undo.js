// The seconds that are left to undo, counted down beside the button; then the button goes.

let clock = 0;

export function countDown() {
  clearInterval(clock);
  const ends = new Map();
  for (const form of document.querySelectorAll("form[data-undo]")) {
    ends.set(form, performance.now() + Number(form.dataset.undo) * 1000);
  }
  const tick = () => {
    for (const [form, end] of ends) {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left > 0 && form.isConnected) {
        form.querySelector(".seconds").textContent = left;
      } else {
        ends.delete(form);
        remove(form);
      }
    }
    if (!ends.size) clearInterval(clock);
  };
  tick();
  if (ends.size) clock = setInterval(tick, 250);
}

function remove(form) {
  if (form.contains(document.activeElement))
    document.querySelector("#card-title")?.focus({ preventScroll: true });
  form.remove();
}
