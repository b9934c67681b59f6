// Passages or all comments: the other view comes into the page, and what one is reading stays where it is.
// The forms below stay as well, with what was begun in them.
const section = document.querySelector(".discussion[data-subject]");
const until = section?.querySelector(":scope > :is(form, .discussion-closed)");

if (until) {
  let shown = location.search;

  const show = async (address) => {
    const answer = await fetch(address).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page && page.querySelector(".discussion[data-subject]");
    if (!made) return location.assign(address);
    document.querySelector("[data-cancel-reply]:not([hidden])")?.click(); // the form goes home
    while (section.firstChild !== until) section.firstChild.remove();
    const end = made.querySelector(":scope > :is(form, .discussion-closed)");
    while (made.firstChild !== end) until.before(made.firstChild);
    shown = location.search;
    document.dispatchEvent(new Event("discussion:shown"));
  };

  section.addEventListener("click", async (event) => {
    const link = event.target.closest(".discussion-views a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    await show(link.href);
    const same = [...section.querySelectorAll(".discussion-views a")].find((one) => one.href === link.href);
    same?.focus({ preventScroll: true });
  });
  addEventListener("popstate", () => {
    if (location.search !== shown) show(location.href);
  });
}
