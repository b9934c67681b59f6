// The meter moves when a gift came: the pulse says so, and the page as it is now has the figures.
const MOMENT = 4000;
const meter = document.querySelector(".meter[data-raised]");
let isAsking = false;

if (meter) {
  document.addEventListener("pulse", ({ detail }) => {
    const shown = document.querySelector(".meter[data-raised]");
    if (!detail.meter || isAsking || detail.meter.raised_minor === Number(shown.dataset.raised)) return;
    isAsking = true;
    // Not all readers at once.
    setTimeout(async () => {
      const answer = await fetch(location.pathname + location.search, { cache: "no-cache" }).catch(() => null);
      const made = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = made && made.querySelector(".meter[data-raised]");
      if (now) shown.replaceWith(document.importNode(now, true));
      isAsking = false;
    }, Math.random() * MOMENT);
  });
}
