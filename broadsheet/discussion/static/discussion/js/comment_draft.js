// What somebody began to write outlives a reload, a failed post and a closed tab, on this device only.
const form = document.getElementById("comment-form");
const prefix = "comment-draft:";
const storage = (name) => {
  try {
    return window[name];
  } catch {
    return null; // a browser that stores nothing
  }
};
const kept = storage("localStorage");
const visit = storage("sessionStorage");
const sentKey = visit?.getItem("comment-draft-sent");
// Sent without the enhanced page's answer: the draft goes when the page that follows says so.
if (sentKey && (location.hash.startsWith("#comment-") || document.querySelector("[data-comment-sent]"))) {
  kept?.removeItem(sentKey);
}
visit?.removeItem("comment-draft-sent");

if (form?.querySelector("[data-reply-heading]")) {
  const keptDays = 14;
  const key = prefix + form.elements.subject.value;
  const { body, name, parent, passage } = form.elements;
  const read = (from) => {
    try {
      return JSON.parse(kept?.getItem(from)) ?? {};
    } catch {
      return {};
    }
  };

  for (const one of Object.keys(kept ?? {})) {
    if (one.startsWith(prefix) && !(Date.now() - read(one).at < keptDays * 864e5)) kept?.removeItem(one);
  }
  const draft = read(key);
  name.value ||= kept?.getItem("comment-name") ?? "";
  if (draft.text && !body.value.trim()) {
    body.value = draft.text;
    // reply_in_place.js and passages.js begin after this and bring the form there.
    if (document.querySelector(`#comment-${draft.parent} a.comment-reply`)) parent.value = draft.parent;
    else passage.value = draft.passage ?? "";
  }
  form.addEventListener("input", () => {
    const text = body.value;
    const place = { parent: parent.value, passage: passage.value };
    if (text.trim()) kept?.setItem(key, JSON.stringify({ text, ...place, at: Date.now() }));
    else kept?.removeItem(key);
    kept?.setItem("comment-name", name.value);
  });
  form.addEventListener("submit", () => visit?.setItem("comment-draft-sent", key));
  form.addEventListener("comment:sent", () => kept?.removeItem(key));
  form.addEventListener("comment:refused", () => visit?.removeItem("comment-draft-sent"));
}
