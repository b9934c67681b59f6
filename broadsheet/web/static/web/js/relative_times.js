// Says how long ago a moment was, beside the moment itself: "22 November 2026, 13:46 (3h ago)".
// Only recent moments, and never in place of the date. The words come with the page: to have the
// browser make them (Intl) takes it a tenth of a second on a slow telephone, all at once.
const STEPS = [
  ["daysAgo", 86400],
  ["hoursAgo", 3600],
  ["minutesAgo", 60],
];
const RECENT_SECONDS = 7 * 86400;
const LATER = { rootMargin: "100% 0px" }; // what is a screen away can wait
const words = document.documentElement.dataset;

const tell = (place) => {
  const seconds = (Date.now() - Date.parse(place.dateTime)) / 1000;
  if (!(seconds >= 60 && seconds < RECENT_SECONDS) || place.dateTime.length < 12) return;
  const [unit, length] = STEPS.find(([, size]) => seconds >= size);
  const ago = document.createElement("span");
  ago.className = "ago";
  ago.textContent = ` (${words[unit].replace("%s", Math.floor(seconds / length))})`;
  place.after(ago);
};

const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    tell(target);
  }
}, LATER);

const look = () => {
  for (const place of document.querySelectorAll("[data-relative] time:not(:has(+ .ago))")) {
    if (place.closest("#discussion")) near.observe(place);
    else tell(place);
  }
};

look();
document.addEventListener("discussion:shown", look);
