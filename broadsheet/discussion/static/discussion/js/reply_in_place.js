// The form comes to the comment that is answered, and goes home again.
const form = document.getElementById("comment-form");
const heading = form?.querySelector("[data-reply-heading]");
if (heading) {
  const home = document.createComment("");
  form.after(home);
  const ordinary = heading.textContent;
  const cancel = form.querySelector("[data-cancel-reply]");
  let answered = null;

  const goHome = () => {
    home.before(form);
    form.elements.parent.value = "";
    heading.textContent = ordinary;
    cancel.hidden = true;
    answered = null;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.comment-reply");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    answer(link);
    form.elements.body.focus();
  });

  const answer = (link) => {
    const comment = link.closest(".comment");
    comment.after(form);
    form.elements.parent.value = link.pathname.split("/")[2]; // beside a passage comments have no id
    const name = comment.querySelector(".comment-name").textContent;
    heading.textContent = heading.dataset.replyHeading.replace("%s", `\u2068${name}\u2069`);
    cancel.hidden = false;
    answered = link;
  };
  const begun = document.querySelector(`#comment-${form.elements.parent.value} a.comment-reply`);
  if (begun) answer(begun); // an answer that was left half written

  cancel.addEventListener("click", () => {
    const link = answered;
    goHome();
    link?.focus();
  });
  form.addEventListener("comment:sent", goHome);
}
