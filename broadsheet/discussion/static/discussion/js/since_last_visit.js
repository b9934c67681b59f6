// What came since the reader's last visit is marked. When that was is known to this device alone, and
// only of discussions that were looked at.
const KEY = "broadsheet:visits";
const SAME_VISIT = 30 * 60_000;
const KEPT = 200;
const discussion = document.querySelector(".discussion[data-subject]");

if (discussion?.querySelector(".comment")) {
  const subject = discussion.dataset.subject;

  const look = () => {
    let visits = {};
    try {
      visits = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    } catch {
      localStorage.removeItem(KEY);
    }
    const now = Date.now();
    let [before, last] = visits[subject] ?? [0, 0];
    if (now - last > SAME_VISIT) before = last;
    delete visits[subject]; // the one looked at last stands last
    const kept = Object.entries({ ...visits, [subject]: [before, now] }).slice(-KEPT);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
    if (!before) return;
    mark(before);
    document.addEventListener("discussion:shown", () => mark(before));
  };

  const mark = (since) => {
    for (const time of discussion.querySelectorAll(".comment-time time")) {
      if (Date.parse(time.dateTime) <= since) continue;
      const comment = time.closest(".comment");
      comment.classList.add("comment-new");
      const label = document.createElement("span");
      label.className = "comment-badge";
      label.textContent = discussion.dataset.newLabel;
      time.closest(".comment-meta").append(" ", label);
    }
  };

  const watch = new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    watch.disconnect();
    look();
  });
  watch.observe(discussion.querySelector(".comments"));
}
