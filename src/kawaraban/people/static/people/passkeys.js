// What allauth's script cannot do by itself: say that a passkey was not used, and hide its buttons, with a sentence
// in place of a form, where the browser knows no passkeys.
const trouble = document.getElementById("passkey-trouble");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (trouble) trouble.hidden = false;
});

if (!window.PublicKeyCredential) {
  document.getElementById("no-passkeys")?.removeAttribute("hidden");
  document.getElementById("passkey-form")?.setAttribute("hidden", "");
  for (const id of ["passkey-sign-in", "use-passkey", "add-passkey"]) {
    document.getElementById(id)?.setAttribute("hidden", "");
  }
}
