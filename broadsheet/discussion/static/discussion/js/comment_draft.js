// What somebody began to write is still there after turning a page of comments.
const form = document.getElementById("comment-form");
if (form?.querySelector("[data-reply-heading]")) {
  const key = `comment:${form.elements.subject.value}`;
  const { body, name } = form.elements;
  try {
    const [text, author] = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    body.value ||= text ?? "";
    name.value ||= author ?? "";
  } catch {
    sessionStorage.removeItem(key);
  }
  const keep = () => sessionStorage.setItem(key, JSON.stringify([body.value, name.value]));
  form.addEventListener("input", keep);
  form.addEventListener("comment:sent", keep);
}
