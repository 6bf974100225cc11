// The comment box: counts, draws the avatar, sends in place, keeps the text whatever happens.

import { drawAvatar } from "./avatar.js";
import { offerCopy } from "./copy.js";
import { countCharacters, enhanceCounter } from "./counter.js";
import { clearError, showError, watchMending } from "./form_errors.js";
import { watchUnsent } from "./unsent.js";

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
  let isQuiet = false;
  // The event comes a moment after the box has opened: whoever is in a field by then stays there.
  box?.addEventListener("toggle", () => {
    if (isQuiet) isQuiet = false;
    else if (box.open && !form.contains(document.activeElement))
      (name.value ? text : name).focus({ preventScroll: true });
  });
  form.addEventListener("restored", () => {
    recount();
    drawAvatar(avatar, name.value);
    if (!box?.contains(form) || box.open) return;
    isQuiet = true; // Nobody has asked for the focus.
    box.open = true;
  });
  if (box) openForWriting(form, box);
  watchMending(form, (field) => isFit(form, field));
  watchUnsent(form);

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

// Whoever follows a link to the box, or its address, wants to write: in the field for the text.
function openForWriting(form, box) {
  const write = () => {
    form.dispatchEvent(new CustomEvent("home"));
    box.open = true;
    box.scrollIntoView({ block: "start" });
    form.elements.text.focus({ preventScroll: true });
  };
  const isAsked = () => location.hash === "#write";
  window.addEventListener("hashchange", () => isAsked() && write());
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href="#write"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // The address says where the page stands, as it does without a script; the same one twice is no change.
    if (!isAsked()) history.pushState(null, "", "#write");
    write();
  });
  if (!isAsked()) return;
  box.open = true;
  // A browser that scrolls to an address takes the focus away; it has done so by then.
  window.addEventListener("pageshow", () => setTimeout(write), { once: true });
}

function isFit(form, field) {
  if (field.name === "email") return field.checkValidity();
  if (!field.value.trim()) return false;
  return field.name !== "text" || countCharacters(field.value) <= Number(form.dataset.limit);
}

async function send(form, recount) {
  const button = form.querySelector("button.primary");
  const words = button.textContent;
  const sent = Object.fromEntries(["name", "text", "email"].map((name) => [name, form.elements[name].value]));
  busy(form, button, form.dataset.sending);
  clearError(form);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    const result = await answer.json().catch(() => ({}));
    // Whoever was asked once whether the words shall go out so is not asked again.
    if (result.asked) form.elements.asked.value = result.asked;
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

// The comment takes its place, marked as waiting; the notice says what happens now and stays until it is closed.
function settle(form, sent, result, recount) {
  const place = form.closest("li.c");
  form.elements.text.value = "";
  form.elements.email.value = "";
  recount();
  form.dispatchEvent(new CustomEvent("sent"));
  form.closest("details")?.removeAttribute("open");
  const comment = waitingComment(sent);
  // Without a tracking page it was sent before, and stands where it stands.
  if (!result.comment_url) listFor(place).prepend(comment);
  const notice = noticeOf(result, sent);
  const region = document.querySelector("[data-notices]");
  region.replaceChildren(notice);
  notice.tabIndex = -1;
  notice.role = "group"; // Whoever is led into it hears its words.
  notice.focus({ preventScroll: true });
  notice.scrollIntoView({ block: "nearest" });
}

function listFor(place) {
  if (!place) {
    document.querySelector(".cs > .none")?.remove();
    return document.querySelector(".cs");
  }
  const standing = place.querySelector(":scope > ol");
  if (standing) return standing;
  const list = document.createElement("ol");
  place.append(list);
  return list;
}

function waitingComment({ name, text }) {
  const comment = document.getElementById("sent-comment").content.firstElementChild.cloneNode(true);
  drawAvatar(comment.querySelector("svg"), name);
  comment.querySelector("h3").textContent = name;
  const paragraphs = text
    .trim()
    .split(/\n\s*\n/)
    .map((words) => {
      const paragraph = document.createElement("p");
      words.split("\n").forEach((line, number) => {
        paragraph.append(...(number ? [document.createElement("br"), line] : [line]));
      });
      return paragraph;
    });
  comment.querySelector(".t").append(...paragraphs);
  comment.classList.add("settles");
  return comment;
}

// One sentence, and the two ways to the page of the comment: it is the only place where its author learns more.
function noticeOf(result, { email }) {
  const notice = document.getElementById("sent-notice").content.firstElementChild.cloneNode(true);
  const link = notice.querySelector("a");
  if (result.notice) notice.querySelector("b").textContent = result.notice;
  const address = result.tracking_url ?? result.comment_url;
  if (address) link.href = address;
  else notice.querySelector(".actions").remove();
  if (result.tracking_url) {
    offerCopy(notice.querySelector(".actions"), result.tracking_url);
    notice.querySelector("span").hidden = !email.trim();
  } else if (address) {
    link.textContent = link.dataset.there;
    notice.querySelector(".actions input").remove();
  }
  notice.querySelector(".close").addEventListener("click", () => {
    notice.remove();
    document.querySelector("#write > summary")?.focus();
  });
  return notice;
}
