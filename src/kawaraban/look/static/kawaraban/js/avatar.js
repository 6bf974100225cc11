// The avatar of a name, drawn as the server will draw it: FNV-1a (32 bits) over the UTF-8 of the lower-cased NFC name.

const SHAPES = 12;
const TINTS = 8;

export function avatarFor(name) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name.trim().normalize("NFC").toLowerCase())) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return { shape: value % SHAPES, tint: (value >>> 16) % TINTS };
}

// Draws it into an <svg class="av">. Without a name the picture stays as the page printed it.
export function drawAvatar(svg, name) {
  svg.dataset.blank ??= svg.querySelector("use").getAttribute("href") ?? "";
  const { blank } = svg.dataset;
  if (!name.trim()) {
    svg.setAttribute("class", "av");
    svg.querySelector("use").setAttribute("href", blank);
    return;
  }
  const { shape, tint } = avatarFor(name);
  svg.setAttribute("class", `av av-t${tint}`);
  svg.querySelector("use").setAttribute("href", `#av-s${shape}`);
}
