/* At a counter or a door, without network too: what was said stands at once, one tick on this phone, two at the
   desk. */
"use strict";
(() => {
  if (!self.outbox) return;
  async function draw() {
    const said = new Map((await outbox.all().catch(() => [])).filter((one) => one.about.startsWith("line:")).map((one) => [one.about.slice(5), one]));
    for (const section of document.querySelectorAll("[data-line]")) {
      const entry = said.get(section.id.slice(1)), form = section.querySelector("form[data-outbox]");
      if (!entry || !form || entry.state === "refused") continue;
      form.hidden = true;
      let line = section.querySelector("[data-ticks]");
      if (!line) { line = document.createElement("p"); line.dataset.ticks = ""; section.append(line); }
      line.textContent = (entry.state === "saved" ? "✓ " : "✓✓ ") + entry.label;
    }
  }
  /* Once it is kept on this phone one goes on: data-after says where to. */
  document.addEventListener("outbox:said", (event) => {
    if (event.target.dataset.after) location.assign(event.target.dataset.after);
  });
  document.addEventListener("outbox:changed", draw);
  draw();
})();
