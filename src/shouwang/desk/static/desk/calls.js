/* The call list with scripts: what is pressed stands at once, is kept on this phone and sent when it can be.

   Forms speak through the outbox (data-outbox="call:ID"). What the desk said when the page was made (data-state of each
   call, data-n-STATE for the persons it is about) is laid under what this phone has said since. Works as run_sheet.js. */
"use strict";
(() => {
  const MINUTE = 60 * 1000, REST = 60 * 1000, SOON = 5 * 1000, HEARD = ["well", "all_well", "well_needs", "talk", "each"];
  const STATES = ["well", "unwell", "no_answer", "not_called"];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  let list = document.getElementById("calls"), asked = Date.now(), hadWaiting = false, again = 0;
  let made = document.body.dataset.keptAt ? new Date(document.body.dataset.keptAt).getTime() : performance.timeOrigin;
  if (!list || !self.outbox) return;
  const said = new Map(), sinceMade = new Set();  // op_id → what was said

  function stateAfter(outcome) {
    return !outcome ? "" : outcome === "unwell" ? "unwell" : HEARD.includes(outcome) ? "well" : "no_answer";
  }
  /* How many persons of a call stand in which state: as the desk knew, and as was said since */
  function countsOf(call, mine) {
    const counts = Object.fromEntries(STATES.map((state) => [state, Number(call.getAttribute(`data-n-${state}`) || 0)]));
    if (!mine?.outcome) return counts;
    const total = STATES.reduce((sum, state) => sum + counts[state], 0), state = stateAfter(mine.outcome);
    const move = (to, how) => {
      const from = ["not_called", "no_answer", "well"].find((one) => one !== to && counts[one] > 0);
      for (let n = 0; n < how && from; n += 1) { if (counts[from] > 0) { counts[from] -= 1; counts[to] += 1; } }
    };
    if (mine.outcome === "each") for (const value of mine.each) move(value, 1);
    else if (state === "no_answer") { const open = counts.not_called; counts.not_called = 0; counts.no_answer += open; }
    else move(state, mine.outcome === "all_well" || mine.everyone ? total : 1);
    return counts;
  }
  const stateOf = (counts) => ["not_called", "no_answer", "unwell", "well"].find((state) => counts[state] > 0) ?? "well";

  async function draw() {
    const entries = await outbox.all().catch(() => []), latest = new Map();
    for (const entry of entries) {
      const fields = Object.fromEntries(entry.fields ?? []);
      if (fields.outcome) {
        const each = (entry.fields ?? []).filter(([name]) => name.startsWith("out-")).map(([, value]) => value);
        said.set(entry.op_id, { outcome: fields.outcome, everyone: Boolean(fields.everyone), each });
      }
      if (!entry.about.startsWith("call:") || entry.state === "refused") continue;
      if (entry.state === "saved") sinceMade.add(entry.op_id);
      if (!sinceMade.has(entry.op_id) && new Date(entry.said_at).getTime() < made) continue;  // the page knows it
      const words = entry.url.endsWith("/undo") ? { outcome: "" } : said.get(entry.op_id);
      if (words) latest.set(entry.about.slice(5), { ...words, at: entry.said_at, state: entry.state });
    }
    /* from what the desk counted: not every row of a long list need stand on the page */
    const sums = Object.fromEntries(STATES.map((state) => [state, Number(one(`[data-sum=${state}]`, list).dataset.base)]));
    let first = null, silent = null;
    for (const call of all("li[data-call]", list)) {
      const mine = latest.get(call.dataset.call), counts = countsOf(call, mine), state = stateOf(counts);
      const before = countsOf(call);
      for (const name of STATES) sums[name] += counts[name] - before[name];
      show(call, state, mine);
      if (state === "not_called") first ??= call;
      if (state === "no_answer" && !mine) silent ??= call;
    }
    first ??= silent;
    for (const call of all("li[data-call]", list)) call.classList.toggle("now", call === first);
    if (first) one("details.fold", first).open = true;
    for (const name of STATES) {
      const sum = one(`[data-sum=${name}]`, list);
      sum.textContent = sums[name];
      sum.parentElement.classList.toggle("nil", !sums[name]);
    }
    const heard = sums.well + sums.unwell, saved = entries.filter((entry) => entry.state === "saved").length;
    document.getElementById("done").textContent = heard;
    document.getElementById("progress").value = heard;
    document.getElementById("all-done").hidden = Boolean(sums.no_answer + sums.not_called) || !heard;
    const bottom = document.querySelector("footer.bottom");
    if (bottom) {
      one("#saved", bottom).hidden = !saved;
      one("#saved [data-n]", bottom).textContent = saved;
      one("#quiet", bottom).hidden = saved > 0;
    }
    return first;
  }
  function show(call, state, mine) {
    call.classList.toggle("done", state === "well");
    call.classList.toggle("failed", state === "unwell");
    call.classList.toggle("silent", state === "no_answer");
    one(".tick", call).textContent = { well: "✓", unwell: "!", no_answer: "–" }[state] ?? "";
    const line = one("[data-said]", call), ticks = one("[data-ticks]", line);
    if (mine) {
      line.hidden = !mine.outcome;
      if (mine.outcome) {
        one("[data-how]", line).textContent = one(`button[name=outcome][value="${mine.outcome}"]`, call)?.dataset.word ?? "";
        one("[data-when]", line).textContent = new Date(mine.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
        call.dataset.saidAt = mine.at;
        if (!call.matches(":focus-within")) one("details.fold", call).open = false;
      } else delete call.dataset.saidAt;
    }
    ticks.textContent = mine && mine.state === "saved" ? "✓" : "✓✓";
    ticks.classList.toggle("received", !mine || mine.state !== "saved");
    countDown(call, mine ? Boolean(mine.outcome) : null);
  }

  /* Undo, for a minute */
  function countDown(call, hasSaid = true) {
    const undo = one("form.undo", call), at = call.dataset.saidAt ? new Date(call.dataset.saidAt).getTime() : 0;
    const left = at ? Math.ceil((at + MINUTE - Date.now()) / 1000) : 0;
    if (at || hasSaid === false) undo.hidden = left <= 0;
    one("[data-left]", undo).textContent = left > 0 ? left : "";
  }
  setInterval(() => { for (const call of all("li[data-said-at]", list)) countDown(call); }, 1000);

  /* What the desk has changed meanwhile. Never under somebody's fingers. */
  function isWriting() {
    const here = document.activeElement?.closest("#calls form.say");
    return Boolean(one("details.others[open]", list)) || Boolean(here && document.activeElement.matches("input, textarea, select"));
  }
  async function refresh() {
    clearTimeout(again);
    if (Date.now() - asked < 1500 || isWriting()) { again = setTimeout(refresh, 2000); return; }
    asked = Date.now();
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!answer) return;
    if (answer.status === 404) { location.reload(); return; }
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.getElementById("calls");
    if (page.body.dataset.keptAt) { again = setTimeout(refresh, REST); return; }  // the network is silent: this one is older
    if (!fresh || (await outbox.pending()).length) return;
    if (isWriting()) { again = setTimeout(refresh, 2000); return; }  // begun while the answer was on its way
    list.replaceWith(fresh);
    list = fresh;
    made = asked;
    sinceMade.clear();
    draw();
    const plan = document.getElementById("plan");
    if (plan && self.htmx) htmx.trigger(plan, "refresh");  // the house fills in as they go
  }

  /* A temperature without its point is asked back before it is stored; a need without words is not one yet */
  document.addEventListener("submit", (event) => {
    const form = event.target, press = event.submitter;
    if (!form.matches?.("#calls form.say") || !press) return;
    const stop = (field) => { event.preventDefault(); event.stopImmediatePropagation(); field.focus(); };
    if (press.value === "well_needs" && !form.elements.words.value.trim()) return stop(form.elements.words);
    const typed = form.elements.degrees.value.trim().replace(/[，,。．·]/, "."), asks = one("[data-asks]", form);
    if (press.value !== "unwell" || !typed || /^(3[4-9]|4[0-2])(\.\d{1,2})?(°C?|℃|度)?$|^43(\.0)?$/.test(typed)) return;
    const means = typed.match(/^(3[4-9]|4[0-3])(\d)$/), button = one("[data-means]", asks);
    button.hidden = !means;
    button.textContent = means ? `${means[1]}.${means[2]}` : "";
    asks.hidden = false;
    stop(form.elements.degrees);
  }, true);
  document.addEventListener("click", (event) => {
    const means = event.target.closest("[data-means]"), call = event.target.closest("a[data-claim]");
    if (means) { means.form.elements.degrees.value = means.textContent; means.closest("[data-asks]").hidden = true; }
    if (call && navigator.onLine) {  // nobody else calls them meanwhile; the telephone rings whatever comes of it
      const headers = { "X-CSRFToken": document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "", "X-Op-Id": call.closest("li").dataset.claiming ??= newId() };
      fetch(call.dataset.claim, { method: "POST", headers, credentials: "same-origin", keepalive: true }).then(async (answer) => {
        if (answer.status !== 409) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const told = one(".claimed", call.closest("li")) ?? call.closest("p").insertAdjacentElement("beforebegin", Object.assign(document.createElement("p"), { className: "claimed" }));
        told.textContent = (one("[data-refusal], main .lead, main p", page)?.textContent ?? "").trim();
      }).catch(() => {});
    }
  });
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  }

  document.addEventListener("outbox:said", async (event) => {
    const call = event.target.closest("li[data-call]");
    if (!call) return;
    for (const open of all("details.others[open]", call)) open.open = false;
    document.activeElement?.blur();
    const next = await draw();
    if (navigator.vibrate) navigator.vibrate(20);
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
  draw();
})();
