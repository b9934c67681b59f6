/* The give form: makes the idempotency key, remembers the page read before, ticks "another
   amount" when one is typed, and shows the sum with the card fee. Without this script a confirm
   step makes the key and shows the sum. */

for (const form of document.querySelectorAll("[data-gift-form]")) {
  const field = (name) => form.elements.namedItem(name);
  const own = field("own_amount");
  const source = field("source_path");
  const shown = field("confirmed_minor");
  const output = form.querySelector("[data-cover-sum]");
  const unit = 10 ** Number(form.dataset.digits);

  const renewKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    field("key").value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const isMonthly = () => form.querySelector('[name="frequency"][value="monthly"]')?.checked;
  const amounts = () => form.querySelectorAll(`[name="${isMonthly() ? "monthly_amount" : "amount"}"]`);

  /* The amount in minor units; null where it is not plain enough to say here. */
  const amountMinor = () => {
    const typed = own.value.trim().replace(",", ".");
    if (typed !== "") return /^\d+(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * unit) : null;
    const chosen = [...amounts()].find((one) => one.checked);
    return chosen && chosen.value !== "own" ? Number(chosen.value) : null;
  };

  const money = (minor) => {
    const [whole, part] = (minor / unit).toFixed(Number(form.dataset.digits)).split(".");
    const number = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (Number(part) ? `.${part}` : "");
    return `${number}\u00a0${form.dataset.symbol}`;
  };

  /* The same whole-number sum as FundraisingSettings.cover_for. */
  const cover = (minor) => {
    const kept = 10000 - Math.min(Number(form.dataset.feeHundredths), 5000);
    const total = Math.ceil(((minor + Number(form.dataset.feeFixed)) * 10000) / kept);
    return total - minor;
  };

  const showSum = () => {
    if (!output) return;
    const way = form.querySelector('[name="gateway"]:checked, [name="gateway"][type="hidden"]');
    const minor = amountMinor();
    const counts = way && "keepsFee" in way.dataset;
    form.querySelector("[data-cover]").hidden = !counts;
    const isCovered = counts && field("cover").checked && minor > 0;
    const fee = minor > 0 ? cover(minor) : 0;
    output.textContent =
      counts && minor > 0
        ? output.dataset.words.replace("{fee}", money(fee)).replace("{total}", money(minor + fee))
        : "";
    // Said here, so that no further step has to; a monthly gift gets its step all the same.
    shown.value = isCovered && !isMonthly() ? String(minor + fee) : "";
  };

  renewKey();
  showSum();
  form.addEventListener("input", renewKey); // other wishes are another gift
  form.addEventListener("input", showSum);

  own.addEventListener("input", () => {
    if (own.value.trim() === "") return;
    for (const choice of form.querySelectorAll('input[type="radio"][value="own"]')) {
      choice.checked = true;
    }
  });
  form.addEventListener("change", (event) => {
    if (!["amount", "monthly_amount"].includes(event.target.name)) return;
    if (event.target.value === "own") own.focus();
    else own.value = "";
    showSum();
  });

  if (source.value === "" && document.referrer !== "") {
    const from = new URL(document.referrer);
    if (from.origin === location.origin && from.pathname !== location.pathname) {
      source.value = from.pathname;
    }
  }
}
