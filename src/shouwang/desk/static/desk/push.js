/* My channels: have this browser show what the desk tells, by web push. The page works without. */
"use strict";
(() => {
  const card = document.getElementById("push"), press = card.querySelector("[data-push]");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const show = (state) => {
    for (const part of card.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
    press.hidden = !["ask", "trouble"].includes(state);
  };
  async function fingerprint(endpoint) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
    return [...digest.slice(0, 8)].map((one) => one.toString(16).padStart(2, "0")).join("");
  }
  async function look() {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window && window.isSecureContext)) return show("never");
    if (Notification.permission === "denied") return show("denied");
    show("ask");
    const worker = await navigator.serviceWorker.getRegistration();
    const mine = worker && await worker.pushManager.getSubscription();
    const row = mine && document.querySelector(`[data-browser="${await fingerprint(mine.endpoint)}"]`);
    if (!row) return;
    row.querySelector("[data-this-browser]").hidden = false;
    await remember(mine);
    show("on");
  }
  async function remember(subscription) {  // for the service worker: should the browser change it, the desk is told
    const known = { subscription: subscription.toJSON(), key: card.dataset.key };
    await (await caches.open("pushed-1")).put("/pushed", new Response(JSON.stringify(known)));
  }
  async function subscribe() {
    if (await Notification.requestPermission() !== "granted") return show("denied");
    const worker = await navigator.serviceWorker.ready, key = bytes(card.dataset.key);
    const old = await worker.pushManager.getSubscription();
    if (old) await old.unsubscribe();  // it may have been made with another installation's key
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
    const body = new FormData();
    body.append("subscription", JSON.stringify(made.toJSON()));
    const answer = await fetch(card.dataset.subscribe, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Op-Id": crypto.randomUUID() } });
    if (!answer.ok) throw new Error(answer.status);
    await remember(made);
    location.reload();
  }
  press.addEventListener("click", () => {
    press.disabled = true;
    subscribe().catch(() => show("trouble")).finally(() => { press.disabled = false; });
  });
  look().catch(() => show("trouble"));
  document.addEventListener("htmx:afterSettle", () => look().catch(() => {}));
})();
