// Copying an address: what came of it is said beside the button, where a screen reader hears it. Where the browser
// refuses, the address stands there, selected: the person's own command copies it.
// Both come to stand behind the button in `place`, which holds them all.
export function offerCopy(place, path) {
  const button = place.querySelector("[data-done]");
  const address = new URL(path, location.href).href;
  const status = place.appendChild(document.createElement("span"));
  Object.assign(status, { className: "quiet", role: "status" });
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      say(status, button.dataset.done);
    } catch {
      say(status, button.dataset.refused ?? "");
      showSelected(place, address, button.value || button.textContent.trim());
    }
  });
}

// "Copy the link" on the page of a comment: its own address, without what it was opened with.
export function enhanceCopy(root) {
  for (const place of root.querySelectorAll("[data-copy]")) offerCopy(place, location.pathname);
}

// The same sentence twice is said twice.
function say(status, sentence) {
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = sentence));
}

function showSelected(place, address, label) {
  let field = place.querySelector("[readonly]");
  if (!field) {
    field = place.appendChild(document.createElement("input"));
    Object.assign(field, { readOnly: true, dir: "ltr", value: address });
    field.setAttribute("aria-label", label);
  }
  field.focus();
  field.select();
}
