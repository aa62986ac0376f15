/* A household's pass on its own screen: the digits of every half minute, without network once the page is open.

   Needs gate_pass.js and gate_qr.js. The page says by data-at what the desk's clock says, so that a telephone whose own
   is wrong shows the right digits. Where the browser has no WebCrypto, the page stays as it came, with its button. */
"use strict";
(() => {
  const STEP = 30000, shown = [...document.querySelectorAll(".own-pass")];
  if (!shown.length || !(window.crypto && crypto.subtle)) return;
  const arrived = performance.getEntriesByType("navigation")[0], at = Number(shown[0].dataset.at) * 1000 - Date.now();
  const ahead = (arrived && arrived.type === "back_forward") || Math.abs(at) < 3000 ? 0 : at;  // an old page's clock is old
  const passes = shown.map((section) => ({
    section, text: section.dataset.pass, step: -1,
    secret: Uint8Array.from(section.dataset.secret.match(/../g), (byte) => parseInt(byte, 16)),
  }));

  async function renew(pass, now) {
    const step = Math.floor(now / STEP), find = (name) => pass.section.querySelector(name);
    find("progress").value = 30 - Math.floor(now / 1000) % 30;
    if (step === pass.step) return;
    pass.step = step;
    const code = await gatePass.codeAt(pass.secret, new Date(now));
    if (pass.step !== step) return;
    gateQr.draw(find("svg"), pass.text + code);
    find(".own-pass-code").textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
  }
  const tick = () => Promise.all(passes.map((pass) => renew(pass, Date.now() + ahead)));
  function stayAwake() {
    if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(() => {});
  }

  tick().then(() => {
    for (const { section } of passes) {
      section.querySelector(".own-pass-renew").hidden = true;
      section.querySelector(".own-pass-alive").hidden = false;
    }
    setInterval(tick, 1000);
  });
  stayAwake();
  document.addEventListener("visibilitychange", () => { tick(); stayAwake(); });
})();
