// Share: the device's own sheet and "copy the link", where the browser has them. The links beside them are plain.

export function enhanceShare(root) {
  for (const details of root.querySelectorAll("details[data-share]")) {
    const page = { title: details.dataset.shareTitle, url: details.dataset.shareUrl };
    offerDevice(details, page);
    offerCopy(details, page);
    closeWhenLeft(details);
  }
}

function offerDevice(details, page) {
  const button = details.querySelector("[data-share-device]");
  if (!button || !navigator.share) return;
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share(page);
      details.open = false;
    } catch (error) {
      if (error.name !== "AbortError") button.parentElement.hidden = true;
    }
  });
}

function offerCopy(details, page) {
  const button = details.querySelector("[data-share-copy]");
  if (!button || !navigator.clipboard) return;
  // Said outside of the button: what is inside is its name, and no news.
  const status = button.parentElement.appendChild(document.createElement("span"));
  Object.assign(status, { className: "vh", role: "status" });
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(page.url);
      button.querySelector("span").textContent = status.textContent = button.dataset.done;
    } catch {
      status.className = "copied";
      status.textContent = button.dataset.refused;
      showAddress(status, page.url);
    }
  });
}

// The address to be copied by hand, selected.
function showAddress(status, url) {
  const field = status.parentElement.querySelector("input") ?? document.createElement("input");
  field.readOnly = true;
  field.value = url;
  field.setAttribute("aria-label", status.textContent);
  status.after(field);
  field.focus();
  field.select();
}

function closeWhenLeft(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (details.open && !details.contains(event.target)) details.open = false;
  });
}
