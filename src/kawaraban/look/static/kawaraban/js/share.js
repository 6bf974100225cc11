// Share: the device's own sheet and "copy the link", where the browser has them. The links beside them are plain.

import { offerCopy } from "./copy.js";

export function enhanceShare(root) {
  for (const details of root.querySelectorAll("details[data-share]")) {
    const page = { title: details.dataset.shareTitle, url: details.dataset.shareUrl };
    offerDevice(details, page);
    enhanceCopy(details, page);
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

function enhanceCopy(details, page) {
  const button = details.querySelector("[data-share-copy]");
  if (!button || !navigator.clipboard) return;
  button.parentElement.hidden = false;
  offerCopy(button.parentElement, page.url);
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
