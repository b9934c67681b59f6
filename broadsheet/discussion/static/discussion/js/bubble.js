// The bubble at the edge: how many comments there are, how many came since the page was opened, who
// came last, and an invitation to speak. News is put into the page on request alone.
const INVITE_AFTER = 90_000;
const DECLINED = "broadsheet:no-invitation";
const bubble = document.querySelector("[data-bubble]");

if (bubble) {
  const part = (name) => bubble.querySelector(`[data-${name}]`);
  const form = document.getElementById("comment-form");
  // The first number in words of a language takes the browser long; short ones look as the server wrote them.
  const number = (count) => (count < 1000 ? String(count) : count.toLocaleString(document.documentElement.lang || undefined));
  const atOpening = Number(bubble.dataset.comments);
  let known = Math.max(0, ...[...document.querySelectorAll(".comment")].map((one) => Number(one.id.slice(8))));
  let first = true;
  let own = 0;
  let inserted = 0;
  let newest = null;
  bubble.hidden = false;
  const foot = document.querySelector("body > footer");
  if (foot) new IntersectionObserver(([seen]) => bubble.classList.toggle("bubble-away", seen.isIntersecting)).observe(foot);

  // A word to those who do not see the bubble.
  const tell = (words) => { part("told").textContent = words; };

  const showNewcomer = ({ id, name, words, created_at: at }) => {
    part("name").textContent = name;
    part("when").textContent = new Date(at).toLocaleTimeString(document.documentElement.lang || undefined, { timeStyle: "short" });
    part("words").textContent = words;
    part("reply").href = `/comments/${id}/reply/`;
    part("newcomer").hidden = false;
    part("invitation").hidden = true;
    tell(part("told").dataset.one.replace("%s", `\u2068${name}\u2069`));
  };

  const count = (comments) => {
    const fresh = Math.max(0, comments - atOpening - own - inserted);
    part("all").textContent = number(comments);
    part("count").textContent = number(fresh);
    part("insert").hidden = !fresh;
  };

  document.addEventListener("pulse", ({ detail }) => {
    count(detail.comments);
    const isNews = detail.newest && detail.newest.id !== newest && detail.newest.id > known;
    // What came between the making of the page and the first pulse is counted, not announced.
    if (isNews && !(first && detail.comments <= atOpening) && !document.getElementById(`comment-${detail.newest.id}`)) {
      showNewcomer(detail.newest);
    }
    newest = detail.newest?.id ?? newest;
    first = false;
  });

  form?.addEventListener("comment:sent", () => {
    own += 1;
    part("invitation").hidden = true;
    clearTimeout(inviting);
  });

  part("insert").addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("comments:wanted", { detail: { newest } }));
  });
  document.addEventListener("comments:inserted", ({ detail }) => {
    inserted += detail.length;
    known = Math.max(known, ...detail);
    part("newcomer").hidden = true;
    part("insert").hidden = true;
    tell(part("told").dataset.shown);
    const added = document.getElementById(`comment-${detail[0]}`);
    const { top, bottom } = added.getBoundingClientRect();
    const isInView = top < innerHeight && bottom > 0;
    part("see").href = `#${added.id}`;
    part("see").hidden = isInView;
    (isInView ? added : part("see")).focus({ preventScroll: true });
  });
  part("see").addEventListener("click", () => {
    part("see").hidden = true;
  });

  part("newcomer").querySelector("[data-close]").addEventListener("click", () => {
    part("newcomer").hidden = true;
  });
  part("invitation").querySelector("[data-close]").addEventListener("click", () => {
    part("invitation").hidden = true;
    localStorage.setItem(DECLINED, "1");
  });

  const inviting = setTimeout(() => {
    const mayAsk = form && !form.elements.body.value && !form.contains(document.activeElement);
    if (mayAsk && part("newcomer").hidden && !localStorage.getItem(DECLINED)) part("invitation").hidden = false;
  }, Number(bubble.dataset.inviteAfter ?? INVITE_AFTER));
}
