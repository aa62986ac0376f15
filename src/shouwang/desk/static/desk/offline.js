/* Without network: which pages this phone has kept, and when. Goes on by itself when the network is back. */
"use strict";
async function showKeptPages() {
  const list = document.getElementById("kept-pages"), line = list.querySelector("template");
  for (const name of (await caches.keys()).filter((one) => one.startsWith("kept-"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const page = await cache.match(request), at = new Date(page.headers.get("X-Kept-At"));
      const row = line.content.firstElementChild.cloneNode(true), link = row.querySelector("a");
      link.href = request.url;
      link.textContent = decodeURIComponent(page.headers.get("X-Kept-Title") || "") || request.url;
      row.querySelector("p").textContent = at.toLocaleString(document.documentElement.lang, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
      list.append(row);
      list.hidden = false;
    }
  }
}
if (self.caches) showKeptPages();
addEventListener("online", () => location.reload());
