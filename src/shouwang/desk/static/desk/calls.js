/* The call list with scripts: what is pressed stands at once, is kept on this phone and sent when it can be
   (kept_list.js). What the desk said when the page was made is data-outcome of each call, and data-n-STATE says how many
   of the persons it is about stand in which state. */
"use strict";
(() => {
  const HEARD = ["well", "all_well", "well_needs", "talk", "each"], STATES = ["well", "unwell", "no_answer", "not_called"];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  /* A part that somebody unfolded stays so when the desk has news */
  const unfolded = new Set();
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("#calls details.part")) unfolded[target.open ? "add" : "delete"](target.id);
  }, true);
  const list = self.keptList({ id: "calls", about: "call", paint, isWriting, refreshed });
  if (!list) return;

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
    if (mine.outcome === "each") for (const [name, value] of mine.fields) { if (name.startsWith("out-")) move(value, 1); }
    else if (state === "no_answer") { const open = counts.not_called; counts.not_called = 0; counts.no_answer += open; }
    else move(state, mine.outcome === "all_well" || mine.fields.some(([name, value]) => name === "everyone" && value) ? total : 1);
    return counts;
  }
  const stateOf = (counts) => ["not_called", "no_answer", "unwell", "well"].find((state) => counts[state] > 0) ?? "well";

  function paint(calls, said, saved) {
    /* from what the desk counted: not every row of a long list need stand on the page */
    const sums = Object.fromEntries(STATES.map((state) => [state, Number(one(`[data-sum=${state}]`, calls).dataset.base)]));
    let first, silent, waiting;
    for (const call of all("li[data-call]", calls)) {
      const mine = said.get(call.dataset.call), counts = countsOf(call, mine), state = stateOf(counts), before = countsOf(call);
      for (const name of STATES) sums[name] += counts[name] - before[name];
      show(call, state, mine);
      if (state === "not_called" && !call.closest("details.part")) first ??= call;
      if (state === "not_called") waiting ??= call;
      if (state === "no_answer" && !mine) silent ??= call;
    }
    first ??= silent ?? waiting;
    for (const call of all("li[data-call]", calls)) call.classList.toggle("now", call === first);
    if (first) one("details.fold", first).open = true;
    for (const part of all("details.part", calls)) part.open ||= unfolded.has(part.id) || part.contains(first ?? null);
    for (const name of STATES) {
      const sum = one(`[data-sum=${name}]`, calls);
      sum.textContent = sums[name];
      sum.parentElement.classList.toggle("nil", !sums[name]);
    }
    const heard = sums.well + sums.unwell, bottom = one("footer.bottom");
    document.getElementById("done").textContent = heard;
    document.getElementById("progress").value = heard;
    document.getElementById("all-done").hidden = Boolean(sums.no_answer + sums.not_called) || !heard;
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
    list.show(call, mine, mine ? mine.outcome : call.dataset.outcome);
    if (mine?.outcome && !call.matches(":focus-within")) one("details.fold", call).open = false;
  }

  function isWriting(calls) {
    const field = document.activeElement;
    return Boolean(one("details.others[open]", calls)) || Boolean(field?.closest("#calls form.say") && field.matches("input, textarea, select"));
  }
  function refreshed() {
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

  document.addEventListener("outbox:said", (event) => {
    const call = event.target.closest("li[data-call]");
    if (!call) return;
    for (const open of all("details.others[open]", call)) open.open = false;
    document.activeElement?.blur();
  });
  list.draw();
})();
