// What is wrong with a decision about many comments is said above its form and at each field. It leaves when it is mended.

import { mend } from "../screen/sheets.js";

const form = document.querySelector("#said");
// What the chosen ground asked for; another one asks for something else.
const ASKED_BY_GROUND = ["law", "offence", "note"];

form?.addEventListener("input", ({ target }) => {
  if (!target.value.trim()) return;
  const mended = target.name === "ground" ? ["ground", ...ASKED_BY_GROUND] : [target.name];
  for (const name of mended) forgive(form.elements[name]);
});

function forgive(field) {
  if (!field?.hasAttribute("aria-invalid")) return;
  mend(field);
  document.querySelector(`#errors [href="#${field.id}"]`)?.closest("p").remove();
  if (!document.querySelector("#errors p")) document.querySelector("#errors")?.remove();
}
