// "Link to this story" copies the address where the browser allows it; else it stays a plain link.
for (const link of document.querySelectorAll("[data-copy-address]")) {
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      location.assign(link.href);
      return;
    }
    let told = link.nextElementSibling;
    if (!told) {
      told = document.createElement("span");
      told.setAttribute("role", "status");
      told.className = "share-told";
      link.after(told);
    }
    told.textContent = link.dataset.copied;
  });
}
