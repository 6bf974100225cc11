// What allauth's script cannot do by itself: say that a passkey was not used, and hide its buttons where no
// browser could use one.
const trouble = document.getElementById("passkey-trouble");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (trouble) trouble.hidden = false;
});

if (!window.PublicKeyCredential) {
  for (const id of ["passkey-sign-in", "use-passkey", "add-passkey"]) {
    document.getElementById(id)?.setAttribute("hidden", "");
  }
}
