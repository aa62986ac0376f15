/* At a counter or a door, without network too: what was said stands at once, one tick on this phone, two at the
   desk. A photograph is made small before it is kept, so that it gets through a weak network. */
"use strict";
(() => {
  if (!self.outbox) return;
  const LONGEST_SIDE = 1600, QUALITY = 0.8;
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
  async function small(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], "receipt.jpg", { type: blob.type }) : file;
  }
  document.addEventListener("change", async (event) => {
    const input = event.target, form = input.closest?.("form[data-receipt]"), file = input.files?.[0];
    if (!form || !file) return;
    try {
      const less = await small(file), kept = new DataTransfer();
      kept.items.add(less);
      if (input.files[0] === file) input.files = kept.files;
    } catch { /* a kind of picture this browser does not draw: it goes as it is */ }
  });
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
