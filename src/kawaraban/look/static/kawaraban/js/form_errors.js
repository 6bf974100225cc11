// What is wrong with a form is said beside the button that sends it, and at the field that is meant; it goes when the
// field is mended.

const beside = (form) => form.querySelector("#cf-error");

export function showError(form, sentence, fieldName) {
  clearError(form);
  const error = beside(form);
  error.textContent = sentence;
  error.hidden = false;
  const field = fieldName ? form.elements[fieldName] : null;
  if (!field || field.type === "hidden") return error.scrollIntoView({ block: "nearest" });
  const copy = document.createElement("span");
  copy.className = "error";
  copy.dataset.error = fieldName;
  copy.textContent = sentence;
  field.after(copy);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute(
    "aria-describedby",
    ["cf-error", ...described(field).filter((id) => id !== "cf-error")].join(" "),
  );
  field.focus();
}

export function clearError(form) {
  beside(form).hidden = true;
  for (const copy of form.querySelectorAll("[data-error]")) copy.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) mend(field);
}

// `isFit(field)`: whether what stands in it now could be sent.
export function watchMending(form, isFit) {
  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute("aria-invalid") && isFit(target)) clearError(form);
  });
}

// What the other forms refuse is said by the paper, and is over once the field says something else.
export function watchFields(form) {
  form.addEventListener("input", ({ target }) => {
    const field = target.closest("[aria-invalid]");
    if (!field || (target.type !== "checkbox" && !target.value.trim())) return;
    for (const error of errorsOf(field)) {
      dropDescription(field, error.id);
      error.remove();
    }
    field.removeAttribute("aria-invalid");
  });
}

function errorsOf(field) {
  const named = described(field).map((id) => document.getElementById(id));
  return [...named, ...field.closest(".field").querySelectorAll(".error")].filter((node) =>
    node?.matches(".error, .bad"),
  );
}

function mend(field) {
  field.removeAttribute("aria-invalid");
  dropDescription(field, "cf-error");
}

function dropDescription(field, id) {
  const ids = described(field).filter((other) => other !== id);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

const described = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
