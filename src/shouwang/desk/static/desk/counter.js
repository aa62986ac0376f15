/* At the counter and without network: what was said of a line stands at once, one tick on this phone, two at the desk. */
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
  document.addEventListener("outbox:changed", draw);
  draw();
})();
