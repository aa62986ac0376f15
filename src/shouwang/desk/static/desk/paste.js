/* What stands in the paste box is kept on this device until it was read: a window that closes loses nothing.
   Signing out of a shared device wipes it (forget.js). */
"use strict";
(() => {
  const box = document.querySelector("[data-draft] textarea"), KEY = "paste", MOST = 400000;
  if (!box) return;
  const meta = document.querySelector("meta[name=who]");
  const who = meta ? meta.content : "";
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "null");
    if (!box.value && kept && kept.who === who) {
      box.value = kept.text;
      addEventListener("load", () => box.form.dispatchEvent(new Event("restored")));
    }
  } catch { /* a browser that keeps nothing */ }
  box.addEventListener("input", () => {
    try {
      if (box.value && box.value.length < MOST) localStorage.setItem(KEY, JSON.stringify({ who, text: box.value }));
      else localStorage.removeItem(KEY);
    } catch { /* full, or forbidden: then the page alone has it */ }
  });
})();
