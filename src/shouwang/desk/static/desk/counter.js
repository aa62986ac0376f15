/* At a counter or a door, without network too: what was said stands at once, one tick on this phone, two at the
   desk. */
"use strict";
(() => {
  if (!self.outbox) return;
  async function draw() {
    const entries = await outbox.news().catch(() => []);
    const said = new Map(entries.filter((one) => one.about.startsWith("line:")).map((one) => [one.about.slice(5), one]));
    for (const section of document.querySelectorAll("[data-line]")) {
      const entry = said.get(section.id.slice(1)), form = section.querySelector("form[data-outbox]");
      if (!entry || !form || entry.state === "refused") continue;
      const none = form.querySelector("[data-none]");
      const isNone = none?.getAttribute("formaction") === entry.url;
      if (isNone) none.hidden = true; else form.hidden = true;  // there may be one after all
      ticks(section, [entry], form);
    }
    for (const form of document.querySelectorAll("form[data-receipt]")) {
      ticks(form, entries.filter((one) => one.about === form.dataset.outbox && one.state !== "refused"));
    }
  }
  function ticks(place, entries, before = null) {
    if (!entries.length) return;
    let line = place.querySelector("[data-ticks]");
    if (!line) { line = document.createElement("p"); line.dataset.ticks = ""; place.insertBefore(line, before); }
    line.textContent = entries.map((entry) => (entry.state === "saved" ? "✓ " : "✓✓ ") + entry.label).join("; ");
  }
  document.addEventListener("outbox:said", (event) => {
    const form = event.target;
    if ("receipt" in form.dataset) {  // another photograph is another thing said
      form.reset();
      form.elements.op_id.value = "";
    }
    /* Once it is kept on this phone one goes on: data-after says where to. */
    if (form.dataset.after) location.assign(form.dataset.after);
  });
  document.addEventListener("outbox:changed", draw);
  draw();
})();
