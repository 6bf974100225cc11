// Words of the desk for the eye and for the ear. They come translated, in data attributes of the help dialog.

export const words = (name) => document.querySelector("#help").dataset[name];

// Puts a sentence into the live region; the same sentence twice is said twice.
export function say(sentence) {
  const region = document.querySelector("#announcement");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}

// Shows and says something that went wrong. `link` is {text, url} or nothing.
export function complain(sentence, link) {
  const told = document.createElement("div");
  told.className = "told bad";
  const paragraph = told.appendChild(document.createElement("p"));
  paragraph.textContent = sentence;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.text;
    paragraph.append(" ", anchor);
  }
  document.querySelector("#message").replaceChildren(told);
  say(sentence);
}
