// What a key that was pressed may mean: the sign that it types, and the Latin letter or digit that lies on it where it
// types another alphabet. A Latin letter of its own (Turkish ı, ş) means itself alone.

// One letter, or the two that one key types together (Arabic lam and alef).
const ANOTHER_ALPHABET = /^(?!\p{Script=Latin})(?:\p{L}\p{M}*){1,2}$/u;
const ANOTHER_DIGIT = /^(?![0-9])\p{Nd}$/u;

export function signsOf(event) {
  const typed = small(event.key);
  // Arabic, Persian and Urdu have their own question mark; where a letter lies in its key's place, that is the slash.
  if (typed === "؟") return [typed, "?"];
  if (ANOTHER_ALPHABET.test(typed) && event.code === "Slash") return [typed, event.shiftKey ? "?" : "/"];
  if (ANOTHER_ALPHABET.test(typed) && event.code.startsWith("Key"))
    return [typed, event.code.slice(3).toLowerCase()];
  if (ANOTHER_DIGIT.test(typed) && event.code.startsWith("Digit")) return [typed, event.code.slice(5)];
  return [typed];
}

// Whether Shift says "for many" here: with a letter or a digit. A sign such as "?" needs Shift on many keyboards.
export function hasShift(event) {
  return (
    event.shiftKey &&
    (event.code.startsWith("Key") || (event.code.startsWith("Digit") && /^\d$/.test(event.key)))
  );
}

// With CapsLock a letter types its capital. The Turkish İ is that of i; JavaScript makes two signs of it.
const small = (sign) => (sign === "İ" ? "i" : sign.toLowerCase());

// Where what is pressed is text, or chooses something.
export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]"));
}
