/* Today refreshes itself while somebody looks at it; a long list is settled from the keyboard. Both work without. */
"use strict";
(() => {
  const free = () => !document.hidden && !document.activeElement?.closest("#board input, #board select, #board form, dialog");
  const board = () => document.querySelector("#board[data-refresh]");
  if (board()) {
    setInterval(() => free() && htmx.trigger(board(), "refresh"), Number(board().dataset.refresh) * 1000);
    document.addEventListener("visibilitychange", () => free() && board() && htmx.trigger(board(), "refresh"));
  }
  document.addEventListener("change", (event) => event.target.closest("[data-filters] select, [data-filters] input[type=checkbox]")?.form.requestSubmit());
  document.addEventListener("focusin", (event) => event.target.closest("[data-copy]")?.select());
  const unpress = () => document.querySelectorAll("[data-filters] button").forEach((button) => { button.hidden = true; });
  unpress();
  document.addEventListener("htmx:afterSettle", unpress);

  if (document.querySelector("#sums")) { try { localStorage.removeItem("paste"); } catch { /* nothing kept */ } }  // it was read

  const entries = () => [...document.querySelectorAll("[data-entry]")];
  let at = null;
  const go = (entry) => {
    if (!entry) return;
    at?.classList.remove("at");
    at = entry;
    at.classList.add("at");
    at.focus({ preventScroll: true });
    at.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  const step = (by) => {
    const all = entries();
    const now = all.indexOf(at);
    if (by > 0 && now === all.length - 1 && more()) more().click();
    else go(all[now < 0 ? 0 : Math.min(Math.max(now + by, 0), all.length - 1)]);
  };
  const press = (selector) => at?.isConnected && at.querySelector(selector)?.click();
  const keys = {
    j: () => step(1), k: () => step(-1), y: () => press("[data-yes]"), n: () => press("[data-no]"),
    e: () => { const more = at?.querySelector("[data-edit]"); if (more) { more.open = true; more.querySelector("input").select(); } },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !entries().length) return;
    if (event.target.closest("input, textarea, select")) return;
    const number = Number(event.key);
    if (at && number >= 1 && number <= 9) at.querySelectorAll(".taps button")[number - 1]?.click();
    if (!keys[event.key] && !number) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]?.();
  }, true);
  let order = -1;
  document.addEventListener("htmx:beforeSwap", () => { order = at ? entries().indexOf(at) : -1; });
  document.addEventListener("htmx:afterSettle", () => {
    if (order < 0 || at?.isConnected) return;
    if (!entries().length) more()?.click();
    go(entries()[Math.min(order, entries().length - 1)]);
    order = -1;
  });
  const more = () => document.querySelector("[data-more]");
  const keep = () => sessionStorage.setItem("by-keys", "1");
  if (sessionStorage.getItem("by-keys")) { sessionStorage.removeItem("by-keys"); go(entries()[0]); }
  document.addEventListener("click", (event) => { if (at && event.target.closest("[data-more]")) keep(); });
})();
