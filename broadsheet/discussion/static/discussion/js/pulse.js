// Asks every now and then whether there is news, while the page is looked at and the thread is open.
// The others hear it as the event "pulse". The browser asks with its ETag: no news is an empty answer.
const SHORTEST = 15_000;
const LONGEST = 120_000;
const address = document.querySelector(".discussion[data-pulse]")?.dataset.pulse;

if (address) {
  let wait = SHORTEST;
  let timer = 0;
  let askedAt = Date.now();
  let edition = null;

  const ask = async () => {
    askedAt = Date.now();
    try {
      const answer = await fetch(address, { cache: "no-cache" });
      if ([403, 404, 410].includes(answer.status)) return; // closed or gone: nothing more will come
      if (!answer.ok) throw new Error();
      const pulse = await answer.json();
      wait = pulse.edition === edition ? Math.min(wait * 1.5, LONGEST) : SHORTEST;
      edition = pulse.edition;
      document.dispatchEvent(new CustomEvent("pulse", { detail: pulse }));
    } catch {
      wait = Math.min(wait * 2, LONGEST);
    }
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    // Not all at the same moment: a tenth more or less.
    const due = askedAt + wait * (0.9 + Math.random() / 5) - Date.now();
    if (!document.hidden) timer = setTimeout(ask, Math.max(0, due));
  };

  document.addEventListener("visibilitychange", plan);
  plan();
}
