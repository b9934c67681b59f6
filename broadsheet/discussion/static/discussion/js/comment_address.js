// An address with a comment that stands on another page leads there, once.
const comment = /^#comment-(\d+)$/.exec(location.hash)?.[1];
if (comment && document.querySelector(".discussion")) {
  const key = "comment:followed";
  if (document.getElementById(`comment-${comment}`) || sessionStorage.getItem(key) === comment) {
    sessionStorage.removeItem(key);
  } else {
    const address = `/comments/${comment}/`;
    const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
    if (answer?.ok) {
      sessionStorage.setItem(key, comment);
      location.replace(address);
    }
  }
}
