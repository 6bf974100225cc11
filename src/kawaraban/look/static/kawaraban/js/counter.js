// Characters as people count them: extended grapheme clusters after NFC, a CRLF as one. The server counts the same.

// What one character is made of where the browser cannot tell: two letters of a flag; an emoji with its companions; a
// letter, with those that the signs of Indian scripts and of Khmer join to it; then marks, tones, and the
// few letters that hang on the one before (Thai and Lao am, the voicing of half-width kana).
const CLUSTER = new RegExp(
  [
    String.raw`(?:\p{RI}\p{RI}`,
    String.raw`|\p{Extended_Pictographic}[\p{M}\p{EMod}\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}[\p{M}\p{EMod}]*)*`,
    String.raw`|\p{Lo}(?:[\p{M}\u200d]*[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u17d2]\u200d?\p{Lo})*`,
    String.raw`|[^\n])[\p{M}\p{EMod}\u200c\u200d\u0e33\u0eb3\uff9e\uff9f]*|\n`,
  ].join(""),
  "gsu",
);
const segmenter =
  typeof Intl.Segmenter === "function" ? new Intl.Segmenter("und", { granularity: "grapheme" }) : null;

// How many characters a text has. Firefox has Intl.Segmenter from 125 on; before it the answer is nearly right.
export function countCharacters(text) {
  const normal = text.replace(/\r\n?/g, "\n").normalize("NFC");
  if (!segmenter) return normal.match(CLUSTER)?.length ?? 0;
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
