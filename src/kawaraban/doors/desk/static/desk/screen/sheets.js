// The sheets of a card in which words are asked for: one is open at a time. What is missing is said at its field, and
// while a sheet says so no letter does anything: whoever goes on typing must not decide.

const SHEETS = "#refuse, .asking, .noting";
// What of them lies over the comment.
const LEAVES = ".grounds, .asked";
const AIR = 8;

export const refuse = () => document.querySelector("#refuse");
export const areGroundsOpen = () => refuse()?.open ?? false;
export const openSheet = () => [...document.querySelectorAll(SHEETS)].find((sheet) => sheet.open) ?? null;
export const sheetAround = (target) => target?.closest?.(SHEETS) ?? null;

// `data-wrong` says so of a sheet whose words the paper has given back: they were about other words of the author.
export const isWrong = (sheet) =>
  Boolean(sheet?.matches("[data-wrong]") || sheet?.querySelector("[aria-invalid], .error"));

// Whether something was typed in it that a card in its place would not have.
export const holdsWords = (sheet) =>
  [...sheet.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox])")].some((field) =>
    field.value.trim(),
  );

export function watchSheets() {
  document.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.matches?.(SHEETS)) return;
      if (event.target.open) closeOthers(event.target);
      else leave(event.target);
      keepWordsInSight();
    },
    true,
  );
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("#card [aria-invalid]") && event.target.value.trim()) mend(event.target);
  });
  document.addEventListener("click", holdBack, true);
  keepWordsInSight();
}

// To a field in which something is missing or wrong. Its sheet alone moves, and is short from then on, above the
// keyboard of a phone: what is judged stays in sight.
export function bringTo(field) {
  const leaf = field.closest(LEAVES);
  field.focus({ preventScroll: true });
  if (!leaf) return field.scrollIntoView({ block: "nearest" });
  leaf.classList.add("is-short");
  leaf.scrollTop +=
    field.closest(".field").getBoundingClientRect().top - leaf.getBoundingClientRect().top - AIR;
  keepWordsInSight();
}

export function close(sheet) {
  sheet.open = false;
  forgive(sheet);
  document.querySelector("#card-title").focus({ preventScroll: true });
}

// To the first suggested ground, so that the eye finds it; Enter takes it.
export function focusGround() {
  forgive(refuse());
  (
    document.querySelector(".ground-grid .suggested") ?? document.querySelector(".ground-grid button")
  ).focus();
}

// Nothing that it says is wrong any more: its field was left, or it was closed.
export function forgive(sheet) {
  delete sheet.dataset.wrong;
  for (const field of sheet.querySelectorAll("[aria-invalid]")) mend(field);
  for (const error of sheet.querySelectorAll(".error")) error.remove();
}

function closeOthers(opened) {
  for (const sheet of document.querySelectorAll(SHEETS)) {
    if (sheet !== opened && !sheet.contains(opened) && !opened.contains(sheet)) sheet.open = false;
  }
}

function leave(sheet) {
  forgive(sheet);
  sheet.querySelector(LEAVES)?.classList.remove("is-short");
}

function keepWordsInSight() {
  const card = document.querySelector("#card");
  const leaf = document.querySelector(".dock > details[open] > :not(summary)");
  card.classList.toggle("is-covered", Boolean(leaf));
  if (!leaf) return;
  card.style.setProperty(
    "--covered",
    `${Math.ceil(window.innerHeight - leaf.getBoundingClientRect().top)}px`,
  );
  document.querySelector(".shown .text").scrollIntoView({ block: "nearest" });
}

// A ground that still needs something is not sent, whichever way it was pressed. Nor is the second press of a double
// click: the comment that it would meet has not been read.
function holdBack(event) {
  const button = event.target.closest?.("#card form button");
  if (!button) return;
  const missing = button.name === "ground" ? missingFor(button) : [];
  if (event.detail < 2 && !missing.length) return;
  event.preventDefault();
  event.stopPropagation();
  if (!missing.length) return;
  forgive(refuse());
  for (const field of missing) complain(field);
  bringTo(missing[0]);
}

function missingFor(button) {
  return [...button.form.querySelectorAll("[data-needed-by]")].filter(
    (field) => field.dataset.neededBy.split(" ").includes(button.value) && !field.value.trim(),
  );
}

function complain(field) {
  field.closest("details:not(#refuse)")?.setAttribute("open", "");
  const error = document.createElement("span");
  Object.assign(error, {
    className: "error",
    id: `${field.id}-error`,
    role: "alert",
    textContent: field.dataset.missing,
  });
  field.after(error);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", error.id);
}

export function mend(field) {
  document.getElementById(`${field.id}-error`)?.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}
