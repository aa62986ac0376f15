/* The outbox: what somebody says on this phone is stored first, then sent, until the desk has answered.

   FOR A PAGE
     <form method="post" action="…" data-outbox="stop:17" data-label="3-2-402 · done">   every submit goes through here
     outbox.say(url, formData, {about, label}) -> Promise<entry>   by hand; resolves when it is on the disk
     outbox.all()      -> Promise<entry[]>   what I said here in the last day, the oldest first
     outbox.news(made) -> Promise<entry[]>   of these, what a page made then (outbox.made: this one) does not know yet
     outbox.pending()  -> Promise<entry[]>   of these, what the desk has not answered yet
     outbox.others()   -> Promise<number>    what somebody else said on this phone and has not been sent
     outbox.dismiss(op_id), outbox.again(op_id)   a refused entry: forget it, or send it once more
     outbox.send()     try now     outbox.forget()   wipe everything (signing out of a shared device)

     entry = {op_id, url, about, label, said_at, answered_at, state, words, trouble, fields}
       state    "saved" on this phone (one tick), "received" by the desk (two ticks), "refused" by the desk
       words    the desk's sentence, when refused        fields   [[name, value]…]; once received, what was pressed alone
       answered_at  milliseconds by this phone's clock; a page asked for before that may not know it. 0: not yet
       trouble  why it is still here: "", "network", "server", "signed out"
     document hears "outbox:changed" (detail {waiting, refused, trouble}) whenever an entry changed, in every tab;
     a data-outbox form hears "outbox:said" (detail: the entry) once it is stored, and bubbles it.
     say() rejects only where the phone cannot store: then submit the plain form (data-outbox forms do).

   FOR A VIEW
     It is an ordinary POST view: the body is the form's fields and `said_at` (ISO 8601, the phone's clock when it was
     said); headers X-CSRFToken, X-Op-Id, and X-Sent-At (the same clock when it was sent, to see how wrong it runs).
     With X-Op-Id answer 204 (JSON works, and a redirect or a page of ours at the cost of that page).
     2xx, 3xx   received.                  401, or a page of somebody else   stays, until its author signs in again.
     4xx        refused: the first [data-refusal], .note, .field-error or .lead of the page is shown to the author.
     5xx, 408, 425, 429, no answer in 20 s   stays, tried again later and later, never longer than 5 minutes.
     The same entry may come twice (the answer was lost): SaidOnce gives the first answer again.

   PROMISES   Entries about one thing (`about`, else the url) go in their order; what stays or is refused never stops
   the others. Only its author's session sends an entry. Two tabs do not send at once. */
"use strict";
const outbox = (() => {
  const DATABASE = "shouwang", ME = "/welcome/", SECOND = 1000, DAY = 24 * 3600 * SECOND;
  const TIMEOUT = 20 * SECOND, LONGEST = 300 * SECOND, NOT_SAID = ["csrfmiddlewaretoken", "op_id"];
  /* codes, no words: a page kept before them still shows what was said, and the gate decides by it */
  const PRESSED = /^(outcome|everyone|out-.*)$/, AT_GATE = /^(who|direction|reason|household|person|gate|back_by|corrects|shown)$/;
  const isKept = (url, name) => PRESSED.test(name) || (url === "/gate/record" && AT_GATE.test(name));
  const LATER = [408, 425, 429], channel = self.BroadcastChannel ? new BroadcastChannel("outbox") : null;
  let opening = null, forgotten = false, sending = null, again = false, timer = 0, silence = 0;

  /* Who is speaking: the last page of this browser that came from the desk says it. */
  const meta = document.querySelector("meta[name=who]");
  const memory = { who: meta ? meta.content : "" };
  try { if (meta) localStorage.setItem("who", meta.content); } catch { /* a browser that keeps nothing: this page knows */ }
  function who() { try { return localStorage.getItem("who") ?? memory.who; } catch { return memory.who; } }

  /* The disk */
  function open() {
    if (forgotten) return Promise.reject(new Error("this page has forgotten everything"));
    opening ??= new Promise((resolve, reject) => {
      const asking = indexedDB.open(DATABASE, 1);
      asking.onupgradeneeded = () => {
        const made = asking.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
        made.createIndex("op_id", "op_id", { unique: true });
        asking.result.createObjectStore("answered", { keyPath: "op_id" });
      };
      asking.onsuccess = () => {
        const gone = () => { opening = null; };
        asking.result.onversionchange = () => { asking.result.close(); gone(); };
        asking.result.onclose = gone;
        resolve(asking.result);
      };
      asking.onerror = () => reject(asking.error);
    }).catch((error) => { opening = null; throw error; });
    return opening;
  }
  async function inOne(mode, work) {  // resolves when the transaction is on the disk, not merely queued
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(["outbox", "answered"], mode, { durability: "strict" });
      let result;
      transaction.oncomplete = () => resolve(result?.value);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      result = work(transaction.objectStore("outbox"), transaction.objectStore("answered"));
    });
  }
  function asked(request) {  // filled when the request succeeds, read when its transaction completes
    const box = { value: undefined };
    request.onsuccess = () => { box.value = request.result; };
    return box;
  }
  const waitingHere = () => inOne("readonly", (box) => asked(box.getAll()));
  const answeredHere = () => inOne("readonly", (_, answered) => asked(answered.getAll()));
  const bothHere = () => inOne("readonly", (box, answered) => {  // at one moment: an answer moves an entry from one to the other
    const [told, waiting] = [asked(answered.getAll()), asked(box.getAll())];
    return { get value() { return [...told.value, ...waiting.value]; } };
  });

  /* Saying */
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();  // not there on plain http
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  async function say(url, formData, { about, label = "" } = {}) {
    const said_at = formData.get("said_at") || new Date().toISOString();
    const fields = [...formData].filter(([name]) => !NOT_SAID.includes(name) && name !== "said_at");
    const address = new URL(url, location.href);
    const entry = {
      op_id: formData.get("op_id") || newId(), by: who(), url: address.pathname + address.search,
      about: about || address.pathname, label, said_at, fields: [...fields, ["said_at", said_at]],
      tries: 0, wait_until: 0, trouble: "",
    };
    const kept = await inOne("readwrite", (box, answered) => store(entry, box, answered));
    navigator.storage?.persist?.();
    changed();
    send();
    return shown(kept);
  }
  function store(entry, box, answered) {
    const result = { value: entry };
    const add = () => { box.add(entry).onsuccess = (event) => { entry.seq = event.target.result; }; };
    box.index("op_id").get(entry.op_id).onsuccess = (event) => {
      const waiting = event.target.result;
      if (waiting && sameWords(waiting, entry)) { result.value = waiting; return; }  // the finger bounced
      answered.get(entry.op_id).onsuccess = (event2) => {
        if (waiting || event2.target.result) entry.op_id = newId();  // a form of a kept page, used again
        add();
      };
    };
    return result;
  }
  function sameWords(one, other) {
    const words = (entry) => JSON.stringify([entry.url, entry.by, ...entry.fields.filter(([name]) => name !== "said_at")]);
    return words(one) === words(other);
  }

  /* Sending */
  function send() {
    if (sending) { again = true; return sending; }
    clearTimeout(timer);
    const alone = navigator.locks ? (work) => navigator.locks.request("outbox", work) : (work) => work();
    sending = alone(sendAll).catch((error) => console.warn("outbox", error)).finally(() => {
      sending = null;
      if (again) { again = false; send(); } else plan();
    });
    return sending;
  }
  async function sendAll() {
    const behind = new Set();
    for (const entry of await waitingHere()) {
      if (entry.by !== who()) continue;
      if (behind.has(entry.about)) continue;
      if (entry.wait_until > Date.now()) { behind.add(entry.about); continue; }
      const end = await deliver(entry);
      if (end === "network" || end === "signed out") return;
      if (end === "server") behind.add(entry.about);
    }
  }
  async function deliver(entry) {
    try {
      let answer = await post(entry);
      if (!answer.redirected && [401, 403, 404].includes(answer.status)) {
        if ((await whoIsHere()) !== entry.by) return stay(entry, "signed out");
        if (answer.status === 403) answer = await post(entry);  // the form's token was old; that look brought a new one
        if (answer.status === 401 || answer.status === 403) return stay(entry, "server");
      }
      if (!answer.redirected && (answer.status >= 500 || LATER.includes(answer.status))) return stay(entry, "server", answer.headers.get("Retry-After"));
      if (!answer.redirected && answer.status >= 400) return finish(entry, "refused", await sentenceOf(answer));
      const here = await ownerOf(answer);
      if (here === entry.by) return finish(entry, "received");
      return stay(entry, here === null ? "network" : "signed out");  // null: some hotspot's own page
    } catch {
      return stay(entry, "network");
    }
  }
  async function ask(url, options) {
    const giveUp = new AbortController(), clock = setTimeout(() => giveUp.abort(), TIMEOUT);
    try {
      const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", signal: giveUp.signal, ...options });
      const body = await answer.text();
      return { status: answer.status, redirected: answer.redirected, headers: answer.headers, body };
    } finally { clearTimeout(clock); }
  }
  function post(entry) {
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
    const headers = { "X-CSRFToken": token, "X-Op-Id": entry.op_id, "X-Sent-At": new Date().toISOString() };
    return ask(entry.url, { method: "POST", body, headers });
  }
  async function whoIsHere() { return ownerOf(await ask(ME)); }
  function ownerOf(answer) {
    const kind = answer.headers.get("Content-Type") || "";
    if (answer.status === 204 || kind.includes("json")) return who();
    return page(answer).querySelector("meta[name=who]")?.content ?? null;
  }
  const page = (answer) => new DOMParser().parseFromString(answer.body, "text/html");
  function sentenceOf(answer) {
    try { const told = JSON.parse(answer.body); return String(told.detail ?? told.message ?? answer.status); } catch { /* a page */ }
    for (const place of ["[data-refusal]", "main .note.error", "main .note.warning", ".field-error", ".errorlist", "main .lead", "main p", "body"]) {
      const words = page(answer).querySelector(place)?.textContent.trim().replace(/\s+/g, " ");
      if (words) return words.slice(0, 300);
    }
    return String(answer.status);
  }

  /* What became of it */
  async function stay(entry, trouble, retryAfter) {
    entry.trouble = trouble;
    if (trouble === "server") {
      entry.tries += 1;
      const pause = Number(retryAfter) * SECOND || Math.min(LONGEST, 2 ** entry.tries * SECOND) * (0.75 + Math.random() / 2);
      entry.wait_until = Date.now() + Math.min(LONGEST, pause);
    }
    silence = trouble === "network" ? silence + 1 : 0;
    await inOne("readwrite", (box) => asked(box.put(entry)));
    changed();
    return trouble;
  }
  async function finish(entry, state, words = "") {
    const { seq, by, op_id, url, about, label, said_at } = entry;
    const fields = state === "refused" ? entry.fields : entry.fields.filter(([name]) => isKept(url, name));
    silence = 0;
    await inOne("readwrite", (box, answered) => {
      box.delete(seq);
      return asked(answered.put({ op_id, by, url, about, label, said_at, state, words, fields, at: Date.now() }));
    });
    changed();
    return state;
  }
  async function plan() {  // when to try next
    const mine = (await waitingHere().catch(() => [])).filter((entry) => entry.by === who());
    if (!mine.length || sending) return;
    const soonest = Math.min(...mine.map((entry) => entry.wait_until)) - Date.now();
    const quiet = silence ? Math.min(60 * SECOND, 5 * SECOND * 2 ** (silence - 1)) : 0;
    const closed = mine.every((entry) => entry.trouble === "signed out") ? 60 * SECOND : 0;
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(SECOND, soonest, quiet, closed));
  }

  /* Showing */
  const shown = ({ op_id, url, about, label, said_at, at = 0, fields, state = "saved", words = "", trouble = "" }) =>
    ({ op_id, url, about, label, said_at, answered_at: at, fields, state, words, trouble });
  async function pending() { return (await waitingHere()).filter((entry) => entry.by === who()).map(shown); }
  async function all() {
    const mine = (await bothHere()).filter((entry) => entry.by === who());
    return mine.map(shown).sort((a, b) => (a.said_at < b.said_at ? -1 : 1));
  }
  /* When this page was asked for, by this phone's clock: the desk's own may be far from it. */
  const { keptAt } = document.body.dataset, made = keptAt ? new Date(keptAt).getTime() : performance.timeOrigin;
  async function news(than = made) {
    return (await all()).filter((entry) => entry.state !== "received" || entry.answered_at >= than);
  }
  async function others() { return (await waitingHere()).filter((entry) => entry.by !== who()).length; }
  async function dismiss(op_id) { await inOne("readwrite", (_, answered) => asked(answered.delete(op_id))); changed(); }
  async function again_(op_id) {
    const entry = (await answeredHere()).find((one) => one.op_id === op_id && one.state === "refused");
    if (!entry) return;
    const { state, words, at, ...back } = entry;
    await inOne("readwrite", (box, answered) => {
      answered.delete(op_id);
      return asked(box.add({ ...back, tries: 0, wait_until: 0, trouble: "" }));
    });
    changed();
    send();
  }
  async function forget() {
    clearTimeout(timer);
    const disk = await open();
    forgotten = true;  // what is still under way on this page must not make it anew
    disk.close();
    opening = null;
    await new Promise((resolve) => { indexedDB.deleteDatabase(DATABASE).onsuccess = resolve; });
    try { localStorage.removeItem("who"); } catch { /* nothing kept */ }
  }
  async function tell() {
    const mine = await all().catch(() => []);
    const waiting = mine.filter((entry) => entry.state === "saved");
    const refused = mine.filter((entry) => entry.state === "refused").length;
    const trouble = waiting.find((entry) => entry.trouble)?.trouble ?? "";
    document.dispatchEvent(new CustomEvent("outbox:changed", { detail: { waiting: waiting.length, refused, trouble } }));
  }
  function changed() { channel?.postMessage("changed"); tell(); }
  function tidy() {  // received ones are shown for a day; a refusal stays until its author has seen it
    inOne("readwrite", (_, answered) => {
      answered.openCursor().onsuccess = (event) => {
        const cursor = event.target.result;
        if (!cursor) return;
        if (cursor.value.state === "received" && cursor.value.at < Date.now() - DAY) cursor.delete();
        cursor.continue();
      };
    }).catch(() => {});
  }

  /* Forms that speak through here */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("outbox" in form.dataset) || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.saying) return;
    form.dataset.saying = "yes";
    const press = event.submitter, fields = new FormData(form);
    if (press?.name) fields.append(press.name, press.value);
    const label = press?.dataset.label || form.dataset.label || "";
    try {
      const entry = await say(press?.getAttribute("formaction") || form.getAttribute("action") || location.href, fields, { about: form.dataset.outbox, label });
      form.dispatchEvent(new CustomEvent("outbox:said", { bubbles: true, detail: entry }));
      delete form.dataset.saying;
    } catch {
      if (press?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: press.name, value: press.value }));
      form.submit();
    }
  });

  if (channel) channel.onmessage = tell;
  const wake = () => { silence = 0; send(); };
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  if (self.indexedDB) { tidy(); tell(); send(); }
  return { say, all, news, made, pending, others, dismiss, again: again_, send, forget };
})();
self.outbox = outbox;
