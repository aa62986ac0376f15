/* The run sheet with scripts: what is pressed stands at once, is kept on this phone and sent when it can be.

   Forms speak through the outbox (data-outbox="stop:ID"). What the desk said when the page was made (data-outcome of
   each stop) is laid under what this phone has said since: one tick on this phone, two ticks at the desk. */
"use strict";
(() => {
  const MINUTE = 60 * 1000, REST = 60 * 1000, SOON = 5 * 1000;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  let sheet = document.getElementById("sheet"), asked = Date.now(), hadWaiting = false, again = 0;
  /* When this page was made, by the clock of this phone: the desk's own may be far from it. */
  let made = document.body.dataset.keptAt ? new Date(document.body.dataset.keptAt).getTime() : performance.timeOrigin;
  if (!sheet || !self.outbox) return;

  /* What each stop looks like now */
  function wordOf(stop, outcome) {
    return one(`button[name=outcome][value="${outcome}"]`, stop)?.dataset.word ?? "";
  }
  function saidOf(entry) {
    const fields = Object.fromEntries(entry.fields ?? []);
    const undone = entry.url.endsWith("/undo");
    return { outcome: undone ? "" : fields.outcome ?? memory(entry.op_id), at: entry.said_at, state: entry.state };
  }
  /* A received entry keeps what was pressed alone: what it said is remembered here until the page is made anew. */
  const outcomes = new Map(), sinceMade = new Set();
  function memory(op_id) { return outcomes.get(op_id); }

  async function draw() {
    const entries = await outbox.all().catch(() => []);
    const said = new Map();
    for (const entry of entries) {
      const fields = Object.fromEntries(entry.fields ?? []);
      if (fields.outcome) outcomes.set(entry.op_id, fields.outcome);
      if (!entry.about.startsWith("stop:") || entry.state === "refused") continue;
      if (entry.state === "saved") sinceMade.add(entry.op_id);
      if (!sinceMade.has(entry.op_id) && new Date(entry.said_at).getTime() < made) continue;  // the page knows it
      const told = saidOf(entry);
      if (told.outcome !== undefined) said.set(entry.about.slice(5), told);
    }
    let ended = 0, first = null, saved = 0;
    for (const stop of all("li[data-stop]", sheet)) {
      const mine = said.get(stop.dataset.stop);
      const outcome = mine ? mine.outcome : stop.dataset.outcome;
      show(stop, outcome, mine);
      if (outcome) ended += 1; else first ??= stop;
    }
    saved = entries.filter((entry) => entry.state === "saved").length;
    for (const stop of all("li[data-stop]", sheet)) {
      stop.classList.toggle("now", stop === first);
      const fold = one("details.fold", stop);
      if (fold && stop === first) fold.open = true;
    }
    const total = all("li[data-stop]", sheet).length;
    document.getElementById("ended").textContent = ended;
    document.getElementById("progress").value = ended;
    document.getElementById("all-done").hidden = Boolean(first) || !total;
    one("[data-n]", document.getElementById("received")).textContent = ended - saved < 0 ? 0 : ended - countSaved(said);
    document.getElementById("saved").hidden = !saved;
    one("[data-n]", document.getElementById("saved")).textContent = saved;
    document.getElementById("quiet").hidden = saved > 0;
    const giveUp = one(".stop-here", sheet);  // what was ticked must reach the desk first
    if (giveUp) giveUp.hidden = saved > 0 || !navigator.onLine;
    return first;
  }
  function countSaved(said) {
    return [...said.values()].filter((told) => told.state === "saved" && told.outcome).length;
  }
  function show(stop, outcome, mine) {
    stop.classList.toggle("done", outcome === "done");
    stop.classList.toggle("failed", Boolean(outcome) && outcome !== "done");
    one(".tick", stop).textContent = outcome === "done" ? "✓" : outcome ? "–" : "";
    const line = one("[data-said]", stop), say = one("form.say", stop);
    line.hidden = !outcome;
    if (say) say.hidden = Boolean(outcome);
    if (mine && outcome) {
      const at = new Date(mine.at);
      one("[data-how]", line).textContent = wordOf(stop, outcome);
      one("[data-when]", line).textContent = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
      stop.dataset.saidAt = mine.at;
    }
    const ticks = one("[data-ticks]", line);
    ticks.textContent = mine && mine.state === "saved" ? "✓" : "✓✓";
    ticks.classList.toggle("received", !mine || mine.state !== "saved");
    if (!outcome) delete stop.dataset.saidAt;
    countDown(stop, outcome);
  }

  /* Undo, for a minute */
  function countDown(stop, outcome) {
    const undo = one("form.undo", stop);
    if (!undo) return;
    const at = stop.dataset.saidAt ? new Date(stop.dataset.saidAt).getTime() : 0;
    const left = outcome && at ? Math.ceil((at + MINUTE - Date.now()) / 1000) : 0;
    if (at || !outcome) undo.hidden = left <= 0;
    one("[data-left]", undo).textContent = left > 0 ? left : "";
  }
  setInterval(() => {
    for (const stop of all("li[data-said-at]", sheet)) countDown(stop, stop.classList.contains("done") || stop.classList.contains("failed"));
  }, 1000);

  /* What the desk has changed meanwhile: asked for when everything has arrived, and when one looks again */
  function isWriting() { return Boolean(one("details.others[open]", sheet)); }
  async function refresh() {
    clearTimeout(again);
    if (Date.now() - asked < 1500 || isWriting()) { again = setTimeout(refresh, 2000); return; }
    asked = Date.now();
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!answer) return;
    if (answer.status === 404) { location.reload(); return; }
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.getElementById("sheet");
    if (page.body.dataset.keptAt) { again = setTimeout(refresh, REST); return; }  // the network is silent: this one is older
    if (!fresh || (await outbox.pending()).length) return;
    if (isWriting()) { again = setTimeout(refresh, 2000); return; }  // begun while the answer was on its way
    sheet.replaceWith(fresh);
    sheet = fresh;
    made = asked;
    sinceMade.clear();
    draw();
  }

  document.addEventListener("outbox:said", async (event) => {
    const stop = event.target.closest("li[data-stop]");
    const fields = Object.fromEntries(event.detail.fields ?? []);
    if (fields.outcome) outcomes.set(event.detail.op_id, fields.outcome);
    const next = await draw();
    if (stop && navigator.vibrate) navigator.vibrate(20);
    (next ?? document.getElementById("all-done")).scrollIntoView({ block: "start", behavior: "smooth" });
  });
  document.addEventListener("outbox:changed", async (event) => {
    await draw();
    if (hadWaiting && !event.detail.waiting) refresh();
    hadWaiting = event.detail.waiting > 0;
  });
  addEventListener("online", draw);
  addEventListener("offline", draw);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - asked > REST) refresh(); });
  if (document.body.dataset.keptAt) again = setTimeout(refresh, SOON);  // it was kept before: is the desk there again?
  draw().then((first) => { if (first && first.previousElementSibling && !location.hash) first.scrollIntoView({ block: "start" }); });
})();
