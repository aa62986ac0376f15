/* What this browser keeps for when there is no network.

   STATIC  the sheets and scripts, and the page that says "no network". Asked for anew whenever the network answers.
   KEPT    pages that their own view wants kept: an answer with the header `X-Keep-Offline: yes` (the run sheet does).
           Nothing else personal is ever kept. A kept page belongs to whoever it was made for (meta name=who): when a
           page of somebody else, or of nobody, is shown in this browser, it is wiped; so it is after 18 hours.
   PUSHED  by which subscription the desk reaches this browser (push.js wrote it down), so that it can be renewed.

   A kept page is shown when the network fails, or stays silent for SILENCE; its <body> then has data-kept-at. */
"use strict";
const STATIC = "static-1", KEPT = "kept-1", PUSHED = "pushed-1", OFFLINE = "/offline/", FILES = "/static/";
const SILENCE = 6000, OLD = 18 * 3600 * 1000, FRESH = 120 * 1000, MANY = 160, IGNORE = { ignoreVary: true };

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.waitUntil(hear(event.data || {})));
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(FILES)) event.respondWith(fileOf(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(event));
});

self.addEventListener("push", (event) => event.waitUntil(tell(event.data)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.newSubscription)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data || {}));
});

async function takeOver() {
  for (const name of await caches.keys()) if (![STATIC, KEPT, PUSHED].includes(name)) await caches.delete(name);
  await self.clients.claim();
}
async function keepShell() {
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!page.ok) return;
  const text = await page.text();
  await (await caches.open(STATIC)).put(OFFLINE, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": new Date().toISOString() } }));
  await keepFilesOf(text);
}
async function keepFilesOf(text) {
  const cache = await caches.open(STATIC);
  const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await Promise.all(files.map(async (file) => {
    if (!(await cache.match(file, IGNORE))) await cache.add(file).catch(() => {});
  }));
}

/* Sheets and scripts */
async function fileOf(request) {
  const cache = await caches.open(STATIC), mine = await cache.match(request, IGNORE);
  if (mine && /\.[0-9a-f]{12}\.\w+$/.test(new URL(request.url).pathname)) return mine;  // its name changes with its content
  const fresh = fetch(request).then((answer) => {
    if (answer.ok) cache.put(request, answer.clone()).then(() => thin(cache)).catch(() => {});
    return answer;
  });
  return mine ? soonOr(fresh, 3000, mine) : fresh;
}
async function thin(cache) {  // the oldest go: names change with content, and nobody asks for last month's
  const files = await cache.keys();
  if (files.length > MANY) await Promise.all(files.slice(0, files.length - MANY / 2).map((file) => cache.delete(file)));
}
function soonOr(coming, patience, instead) {
  const late = new Promise((resolve) => setTimeout(resolve, patience, instead));
  return Promise.race([coming.catch(() => instead), late]);
}

/* Pages */
async function pageOf(event) {
  const old = await keptPage(event.request.url), asked = new Date();
  const fresh = fetch(event.request).then((answer) => {
    event.waitUntil(keepIfWanted(event.request.url, answer.clone(), asked).catch(() => {}));
    return old && answer.status >= 502 ? old : answer;
  });
  if (old) return soonOr(fresh, SILENCE, old);
  return fresh.catch(async () => (await caches.match(OFFLINE, IGNORE)) || Response.error());
}
async function keepIfWanted(url, answer, asked) {  // what is said after it was asked for may not stand on it
  const cache = await caches.open(KEPT), wanted = answer.ok && answer.headers.get("X-Keep-Offline") === "yes";
  if (!wanted) {
    if (answer.ok || answer.status === 404) await cache.delete(url, IGNORE);  // no longer theirs, or no longer there
    return;
  }
  const text = await answer.text(), at = asked.toISOString();
  const who = (text.match(/<meta name="who" content="([^"]*)"/) || [])[1] || "";
  if (!who) return;
  const title = ((text.match(/<title>([^<]*)/) || [])[1] || "").trim();
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": at, "X-Kept-For": who, "X-Kept-Title": encodeURIComponent(title) };
  const policy = answer.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  await cache.put(url, new Response(text.replace("<body ", `<body data-kept-at="${at}" `), { headers }));
  await keepFilesOf(text);
}
async function keptPage(url) {
  const cache = await caches.open(KEPT), page = await cache.match(url, IGNORE);
  if (!page) return null;
  if (Date.now() - new Date(page.headers.get("X-Kept-At")) < OLD) return page;
  await cache.delete(url, IGNORE);
  return null;
}

/* Every page says whose it is, and which pages to keep: itself, when it came before this worker could see it, and
   what it links to with <a data-keep>. */
async function hear({ who, pages = [], forget }) {
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const mine = await cache.match(request);
    if (forget || (who !== undefined && mine.headers.get("X-Kept-For") !== who)) await cache.delete(request);
  }
  if (!who) return;
  await renew().catch(() => {});
  const shell = await caches.match(OFFLINE, IGNORE);
  if (!shell || Date.now() - new Date(shell.headers.get("X-Kept-At")) > OLD) await keepShell().catch(() => {});
  for (const page of pages) {
    const mine = await cache.match(page, IGNORE);
    if (mine && Date.now() - new Date(mine.headers.get("X-Kept-At")) < FRESH) continue;
    const asked = new Date();
    await fetch(page, { credentials: "same-origin", cache: "no-store" }).then((answer) => keepIfWanted(page, answer, asked)).catch(() => {});
  }
}

/* Notices: what the desk tells somebody, encrypted up to here. A browser that shows nothing loses its subscription. */
async function tell(data) {
  let told = {};
  try { told = data ? data.json() : {}; } catch { /* not ours: shown without words */ }
  await self.registration.showNotification(told.title || "守望", {
    body: told.words || "", tag: told.id || "desk", lang: told.lang || "", data: { link: told.link || "" }, renotify: true,
    icon: "/static/desk/seal-192.png", badge: "/static/desk/seal-192.png",
  });
}
async function lead({ link }) {  // only into this desk, whatever the notice says
  const there = new URL(link || "/messages/mine/", location.origin);
  const url = there.origin === location.origin ? there.href : `${location.origin}/messages/mine/`;
  const pages = await self.clients.matchAll({ type: "window" });
  const open = pages.find((page) => page.url === url);
  return open ? open.focus() : self.clients.openWindow(url);
}

/* Browsers change the address of a subscription, or drop it. Some say so, others are asked at each page: the desk must
   learn of it, or it talks to nobody. */
async function renew(given) {
  const cache = await caches.open(PUSHED), known = await (await cache.match("/pushed"))?.json();
  if (!known) return;  // nobody wanted notices here
  const bytes = Uint8Array.from(atob(known.key.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  let now = given || await self.registration.pushManager.getSubscription();
  if (!now && Notification.permission !== "granted") return;
  now ??= await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes });
  const fresh = JSON.stringify(now.toJSON()), old = JSON.stringify(known.subscription);
  if (now.endpoint === known.subscription.endpoint) return;
  const page = await fetch("/messages/mine/", { credentials: "same-origin", cache: "no-store" });
  const token = page.ok && !page.redirected && (await page.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
  if (!token) return;  // nobody is signed in: at the next page of somebody who is
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, op_id: crypto.randomUUID(), old, subscription: fresh });
  const answer = await fetch("/messages/mine/renew/", { method: "POST", body, credentials: "same-origin" });
  if (answer.ok) await cache.put("/pushed", new Response(JSON.stringify({ ...known, subscription: JSON.parse(fresh) })));
  else if ([404, 409].includes(answer.status)) await cache.delete("/pushed");  // not theirs, or taken off by hand
}
