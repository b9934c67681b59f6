// Says how long ago a moment was, beside the moment itself: "22 November 2026, 13:46 (3h ago)".
// Only recent moments, and never in place of the date.
const STEPS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const RECENT_SECONDS = 7 * 86400;
const LATER = { rootMargin: "100% 0px" }; // what is a screen away can wait
let words; // takes long to make, and most pages tell of nothing recent

const tell = (place) => {
  const seconds = (Date.now() - Date.parse(place.dateTime)) / 1000;
  if (!(seconds >= 60 && seconds < RECENT_SECONDS) || place.dateTime.length < 12) return;
  const [unit, length] = STEPS.find(([, size]) => seconds >= size);
  words ??= new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { style: "narrow" });
  const ago = document.createElement("span");
  ago.className = "ago";
  ago.textContent = ` (${words.format(-Math.floor(seconds / length), unit)})`;
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
