// A comment is sent without losing the page or the text, and appears in its place.
const form = document.getElementById("comment-form");

const showErrors = (errors) => {
  const general = form.querySelector("[data-errors]");
  general.replaceChildren();
  for (const slot of form.querySelectorAll("[data-error-for]")) {
    const own = errors.filter((error) => error.field === slot.dataset.errorFor);
    slot.textContent = own.map((error) => error.message).join(" ");
    slot.hidden = !own.length;
    form.elements[slot.dataset.errorFor].toggleAttribute("aria-invalid", false);
    if (own.length) form.elements[slot.dataset.errorFor].setAttribute("aria-invalid", "true");
  }
  for (const error of errors) {
    if (form.querySelector(`[data-error-for="${error.field}"]`)) continue;
    const line = document.createElement("p");
    line.textContent = error.message;
    general.append(line);
  }
  general.hidden = !general.childElementCount;
  const wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
  else if (errors.length) general.scrollIntoView({ block: "nearest" }); // the button may be far below
};

const place = (comment) => {
  const sentBefore = document.getElementById(`comment-${comment.id}`);
  if (sentBefore) return sentBefore.focus();
  const parent = comment.parent && document.getElementById(`comment-${comment.parent}`);
  let list = document.querySelector(".discussion > .comments");
  if (!comment.parent && !list && !document.querySelector(".discussion .comment")) {
    list = document.createElement("ol"); // the first comment of all
    list.className = "comments";
    document.querySelector(".discussion > .subscribe").before(list);
  }
  if (comment.parent ? !parent : !list) return location.assign(comment.url);
  if (parent) {
    const item = parent.closest("li");
    list = item.querySelector(":scope > .comment-replies");
    if (!list) {
      list = document.createElement("ol");
      list.className = "comment-replies";
      item.append(list);
    }
  }
  const item = document.createElement("li");
  item.className = "comment-item";
  item.innerHTML = comment.html;
  list.append(item);
  const article = item.firstElementChild;
  if (comment.edit_url) article.querySelector(".comment-actions").append(editLink(comment));
  article.focus();
};

const editLink = (comment) => {
  const link = document.createElement("a");
  link.className = "comment-edit";
  link.href = comment.edit_url;
  link.textContent = form.dataset.editLabel;
  return link;
};

form?.addEventListener("submit", async (event) => {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  const button = form.querySelector("button:not([formaction])");
  const status = form.querySelector("[data-status]");
  button.disabled = true;
  status.replaceChildren();
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    }).catch(() => null);
    const sent = answer ? await answer.json() : { detail: form.dataset.unsentLabel };
    showErrors(answer?.ok ? [] : sent.errors?.length ? sent.errors : [{ message: sent.detail }]);
    if (!answer?.ok) {
      form.dispatchEvent(new Event("comment:refused"));
    } else {
      form.elements.body.value = "";
      form.querySelector("[data-preview]").hidden = true;
      const wasPlaced = !form.dispatchEvent(
        new CustomEvent("comment:sent", { detail: { ...sent, edit: editLink(sent) }, cancelable: true }),
      );
      if (answer.status === 202) {
        status.append(sent.message, " ", editLink(sent));
        status.scrollIntoView({ block: "nearest" });
      } else {
        if (sent.message) status.append(sent.message);
        if (!wasPlaced) place(sent);
        document.getElementById("discussion-heading")?.replaceChildren(sent.heading);
      }
    }
  } catch {
    form.submit();
  } finally {
    button.disabled = false;
  }
});
