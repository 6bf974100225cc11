// Whether single keys act (WCAG 2.1.4): a switch, kept on this computer. On until it is turned off.

const NAME = "kawaraban-desk-shortcuts";

export function areOn() {
  return document.documentElement.dataset.shortcuts !== "off";
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
  show(stored() !== "off");
  document.querySelector("#shortcuts").addEventListener("change", (event) => {
    show(event.target.checked);
    try {
      localStorage.setItem(NAME, event.target.checked ? "on" : "off");
    } catch {
      // See stored().
    }
  });
}
