// Words of the text can be chosen and spoken about; where somebody did, a mark stands beside them.

// The words of a block as the server counts them (core/html.py: words_of), and the way back.
const LINE = new Set(
  "A ABBR B CITE CODE DEL DFN EM I INS KBD MARK Q S SAMP SMALL SPAN STRONG SUB SUP U VAR".split(" "),
);
const BLANK = /[ \t\n\f\r\u00a0]/;
const INSIDE = /^[\p{L}\p{N}]{2}$/u; // the signs on both sides of a place within a word
const OURS = ".block-about, .passage-mark, .passage-choose, .passage-panel, script, style";

const read = (block) => {
  const found = { block, text: "", at: [] };
  const add = (sign, node, offset) => {
    if (BLANK.test(sign)) {
      if (!found.text || found.text.endsWith(" ")) return;
      sign = " ";
    }
    found.text += sign;
    found.at.push([node, offset]);
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      for (let i = 0; i < node.data.length; i++) add(node.data[i], node, i);
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(OURS)) {
      const parts = !LINE.has(node.tagName);
      if (parts) add(" ");
      node.childNodes.forEach(walk);
      if (parts) add(" ");
    }
  };
  const own = block.querySelectorAll("[data-words]");
  for (const part of own.length ? own : [block]) {
    add(" ");
    walk(part);
  }
  found.text = found.text.trimEnd();
  return found;
};

// Python counts code points, JavaScript counts an emoji as two.
const points = (text) => [...text].length;
const units = (text, count) => [...text].slice(0, count).join("").length;

const rangeOf = (words, start, end) => {
  const [first, from] = words.at[units(words.text, start)] ?? [];
  const [last, to] = words.at[units(words.text, end) - 1] ?? [];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(first, from);
  range.setEnd(last, to + 1);
  return range;
};

// What is chosen of one block: whole words, without blanks at the ends.
const chosenIn = (words, range) => {
  const inside = words.at
    .map(([node, offset], i) => (node && range.isPointInRange(node, offset)
      && range.comparePoint(node, offset + 1) <= 0 ? i : -1))
    .filter((i) => i >= 0);
  if (!inside.length) return null;
  let from = inside[0];
  let to = inside.at(-1) + 1;
  while (words.text[from] === " ") from++;
  while (words.text[to - 1] === " ") to--;
  if (to <= from) return null;
  const isWithinWord = (at) => INSIDE.test(words.text.slice(Math.max(0, at - 1), at + 1));
  while (isWithinWord(from)) from--;
  while (isWithinWord(to)) to++;
  const exact = words.text.slice(from, to);
  const start = points(words.text.slice(0, from));
  return {
    block: words.block.id.replace("block-", ""),
    start,
    end: start + points(exact),
    exact,
    prefix: [...words.text.slice(0, from)].slice(-32).join(""),
    suffix: [...words.text.slice(to)].slice(0, 32).join(""),
  };
};

const story = document.querySelector("[data-revision]");
const form = document.getElementById("comment-form");
const field = form?.elements.passage;
const cancel = form?.querySelector("[data-cancel-reply]");
const painted = window.CSS?.highlights && window.Highlight ? CSS.highlights : null;
const REST = 250; // milliseconds without a change, after which a choice counts as made
const APART = 26; // pixels between the marks of one block

const paint = (name, ranges) => painted?.set(name, new Highlight(...ranges));
const passages = () => document.querySelector("[data-passages]");

// The marks: what the discussion tells of passages, put beside their words.
const align = () => {
  const free = new Map();
  for (const one of document.querySelectorAll(".passage-mark")) {
    const block = one.parentElement;
    const line = [...one.range.getClientRects()].at(-1);
    if (!line) continue;
    const top = Math.max(line.top - block.getBoundingClientRect().top, free.get(block) ?? 0);
    one.style.insetBlockStart = `${top}px`;
    free.set(block, top + APART);
  }
};

const mark = () => {
  document.querySelectorAll(".passage-mark").forEach((old) => old.remove());
  const texts = new Map();
  const ranges = [];
  for (const { dataset, href } of passages()?.querySelectorAll("[data-start]") ?? []) {
    const block = document.getElementById(`block-${dataset.block}`);
    if (!block || dataset.revision !== story.dataset.revision) continue;
    if (!texts.has(block)) texts.set(block, read(block));
    const range = rangeOf(texts.get(block), Number(dataset.start), Number(dataset.end));
    if (!range) continue;
    const found = document.createElement("a");
    found.className = "passage-mark";
    found.href = href;
    found.textContent = dataset.sign;
    found.setAttribute("aria-label", dataset.label);
    found.range = range;
    block.append(found);
    ranges.push(range);
  }
  paint("passage", ranges);
  align();
};

const markOf = (path) => document.querySelector(`.passage-mark[href="${path}"]`);

// The panel: a passage with its thread, beside the text or, on a phone, below its block.
let panel = null;
let opener = null;

const close = () => {
  if (!panel) return;
  const from = opener;
  cancel?.click();
  panel.remove();
  panel = opener = null;
  painted?.delete("passage-chosen");
  from?.focus();
};

const open = (block, from, ...content) => {
  close();
  opener = from;
  panel = document.createElement("section");
  panel.className = "passage-panel";
  panel.setAttribute("aria-label", story.dataset.panelLabel);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "passage-close";
  button.textContent = "×";
  button.setAttribute("aria-label", story.dataset.closeLabel);
  button.addEventListener("click", close);
  panel.append(button, ...content);
  block.append(panel);
  panel.style.setProperty("--beside", (from ?? choose).style.insetBlockStart);
};

// The one form of the page comes into the panel; its own "cancel" sends it home again.
const bringForm = (passage) => {
  if (!field || !cancel) return;
  cancel.click();
  field.value = JSON.stringify(passage);
  form.elements.notify.append(new Option(form.dataset.passageLabel, "passage"));
  panel.append(form);
  cancel.hidden = false;
};

const show = async (block, address, from, sent) => {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const thread = page.querySelector("[data-passage]");
  thread.querySelector("form.comment-form")?.remove();
  // The same comment may stand in the discussion below, with this id.
  for (const one of thread.querySelectorAll("[id]")) {
    if (document.getElementById(one.id)) one.removeAttribute("id");
  }
  open(block, from, thread);
  if ("open" in thread.dataset) {
    bringForm({ id: Number(thread.dataset.passage) });
    panel.append(page.querySelector(".subscribe-passage"));
  }
  const own = sent && thread.querySelector(`a.comment-time[href="/comments/${sent.id}/"]`)?.closest(".comment");
  if (own && sent.edit_url) own.querySelector(".comment-actions").append(sent.edit);
  if (sent !== null) (own ?? panel.querySelector(".passage-close")).focus();
};

const choose = document.createElement("button");

if (story) {
  mark();
  new ResizeObserver(align).observe(story);
  document.addEventListener("click", (event) => {
    const one = event.target.closest?.(".passage-mark");
    if (!one || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (panel && opener === one) return close();
    show(one.parentElement, one.href, one);
    paint("passage-chosen", [one.range]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}

// Choosing words: an action appears under them, the next stop of the Tab key.
if (story && field) {
  let chosen = null;
  let rest = 0;
  choose.type = "button";
  choose.className = "button passage-choose";
  choose.textContent = story.dataset.chooseLabel;

  const offer = () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const from = range?.startContainer;
    const block = range && story.contains(from) && (from.closest ? from : from.parentElement).closest(".block");
    const words = block && !panel?.contains(from) ? read(block) : null;
    chosen = words && chosenIn(words, range);
    if (!chosen) return choose.remove();
    const line = [...rangeOf(words, chosen.start, chosen.end).getClientRects()].at(-1);
    block.append(choose);
    choose.style.insetBlockStart = `${line.bottom - block.getBoundingClientRect().top + 6}px`;
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(rest);
    rest = setTimeout(offer, REST);
  });
  rest = setTimeout(offer, REST); // words may have been chosen before this began
  choose.addEventListener("pointerdown", (event) => event.preventDefault());
  const begin = (block, passage) => {
    const quote = document.createElement("blockquote");
    quote.className = "passage-quote";
    quote.textContent = passage.exact;
    const heading = document.createElement("h2");
    heading.className = "passage-heading";
    heading.textContent = story.dataset.chooseLabel;
    open(block, null, heading, quote);
    paint("passage-chosen", [rangeOf(read(block), passage.start, passage.end)]);
    bringForm(passage);
  };

  choose.addEventListener("click", () => {
    begin(choose.parentElement, { ...chosen, revision: Number(story.dataset.revision) });
    choose.remove();
    getSelection().removeAllRanges();
    form.elements.body.focus();
  });

  const forget = () => {
    field.value = "";
    form.elements.notify.querySelector("[value=passage]")?.remove();
  };
  cancel?.addEventListener("click", (event) => {
    forget();
    if (event.isTrusted && panel?.contains(event.target) === false) close();
  });
  // What was said of a passage appears beside it, and not at the end of the discussion.
  let isFromPanel = false;
  form.addEventListener("submit", () => {
    isFromPanel = Boolean(panel?.contains(form));
  });
  form.addEventListener("comment:sent", (event) => {
    const passage = event.detail?.passage;
    const block = isFromPanel && panel?.parentElement;
    forget();
    if (!passage) return;
    passages()?.querySelector(`[data-id="${passage.id}"]`)?.closest("li").remove();
    passages()?.insertAdjacentHTML("beforeend", passage.html);
    mark();
    if (!block) return;
    event.preventDefault();
    show(block, passage.path, markOf(passage.path), event.detail);
  });

  // What was begun about words before the page was loaded anew goes on beside them.
  const begun = field.value ? JSON.parse(field.value) : null;
  const known = begun?.id && markOf(`/comments/passages/${begun.id}/`);
  const block = begun?.exact && document.getElementById(`block-${begun.block}`);
  if (known) {
    show(known.parentElement, known.href, known, null);
  } else if (block && begun.revision === Number(story.dataset.revision)) {
    begin(block, begun);
  } else {
    forget();
  }
}
