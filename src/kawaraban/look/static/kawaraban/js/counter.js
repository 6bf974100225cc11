// Characters as people count them: extended grapheme clusters after NFC, a CRLF as one. The server counts the same.

const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("und", { granularity: "grapheme" }) : null;

// How many characters a text has. Without Intl.Segmenter: code points, never fewer than the server counts.
export function countCharacters(text) {
  const normal = text.replace(/\r\n?/g, "\n").normalize("NFC");
  if (!segmenter) return Array.from(normal).length;
  let count = 0;
  for (const _segment of segmenter.segment(normal)) count += 1;
  return count;
}

// Digits as the pages print them: grouped as the language groups, in Latin figures.
export function formatNumber(number, language) {
  return new Intl.NumberFormat(`${language}-u-nu-latn`).format(number);
}

// Three nodes: the number that is seen, the limit that describes the field (in the page already), and a polite
// announcement a second after typing stops, near the limit only.
export function enhanceCounter({ field, limit, visible, announce, language }) {
  const [label, number] = [visible.querySelector("span"), visible.querySelector("b")];
  const near = Math.max(20, Math.round(limit / 10));
  let timer = 0;

  function show() {
    const left = limit - countCharacters(field.value);
    const words = left < 0 ? visible.dataset.over : visible.dataset.left;
    const shown = formatNumber(Math.abs(left), language);
    label.textContent = words;
    number.textContent = shown;
    visible.classList.toggle("near", left >= 0 && left <= near);
    visible.classList.toggle("over", left < 0);
    clearTimeout(timer);
    if (left > near) announce.textContent = "";
    else timer = setTimeout(() => (announce.textContent = `${words}: ${shown}`), 1000);
  }

  // While an input method composes, the text is not yet what it will be.
  field.addEventListener("input", (event) => event.isComposing || show());
  field.addEventListener("compositionend", show);
  visible.hidden = false;
  show();
  return show;
}
