// The comment box: counts, draws the avatar, sends in place, keeps the text whatever happens.

import { drawAvatar } from "./avatar.js";
import { enhanceCounter } from "./counter.js";

export function enhanceCommentBox(form) {
  const { name, text } = form.elements;
  const avatar = form.querySelector("[data-avatar]");
  const recount = enhanceCounter({
    field: text,
    limit: Number(form.dataset.limit),
    visible: form.querySelector("[data-left]"),
    announce: form.querySelector("[data-announce]"),
    language: document.documentElement.lang,
  });
  name.addEventListener("input", () => drawAvatar(avatar, name.value));
  drawAvatar(avatar, name.value);

  form.append(hidden("nonce", nonceOfThisVisit()));

  const box = form.closest("details");
  // The event comes a moment after the box has opened: whoever is in a field by then stays there.
  box?.addEventListener("toggle", () => {
    if (box.open && !form.contains(document.activeElement)) (name.value ? text : name).focus({ preventScroll: true });
  });
  openFromAddress(box);

  // In place only where the page can show what comes of it; elsewhere the form is sent as forms are.
  if (!document.getElementById("sent-notice")) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.dataset.busy) send(form, recount);
  });
}

function hidden(name, value) {
  const field = document.createElement("input");
  return Object.assign(field, { type: "hidden", name, value });
}

// Whoever sends this form again has proved that it is theirs. The word stands in this entry of the tab's history alone,
// so that it is the same one after going back and after a reload, and gone with the tab.
function nonceOfThisVisit() {
  const known = history.state?.nonce;
  if (known) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const nonce = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  history.replaceState({ ...history.state, nonce }, "");
  return nonce;
}

function openFromAddress(box) {
  if (!box) return;
  const open = () => location.hash === "#write" && (box.open = true);
  window.addEventListener("hashchange", open);
  open();
}

async function send(form, recount) {
  const button = form.querySelector("button.primary");
  const words = button.textContent;
  const sent = { name: form.elements.name.value, text: form.elements.text.value };
  busy(form, button, form.dataset.sending);
  clearError(form);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    const result = await answer.json().catch(() => ({}));
    if (answer.ok) settle(form, sent, result, recount);
    else showError(form, result.error ?? form.dataset.broken, result.field ?? "");
  } catch {
    showError(form, form.dataset.offline, "");
  } finally {
    free(form, button, words);
  }
}

function busy(form, button, words) {
  form.dataset.busy = "yes";
  button.setAttribute("aria-disabled", "true");
  button.textContent = words;
}

function free(form, button, words) {
  delete form.dataset.busy;
  button.removeAttribute("aria-disabled");
  button.textContent = words;
}

function clearError(form) {
  form.querySelector("#cf-error").hidden = true;
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function showError(form, sentence, fieldName) {
  const error = form.querySelector("#cf-error");
  error.textContent = sentence;
  error.hidden = false;
  const field = fieldName ? form.elements[fieldName] : null;
  if (!field || field.type === "hidden") {
    error.scrollIntoView({ block: "nearest" });
    return;
  }
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", ["cf-error", ...described(field)].join(" "));
  field.focus();
}

function described(field) {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
  return ids.filter((id) => id && id !== "cf-error");
}

// The comment takes its place, marked as waiting; the notice says what happens now and stays until it is closed.
function settle(form, sent, result, recount) {
  const place = form.closest("li.c");
  form.elements.text.value = "";
  form.elements.email.value = "";
  recount();
  form.dispatchEvent(new CustomEvent("sent"));
  form.closest("details")?.removeAttribute("open");
  // Without a tracking page it was sent before, and stands where it stands.
  if (!result.comment_url) listFor(place).prepend(waitingComment(sent));
  const notice = noticeOf(result);
  const region = document.querySelector("[data-notices]");
  region.replaceChildren(notice);
  notice.tabIndex = -1;
  notice.focus({ preventScroll: true });
  notice.scrollIntoView({ block: "nearest" });
}

function listFor(place) {
  if (!place) {
    document.querySelector(".cs > .none")?.remove();
    return document.querySelector(".cs");
  }
  let list = place.querySelector(":scope > ol");
  if (!list) place.append((list = document.createElement("ol")));
  return list;
}

function waitingComment({ name, text }) {
  const comment = document.getElementById("sent-comment").content.firstElementChild.cloneNode(true);
  drawAvatar(comment.querySelector("svg"), name);
  comment.querySelector("h3").textContent = name;
  const paragraphs = text.trim().split(/\n\s*\n/).map((words) => {
    const paragraph = document.createElement("p");
    words.split("\n").forEach((line, number) => paragraph.append(...(number ? [document.createElement("br"), line] : [line])));
    return paragraph;
  });
  comment.querySelector(".t").append(...paragraphs);
  comment.classList.add("settles");
  return comment;
}

function noticeOf(result) {
  const notice = document.getElementById("sent-notice").content.firstElementChild.cloneNode(true);
  const link = notice.querySelector("a");
  if (result.notice) notice.querySelector("b").textContent = result.notice;
  if (result.comment_url) link.textContent = link.dataset.there;
  if (result.tracking_url ?? result.comment_url) link.href = result.tracking_url ?? result.comment_url;
  else link.remove();
  notice.querySelector(".close").addEventListener("click", () => {
    notice.remove();
    document.querySelector("#write > summary")?.focus();
  });
  return notice;
}
