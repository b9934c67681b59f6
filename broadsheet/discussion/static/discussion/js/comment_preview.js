// The preview appears in the form itself.
for (const button of document.querySelectorAll("#comment-form button[formaction]")) {
  button.addEventListener("click", async (event) => {
    const { form } = button;
    const preview = form.querySelector("[data-preview]");
    event.preventDefault();
    try {
      const answer = await fetch(button.formAction, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!answer.ok) throw new Error();
      preview.innerHTML = (await answer.json()).html; // cleaned by the server, as the comment will be
      preview.hidden = false;
      preview.focus();
    } catch {
      form.action = button.formAction;
      form.submit();
    }
  });
}
