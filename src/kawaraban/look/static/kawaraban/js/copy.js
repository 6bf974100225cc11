// Copying an address: what came of it is said beside the button, where a screen reader hears it. Where the browser
// refuses, the address stands there, selected: the person's own command copies it.

export const canCopy = () => Boolean(navigator.clipboard?.writeText);

// `status` is a live region outside the button, `shown` a hidden read-only field.
export async function copyAddress(address, { status, done, shown }) {
  try {
    await navigator.clipboard.writeText(address);
    say(status, done);
    return true;
  } catch {
    if (shown) showSelected(shown, address);
    return false;
  }
}

// The same sentence twice is said twice.
function say(status, sentence) {
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = sentence));
}

export function showSelected(shown, address) {
  shown.value = address;
  shown.closest("[hidden]")?.removeAttribute("hidden");
  shown.focus();
  shown.select();
}

// "Copy the link", with its status and its field around it: [data-copy] holds all three.
export function enhanceCopy(root) {
  for (const place of root.querySelectorAll("[data-copy]")) offerCopy(place, place.dataset.copy);
}

export function offerCopy(place, path) {
  const address = new URL(path || location.pathname, location.href).href;
  const [button, status, shown] = ["[data-copy-button]", "[role=status]", "[data-copy-address]"].map((part) => place.querySelector(part));
  button.hidden = false;
  button.addEventListener("click", () => {
    if (canCopy()) copyAddress(address, { status, done: button.dataset.done, shown });
    else showSelected(shown, address);
  });
}
