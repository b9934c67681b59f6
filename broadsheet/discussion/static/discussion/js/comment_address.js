// An address with a comment that stands on another page leads there, once.
const comment = /^#comment-(\d+)$/.exec(location.hash)?.[1];
if (comment && document.querySelector(".discussion")) {
  const isHere = document.getElementById(`comment-${comment}`);
  if (!isHere && sessionStorage.getItem("comment:followed") !== comment) {
    sessionStorage.setItem("comment:followed", comment);
    location.replace(`/comments/${comment}/`);
  } else {
    sessionStorage.removeItem("comment:followed");
  }
}
