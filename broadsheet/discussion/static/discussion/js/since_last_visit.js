// What came since the reader's last visit is marked. When that was is known to this device alone, and
// only of discussions that were looked at.
//
// A label may take a line of its own, so the comment that the reader looks at is kept in its place.
const KEY = "broadsheet:visits";
const SAME_VISIT = 30 * 60_000;
const KEPT = 200;
const discussion = document.querySelector(".discussion[data-subject]");

if (discussion?.querySelector(".comment")) {
  const subject = discussion.dataset.subject;

  const visits = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "{}");
    } catch {
      localStorage.removeItem(KEY);
      return {};
    }
  };

  const mark = (since) => {
    const top = (comment) => comment.getBoundingClientRect().top;
    const held = [...discussion.querySelectorAll(".comment")].find((one) => top(one) >= 0);
    const place = held && top(held);
    for (const time of discussion.querySelectorAll(".comment:not(.comment-new) .comment-time time")) {
      if (Date.parse(time.dateTime) <= since) continue;
      time.closest(".comment").classList.add("comment-new");
      const label = document.createElement("span");
      label.className = "comment-badge";
      label.textContent = discussion.dataset.newLabel;
      time.parentElement.before(label, " ");
    }
    if (held) scrollBy(0, top(held) - place);
  };

  let [before, last] = visits()[subject] ?? [0, 0];
  if (Date.now() - last > SAME_VISIT) before = last;
  if (before) {
    mark(before);
    document.addEventListener("discussion:shown", () => mark(before));
  }

  const note = () => {
    const { [subject]: _, ...others } = visits(); // the one looked at last stands last
    const kept = Object.entries({ ...others, [subject]: [before, Date.now()] }).slice(-KEPT);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  };

  const watch = new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    watch.disconnect();
    note();
  });
  watch.observe(discussion.querySelector(".comments"));
}
