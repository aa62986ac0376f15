/* What every page does with scripts; each page works without. Words come from the page, never from here. */
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
/* 08:30 by the community's clock, as every page of the desk writes it, wherever this phone believes to be. */
self.hourOf = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone,
});

/* The frame: menus that close, dialogs that open, the section one is in */
document.addEventListener("click", (event) => {
  for (const menu of $$("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  const press = event.target.closest("button, a");
  if (!press) return;
  if (press.dataset.open) document.getElementById(press.dataset.open)?.showModal();
  if ("print" in press.dataset) window.print();
  if (press.dataset.copy) navigator.clipboard?.writeText(press.dataset.copy).then(() => press.classList.add("copied"));
  if (press.dataset.sure && !window.confirm(press.dataset.sure)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of $$("details[data-menu][open]")) { menu.open = false; $("summary", menu).focus(); }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
$$("[data-script]").forEach((part) => { part.hidden = false; });  // what is of use only with scripts
const section = $(".top nav [aria-current=page]");
if (section) section.parentNode.scrollLeft = section.offsetLeft - section.parentNode.clientWidth / 2 + section.offsetWidth / 2;

/* A form goes once, however often it is pressed */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || "outbox" in form.dataset || form.method === "dialog") return;
  if (form.classList.contains("sending")) return event.preventDefault();
  if (form.method === "post") form.classList.add("sending");
  $("#busy")?.classList.add("on");
});
addEventListener("pageshow", () => { $$(".sending").forEach((form) => form.classList.remove("sending")); $("#busy")?.classList.remove("on"); });

/* Parts that come later */
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  const asked = requestConfig.triggeringEvent;
  if (!asked && (document.hidden || isInUse(elt))) return event.preventDefault();  // a refresh disturbs nobody
  if (asked?.type === "submit") elt.classList.add("sending");
});
function isInUse(part) {
  const here = document.activeElement;
  const typing = here && part.contains(here) && here.matches("input, textarea, select");
  return Boolean(typing || $("form.sending, details[open]:not(.stays), dialog[open]", part));
}
let place = null;  // where the keyboard was, to be found again after the swap
document.addEventListener("htmx:beforeSwap", (event) => {
  const here = document.activeElement, part = event.detail.target;
  place = here && part?.contains(here) ? { row: rowKey(here.closest(".row")), id: here.id } : null;
});
const rowKey = (row) => row && (row.id || $("a[href]", row)?.getAttribute("href") || $$(".row").indexOf(row));
document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.elt?.classList?.remove("sending");
  if (typeof tellTimes === "function") tellTimes();
  if (!place || (document.activeElement && document.activeElement !== document.body)) return;
  const wrong = $("[aria-invalid=true]", event.detail.target) || $("[autofocus]", event.detail.target);
  const same = $$(".row").find((row) => rowKey(row) === place.row);
  const next = wrong || (place.id && document.getElementById(place.id)) || same || event.detail.target;
  if (!next.matches("a[href], button, input, select, textarea, [tabindex]")) next.tabIndex = -1;
  next.focus({ preventScroll: next === event.detail.target });
});
document.addEventListener("htmx:afterRequest", (event) => { event.detail.elt.classList.remove("sending"); });
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  hint("trouble", $(".lead, .note, p", page)?.textContent.trim() || $("#hint-trouble")?.dataset.words);
});
for (const lost of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(lost, () => hint("network", true));
document.addEventListener("htmx:afterOnLoad", () => hint("network", !navigator.onLine));

/* Hints at the foot of the window */
const fading = {};
function hint(name, words) {
  const line = document.getElementById(`hint-${name}`);
  if (!line) return;
  line.hidden = !words;
  if (typeof words !== "string") return;
  (line.querySelector("[data-words-here]") || line).textContent = words;
  clearTimeout(fading[name]);
  if (name === "trouble") fading[name] = setTimeout(() => { line.hidden = true; }, 12000);
}
const showNetwork = () => hint("network", !navigator.onLine);
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();

/* What this phone has said, and what the desk answered */
document.addEventListener("outbox:changed", async (event) => {
  const { waiting, refused } = event.detail;
  const own = $("[data-outbox-shown]");  // the page tells it itself
  hint("waiting", waiting && !own ? String(waiting) : false);
  const theirs = await outbox.others().catch(() => 0);  // only its author's session sends it
  hint("others", theirs ? String(theirs) : false);
  const box = $("#refused");
  if (!box || (!refused && !box.children.length)) return;
  const entries = (await outbox.all()).filter((entry) => entry.state === "refused");
  $$("[data-op]", box).forEach((line) => line.remove());
  for (const entry of entries) {
    const line = $("template", box).content.firstElementChild.cloneNode(true);
    line.dataset.op = entry.op_id;
    $("b", line).textContent = entry.label;
    $("span", line).textContent = entry.words;
    $("[data-do=dismiss]", line).addEventListener("click", () => outbox.dismiss(entry.op_id));
    $("[data-do=again]", line).addEventListener("click", () => outbox.again(entry.op_id));
    box.append(line);
  }
});

/* Times that grow: <time datetime="…" data-ago> */
function tellTimes() {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  for (const time of $$("time[data-ago]")) {
    const minutes = Math.round((new Date(time.dateTime) - Date.now()) / 60000);
    const far = Math.abs(minutes);
    time.title ||= time.textContent;
    time.textContent = far < 60 ? words.format(minutes, "minute") : far < 1440 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 1440), "day");
  }
}
tellTimes();
setInterval(() => { if (!document.hidden) tellTimes(); }, 30000);

/* Begin where something is wrong */
const mistake = $("main [aria-invalid=true]");
if (mistake && document.activeElement === document.body) mistake.focus();

/* What this phone keeps for when there is no network */
const speaker = $("meta[name=who]");
if (navigator.serviceWorker && speaker) {
  const ahead = $$("a[data-keep]").map((link) => link.href);  // pages that will be wanted on the way
  // A worker may have taken this page over after it had been fetched without it: only the timing tells who fetched.
  const came = performance.getEntriesByType("navigation")[0]?.workerStart > 0;
  const told = { who: speaker.content, pages: came ? ahead : [location.href, ...ahead] };
  if (speaker.content) navigator.serviceWorker.register("/sw.js").catch(() => {});
  navigator.serviceWorker.ready.then((worker) => worker.active?.postMessage(told));
}
/* The gate's list of a day (gate_list.js) is for whoever it was made for */
if (speaker && self.indexedDB?.databases) indexedDB.databases().then((all) => {
  for (const { name } of all) if (name.startsWith("gate ") && name !== `gate ${speaker.content}`) indexedDB.deleteDatabase(name);
});
const kept = document.body.dataset.keptAt;
if (kept) hint("kept", hourOf(kept));
