// Votes are counted without leaving the page; pressing again takes a vote back.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const pressed = event.submitter;
  if (!form.matches(".comment-votes") || !pressed) return;
  event.preventDefault();
  const value = pressed.getAttribute("aria-pressed") === "true" ? "0" : pressed.value;
  let said = form.querySelector("[role=status]");
  if (!said) {
    said = document.createElement("span");
    said.setAttribute("role", "status");
    form.append(said);
  }
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ value }),
    });
    const vote = await answer.json();
    if (!answer.ok) {
      said.className = "field-error";
      said.textContent = vote.detail;
      return;
    }
    for (const button of form.querySelectorAll("button")) {
      const [arrow, before] = button.textContent.split(" ");
      const now = vote[button.dataset.count].toLocaleString(document.documentElement.lang);
      button.textContent = `${arrow} ${now}`;
      button.setAttribute("aria-label", now + button.getAttribute("aria-label").slice(before.length));
      button.setAttribute("aria-pressed", String(button.value === String(vote.value)));
    }
    said.className = "visually-hidden";
    said.textContent = [...form.querySelectorAll("button")]
      .map((button) => button.getAttribute("aria-label")).join(", ");
  } catch {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "value", value });
    form.append(field);
    form.submit();
  }
});
