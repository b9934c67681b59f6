/* The give form: makes the idempotency key, remembers the page read before, and ticks
   "another amount" when one is typed. Without this script a confirm step makes the key. */

for (const form of document.querySelectorAll("[data-gift-form]")) {
  const key = form.elements.namedItem("key");
  const own = form.elements.namedItem("own_amount");
  const source = form.elements.namedItem("source_path");

  const renewKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    key.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  renewKey();
  form.addEventListener("input", renewKey); // other wishes are another gift

  own.addEventListener("input", () => {
    const choice = form.querySelector('input[name="amount"][value="own"]');
    if (own.value.trim() !== "") choice.checked = true;
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "amount" && event.target.value !== "own") own.value = "";
    if (event.target.name === "amount" && event.target.value === "own") own.focus();
  });

  if (source.value === "" && document.referrer !== "") {
    const from = new URL(document.referrer);
    if (from.origin === location.origin && from.pathname !== location.pathname) {
      source.value = from.pathname;
    }
  }
}
