/* The day's list of the gate (gate/kept/day_list.py) on this phone, for whoever it was made for, and no longer than a day.

   gateList.load()     -> Promise<list or null>   what this phone has; null: nothing, or it was too old and is gone
   gateList.refresh()  -> Promise<list or null>   asks the desk; what this phone has where the desk cannot be reached
   gateList.wipe()     -> Promise                 and the kept pages with it
     list = {...what the desk told, asked_at, offset}
       asked_at   by this phone's clock            offset   how many milliseconds this phone's clock is behind the desk's
   document hears "gate:list" (detail: the list, or null) when it changed.

   It is wiped when it is a day old, when the desk does not know this phone any more, when somebody else signs in here
   (desk.js), and with everything else at signing out. What was said here and not sent yet stays: nobody else has it. */
"use strict";
self.gateList = (() => {
  const DAY = 24 * 3600 * 1000, TIMEOUT = 25000, who = document.querySelector("meta[name=who]")?.content ?? "";
  const NAME = `gate ${who}`, URL_ = document.querySelector("[data-day-list]")?.dataset.dayList;
  let opening = null, asking = null, memory = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("list");
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opening = null; };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    }).catch((error) => { opening = null; throw error; });
    return opening;
  }
  async function onDisk(mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("list", mode), request = work(transaction.objectStore("list"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
  const tell = (list) => { memory = list; document.dispatchEvent(new CustomEvent("gate:list", { detail: list })); return list; };

  async function load() {
    if (!who || !self.indexedDB) return memory;
    const list = memory ?? await onDisk("readonly", (store) => store.get("day")).catch(() => null) ?? null;
    if (list && Math.abs(Date.now() - list.asked_at) >= DAY) {
      await wipe();
      return null;
    }
    return (memory = list);
  }
  async function keep(list) {
    if (self.indexedDB) await onDisk("readwrite", (store) => store.put(list, "day")).catch(() => {});  // then while this page is open
    return tell(list);
  }

  function refresh() {
    asking ??= ask().finally(() => { asking = null; });
    return asking;
  }
  async function ask() {
    const mine = await load(), giveUp = new AbortController(), clock = setTimeout(() => giveUp.abort(), TIMEOUT), asked_at = Date.now();
    try {
      const headers = mine ? { "If-None-Match": mine.etag } : {};
      const answer = await fetch(`${URL_}?have=${mine?.still_id ?? ""}`, { credentials: "same-origin", cache: "no-store", headers, signal: giveUp.signal });
      const offset = offsetOf(answer, asked_at);
      if (answer.status === 304) return keep({ ...mine, asked_at, offset });
      if (answer.redirected || answer.status === 404) return await isTheDesk(answer) ? (await wipe(), null) : mine;
      const told = answer.ok ? await answer.json() : null;
      if (!told || told.who !== who) return mine;
      return keep({ ...told, still: told.still ?? mine.still, etag: answer.headers.get("ETag"), asked_at, offset });
    } catch {
      return mine;  // no network, or some hotspot's own page
    } finally { clearTimeout(clock); }
  }
  function offsetOf(answer, asked_at) {  // the desk's clock as it answered, which tells whole seconds
    const said = Date.parse(answer.headers.get("Date") ?? "");
    return Number.isNaN(said) ? 0 : said + 500 - (asked_at + Date.now()) / 2;
  }
  async function isTheDesk(answer) {  // a page of ours, in nobody's name or another's
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), told = page.querySelector("meta[name=who]");
    return Boolean(told) && told.content !== who;
  }

  async function wipe() {
    (await opening?.catch(() => null))?.close();
    opening = null;
    await new Promise((resolve) => {
      if (!self.indexedDB) return resolve();
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });
    tell(null);
  }

  return { load, refresh, wipe };
})();
