/* A button beside each value that one may want to copy; it says so when it has. */

for (const place of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  const say = (word) => {
    button.textContent = word;
    button.setAttribute("aria-label", `${word}: ${place.dataset.copyName}`);
  };
  say(place.dataset.copyLabel);
  place.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.dataset.copy);
    say(place.dataset.copiedLabel);
    setTimeout(() => say(place.dataset.copyLabel), 2000);
  });
  place.append(button);
}
