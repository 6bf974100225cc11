// Reply: the box moves under the comment that is answered, and back. Without a script the link leads to a page of its own.

export function enhanceReplies(root) {
  const thread = root.querySelector("#comments");
  const form = thread?.querySelector("form.form");
  if (!form) return;
  const home = form.parentElement;
  const line = form.querySelector(".reply-line");
  const cancel = line.querySelector("button");
  cancel.hidden = false;

  // The other link beside it, which reports the comment, is a link.
  thread.addEventListener("click", (event) => {
    const link = event.target.closest('.a > a[href$="/reply/"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    moveTo(link.closest("li.c"));
  });
  cancel.addEventListener("click", () => {
    moveHome();
    home.open = true;
    form.elements.text.focus();
  });
  form.addEventListener("sent", moveHome);
  form.addEventListener("home", () => form.parentElement === home || moveHome());
  // A browser restores what was answered to, and not where the box stood.
  form.addEventListener("restored", () => {
    const answered = document.getElementById(`comment-${form.elements.parent.value}`);
    if (answered?.querySelector(':scope > .a > a[href$="/reply/"]')) moveTo(answered, { quietly: true });
    else if (form.parentElement === home) form.elements.parent.value = "";
  });

  function moveTo(comment, { quietly = false } = {}) {
    comment.querySelector(":scope > .a").after(form);
    form.elements.parent.value = comment.id.replace(/^comment-/, "");
    line.querySelector("b").textContent = line.dataset.reply.replace(
      "#",
      comment.querySelector("h3").textContent,
    );
    line.hidden = false;
    if (!quietly) (form.elements.name.value ? form.elements.text : form.elements.name).focus();
  }

  function moveHome() {
    home.append(form);
    form.elements.parent.value = "";
    line.hidden = true;
  }
}
