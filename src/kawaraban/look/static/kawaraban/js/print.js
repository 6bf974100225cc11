// Print: the hint becomes a button that opens the browser's own print dialogue.

export function enhancePrint(root) {
  for (const details of root.querySelectorAll("details[data-print]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.append(...details.querySelector("summary").childNodes);
    button.addEventListener("click", () => window.print());
    details.replaceWith(button);
  }
}
