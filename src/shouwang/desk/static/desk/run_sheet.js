/* The run sheet with scripts: what is pressed stands at once, is kept on this phone and sent when it can be
   (kept_list.js). What the desk said when the page was made is data-outcome of each stop. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const list = self.keptList({
    id: "sheet", about: "stop", paint,
    isWriting: (sheet) => Boolean(one("details.others[open]", sheet)),
  });

  function paint(sheet, said, saved) {
    const stops = all("li[data-stop]", sheet);
    let ended = 0, waiting = 0, first;
    for (const stop of stops) {
      const mine = said.get(stop.dataset.stop), outcome = mine ? mine.outcome : stop.dataset.outcome;
      stop.classList.toggle("done", outcome === "done");
      stop.classList.toggle("failed", Boolean(outcome) && outcome !== "done");
      one(".tick", stop).textContent = outcome === "done" ? "✓" : outcome ? "–" : "";
      const say = one("form.say", stop);
      if (say) say.hidden = Boolean(outcome);
      list.show(stop, mine, outcome);
      if (!outcome) first ??= stop;
      else { ended += 1; if (mine?.state === "saved") waiting += 1; }
    }
    for (const stop of stops) {
      stop.classList.toggle("now", stop === first);
      const fold = one("details.fold", stop);
      if (fold && stop === first) fold.open = true;
    }
    document.getElementById("ended").textContent = ended;
    document.getElementById("progress").value = ended;
    document.getElementById("all-done").hidden = Boolean(first) || !stops.length;
    one("#received [data-n]").textContent = ended - waiting;
    one("#saved").hidden = !saved;
    one("#saved [data-n]").textContent = saved;
    one("#quiet").hidden = saved > 0;
    const giveUp = one(".stop-here", sheet);  // what was ticked must reach the desk first
    if (giveUp) giveUp.hidden = saved > 0 || !navigator.onLine;
    return first;
  }

  list?.draw().then((first) => {
    if (first?.previousElementSibling && !location.hash) first.scrollIntoView({ block: "start" });
  });
})();
