// New comments come into the list where they belong, and what somebody is reading stays where it is.
document.addEventListener("comments:wanted", async ({ detail: { newest } }) => {
  const has = document.querySelector(".comments");
  const answer = has && (await fetch(location.pathname + location.search, { cache: "no-cache" }).catch(() => null));
  const made = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const reading = [...document.querySelectorAll(".comment")].find((one) => one.getBoundingClientRect().bottom > 0);
  const before = reading?.getBoundingClientRect().top;
  const added = [];

  for (const comment of made?.querySelectorAll(".comments .comment") ?? []) {
    const here = document.getElementById(comment.id);
    if (here) {
      if (comment.classList.contains("comment-gone")) here.replaceWith(comment.cloneNode(true));
      continue;
    }
    const item = comment.parentElement;
    const above = item.parentElement.closest(".comment-item")?.querySelector(".comment");
    const within = item.closest(".passage, .discussion").id; // a passage with its own list, or all
    const list = document.querySelector(`#${within} > .comments`);
    const place = above ? repliesOf(document.getElementById(above.id)) : list;
    const neighbour = item.previousElementSibling?.querySelector(".comment");
    const copy = document.createElement("li");
    copy.className = item.className;
    copy.append(document.importNode(comment, true));
    copy.firstElementChild.classList.add("comment-new");
    const older = neighbour && document.getElementById(neighbour.id)?.closest(".comment-item");
    if (older) older.after(copy);
    else if (place) place.prepend(copy);
    else continue;
    added.push(Number(comment.id.slice(8)));
  }

  if (!added.length) {
    location.assign(newest ? `/comments/${newest}/` : "#discussion"); // they stand on another page
    return;
  }
  if (reading) scrollBy({ top: reading.getBoundingClientRect().top - before, behavior: "instant" });
  const heading = made.getElementById("discussion-heading");
  if (heading) document.getElementById("discussion-heading").textContent = heading.textContent;
  document.dispatchEvent(new CustomEvent("comments:inserted", { detail: added }));
});

const repliesOf = (comment) => {
  const item = comment?.closest(".comment-item");
  let replies = item?.querySelector(":scope > .comment-replies");
  if (item && !replies) {
    replies = document.createElement("ol");
    replies.className = "comment-replies";
    item.append(replies);
  }
  return replies;
};
