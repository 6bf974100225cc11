// Whether single keys act (WCAG 2.1.4), and which key does what. The person's choice comes with the page; a switch under
// the help turns them off on this computer alone.

const NAME = "kawaraban-desk-shortcuts";

export function areOn() {
  return document.documentElement.dataset.shortcuts !== "off";
}

// The act of a key: "approve", "next" … or nothing.
export const actOf = (key) => rowOf(key, "act");

// The ground of a key: "threat" … or nothing.
export const groundOf = (key) => rowOf(key, "ground");

// What of the card an act opens or presses, as a selector; "" for what the script does by itself.
export const placeOf = (act) => rowNamed(act)?.dataset.on ?? "";

// Whether it can be done to all that are selected.
export const isForMany = (act) => Boolean(rowNamed(act)?.matches("[data-many]"));

const rowNamed = (act) => document.querySelector(`#help [data-act="${CSS.escape(act)}"]`);

function rowOf(key, kind) {
  for (const row of document.querySelectorAll(`#help [data-${kind}]`)) {
    if (row.dataset.key === key) return row.dataset[kind];
  }
  return "";
}

function show(isOn) {
  document.documentElement.dataset.shortcuts = isOn ? "on" : "off";
  document.querySelector("#shortcuts").checked = isOn;
}

function stored() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null; // A browser that keeps nothing: the switch holds for this page.
  }
}

export function watchShortcutSwitch() {
  show((stored() ?? document.querySelector("#help").dataset.shortcuts) !== "off");
  document.querySelector("#shortcuts").addEventListener("change", (event) => {
    show(event.target.checked);
    try {
      localStorage.setItem(NAME, event.target.checked ? "on" : "off");
    } catch {
      // See stored().
    }
  });
}
