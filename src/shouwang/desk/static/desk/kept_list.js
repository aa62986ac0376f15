/* A list that somebody walks with or without network: what the desk knew when the page was made, and laid over it what
   this phone has said since, one tick on this phone, two ticks at the desk.

   keptList({ id, about, paint, isWriting, refreshed }) -> { root, draw, show }, or null without list or outbox
     id         of the list's element; it is exchanged whole when the desk has news
     about      "stop": its forms speak through the outbox as data-outbox="stop:ID", its items are li[data-stop=ID]
     paint(root, said, saved) -> the item that is next, or undefined. `said`: ID → {outcome, fields, at, state}, the last
                that was said ("" taken back); `saved`: how many entries the desk does not have yet
     isWriting(root)   true while somebody is in the middle of something: nothing is exchanged under the finger
     refreshed()       after the list was exchanged
   show(item, mine, outcome) fills the item's line of what was said, its ticks, and undo for a minute. */
"use strict";
self.keptList = ({ id, about, paint, isWriting = () => false, refreshed = () => {} }) => {
  const MINUTE = 60 * 1000, REST = 60 * 1000, SOON = 5 * 1000, WAIT = 2 * 1000, EACH = 1500;
  const item = `li[data-${about}]`, one = (selector, place = root) => place.querySelector(selector);
  let root = document.getElementById(id), made = self.outbox?.made, asked = Date.now(), hadWaiting = false, again = 0;
  let news = [];
  if (!root || !self.outbox) return null;

  /* What was said since the page was made */
  function lastSaid() {
    const said = new Map();
    for (const entry of news) {
      if (!entry.about.startsWith(`${about}:`) || entry.state === "refused") continue;
      const fields = entry.fields ?? [], outcome = entry.url.endsWith("/undo") ? "" : Object.fromEntries(fields).outcome;
      if (outcome !== undefined) said.set(entry.about.slice(about.length + 1), { outcome, fields, at: entry.said_at, state: entry.state });
    }
    return said;
  }
  function paintNow() {
    return paint(root, lastSaid(), news.filter((entry) => entry.state === "saved").length);
  }
  async function look() { news = await outbox.news(made).catch(() => news); }
  async function draw() {
    await look();
    return paintNow();
  }

  /* One item */
  function show(place, mine, outcome) {
    const line = one("[data-said]", place), ticks = one("[data-ticks]", line), undo = one("form.undo", place);
    line.hidden = !outcome;
    if (mine && outcome) {
      one("[data-how]", line).textContent = one(`button[name=outcome][value="${mine.outcome}"]`, place)?.dataset.word ?? "";
      one("[data-when]", line).textContent = hourOf(mine.at);
      place.dataset.saidAt = mine.at;
    }
    const isSaved = mine?.state === "saved";
    ticks.textContent = !outcome ? "" : isSaved ? "✓" : "✓✓";
    ticks.classList.toggle("received", !isSaved);
    if (!outcome) {
      delete place.dataset.saidAt;
      if (undo) undo.hidden = true;
    }
    countDown(place);
  }
  function countDown(place) {  // without data-said-at the desk has said whether it may still be taken back
    const undo = one("form.undo", place), at = place.dataset.saidAt;
    if (!undo || !at) return;
    const left = Math.ceil((new Date(at).getTime() + MINUTE - Date.now()) / 1000);
    undo.hidden = left <= 0;
    one("[data-left]", undo).textContent = left > 0 ? left : "";
  }
  setInterval(() => { for (const place of root.querySelectorAll(`${item}[data-said-at]`)) countDown(place); }, 1000);

  /* What the desk has changed meanwhile: asked for when everything has arrived, and when one looks again */
  function askIn(pause) {
    clearTimeout(again);
    again = setTimeout(refresh, pause);
  }
  async function refresh() {
    clearTimeout(again);
    if (Date.now() - asked < EACH || isWriting(root)) return askIn(WAIT);
    asked = Date.now();
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!answer) return;
    if (answer.status === 404) return location.reload();
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.getElementById(id);
    if (page.body.dataset.keptAt) return askIn(REST);  // the network is silent: this one is older
    if (!fresh || (await outbox.pending()).length) return;
    if (isWriting(root)) return askIn(WAIT);  // begun while the answer was on its way
    made = asked;
    await look();  // before it is shown: no tick goes out, not even for a moment
    root.replaceWith(fresh);
    root = fresh;
    paintNow();
    refreshed();
  }

  document.addEventListener("outbox:said", async (event) => {
    const place = event.target.closest(item), next = await draw();
    if (!place) return;
    navigator.vibrate?.(20);
    (next ?? document.getElementById("all-done")).scrollIntoView({ block: "start", behavior: "smooth" });
  });
  document.addEventListener("outbox:changed", async (event) => {
    await draw();
    if (hadWaiting && !event.detail.waiting) refresh();
    hadWaiting = event.detail.waiting > 0;
  });
  addEventListener("online", draw);
  addEventListener("offline", draw);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - asked > REST) refresh(); });
  if (document.body.dataset.keptAt) askIn(SOON);  // it was kept before: is the desk there again?
  return { draw, show };
};
