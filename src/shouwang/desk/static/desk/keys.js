/* The keyboard: / find, j k rows, Enter open, x tick, a accept, g 1…9 sections, ? these keys. May be switched off. */
"use strict";
(() => {
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const dialog = document.getElementById("keys");
  const choice = dialog?.querySelector("input[type=checkbox]");
  let off = false, goes = 0;
  try { off = localStorage.getItem("keys") === "off"; } catch { /* a browser that keeps nothing */ }
  if (choice) {
    choice.checked = !off;
    choice.addEventListener("change", () => {
      off = !choice.checked;
      try { localStorage.setItem("keys", off ? "off" : "on"); } catch { /* for this page only, then */ }
    });
  }
  const inRow = () => document.activeElement?.closest(".row");
  function move(step) {
    const rows = $$("main .row").filter((row) => row.offsetParent);
    if (!rows.length) return;
    const at = rows.indexOf(inRow());
    const row = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))];
    if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }
  const doing = {
    "/": () => { const find = document.querySelector("input[type=search]"); find?.focus(); find?.select(); return find; },
    "?": () => { dialog?.showModal(); return dialog; },
    j: () => move(1),
    k: () => move(-1),
    x: () => inRow()?.querySelector("input[type=checkbox]")?.click(),
    a: () => {  // the first press points at the button, the second presses it
      const go = document.querySelector(".proposal .go, .proposal button[data-accept]");
      if (!go) return;
      if (document.activeElement === go) go.click(); else { go.focus(); go.scrollIntoView({ block: "center" }); }
    },
    g: () => { goes = Date.now(); },
  };
  document.addEventListener("keydown", (event) => {
    const here = event.target;
    if (event.key === "Escape" && here.matches?.("input, textarea")) return here.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (here.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    if (event.key === "Enter" && here.matches?.(".row")) {
      (here.querySelector("a[href]") || here.querySelector("summary, button"))?.click();
      return event.preventDefault();
    }
    if (off) return;
    if (Date.now() - goes < 1500 && /^[1-9]$/.test(event.key)) return document.querySelectorAll(".top nav a")[event.key - 1]?.click();
    const act = doing[event.key];
    if (act && act() !== null) event.preventDefault();
  });
})();
