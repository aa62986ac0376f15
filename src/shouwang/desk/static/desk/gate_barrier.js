/* The barrier with scripts: who, why, what came of it, on one page and without network. The answer is the rule's, read by
   this phone (gate_rules.js) from the day's list (gate_list.js) and from what was said here since (gate_book.js). What is
   pressed is on this phone's disk before the tick is shown, and is sent when it can be (outbox.js). Where this phone has
   no list the plain pages of the desk do the same. */
"use strict";
(() => {
  const OLD = 12 * 3600 * 1000, WRONG = 2 * 60 * 1000, AGAIN = 2 * 60 * 1000, SOON = 20 * 1000, SHOWN = 6;
  const root = document.getElementById("barrier"), step = document.getElementById("gate-step"), search = document.getElementById("gate-find");
  const one = (selector, place = root) => place.querySelector(selector), all = (selector, place = root) => [...place.querySelectorAll(selector)];
  const word = (name) => one(`[data-${name}]`, document.getElementById("gate-words").content).textContent;
  const made = (tag, text = "", about = {}) => Object.assign(document.createElement(tag), { textContent: text, ...about });
  const fresh = (id) => document.getElementById(id).content.cloneNode(true);
  const first = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  let list = null, said = [], asked = null, known = false;
  const now = () => Date.now() + (Math.abs(list?.offset ?? 0) > WRONG ? list.offset : 0);
  const gateHere = () => { try { return localStorage.getItem("gate") ?? ""; } catch { return ""; } };

  /* Who */
  function showFound(homes, text, place = one("[data-found]", search), about = { who: "resident" }) {
    place.replaceChildren();
    if (!text) return;
    if (!homes.length) return place.append(fresh("gate-nobody"));
    const found = made("ul", "", { className: "gate-found" });
    for (const home of homes) {
      const link = made("a", "", { className: "button", href: `${one("[data-who=resident]", search).pathname}?household=${home[0]}` });
      const masks = [...new Set(home[3].map((person) => person[1].split(" · ")[0]))].slice(0, 3).join("、");
      link.append(made("b", home[1], { className: "door" }), " ", made("span", masks));
      link.addEventListener("click", (event) => { event.preventDefault(); ask({ ...about, home }); });
      found.append(made("li"));
      found.lastChild.append(link);
    }
    place.append(found);
  }
  async function find(text, isDone) {
    if (!gateScan.isPass(text)) return showFound(gateFind.find(list.still.homes, text), text.trim());
    if (!isDone) return;  // a hand scanner is still typing
    const pass = await gateScan.read(text, list, said, { gate: gateHere() || list.still.gates[0]?.[0], at: now() });
    one("input", search).value = "";
    showFound([], "");
    ask({ who: pass.who, home: pass.home ?? null, pass });
  }

  /* Why */
  function ask(told) {
    asked = { home: null, person: null, pass: null, corrects: "", ...told };
    if (asked.home) gateLooks.note(asked.home[0], Date.now() + list.offset);
    const page = fresh("gate-ask-alone"), { words } = list.still, { home, who, pass } = asked, at = now();
    const lives = who === "resident", book = home && lives ? gateBook.passagesOf(list, home, said) : [], out = new Set(gateRules.outSince(book).map((entry) => entry.person));
    one("h1", page).textContent = lives ? home?.[1] ?? word("nobody") : [first(words.who[who]), home?.[1]].filter(Boolean).join(" → ");
    one("h1", page).classList.toggle("door", Boolean(home));
    const to = one("[data-to]", page), door = one("input", to), about = asked;
    to.hidden = Boolean(home);
    showText(lives ? "[data-own-door]" : "[data-whose-door]", to, one(lives ? "[data-own-door]" : "[data-whose-door]", to).textContent);
    door.addEventListener("input", () => showFound(gateFind.find(list.still.homes, door.value), door.value.trim(), one("[data-to-found]", step), about));
    const standing = home && gateBook.standingOf(list, home, at);
    if (standing) showText("[data-state]", page, words.states[standing[0]]);
    if (pass) {
      showText("[data-pass] h2", page, pass.headline);
      showText("[data-pass] p", page, pass.said);
      one("[data-pass]", page).hidden = false;
      one("[data-pass]", page).classList.toggle("good", pass.isGood);
    }
    const last = book.sort((a, b) => b.at - a.at).slice(0, 3), held = gateRules.read(list);
    one("[data-book]", page).hidden = !last.length;
    for (const entry of last) {
      one("[data-book]", page).append(made("li"));
      one("[data-book]", page).lastChild.append(made("time", gateWords.moment(words, held, entry.at, at), { className: "num" }), " ", made("span", words.ways[entry.direction]));
    }
    if (home?.[3].length && lives) {
      one("[data-people]", page).hidden = false;
      const chosen = home[3].length === 1 ? home[3][0][0] : "";
      for (const [id, label] of [...home[3], ["", word("silent")]]) one("[data-people] .options", page).append(choice("person", id, label, id === chosen, out.has(id) ? word("out") : ""));
    }
    const way = !lives || (home && home[3].some(([id]) => out.has(id))) ? "in" : "out";
    for (const code of ["out", "in"]) one("[data-ways]", page).append(choice("direction", code, words.ways[code], code === way));
    for (const code of [...words.asked[who], ""]) {
      const press = made("button", code ? first(words.reasons[code]) : word("unclear"), { type: "button" });
      press.addEventListener("click", () => answer(code));
      one("[data-reasons]", page).append(press);
    }
    show(page, "ask");
  }
  function choice(name, value, text, checked, tag = "") {
    const label = made("label"), input = made("input", "", { type: "radio", name, value });
    input.toggleAttribute("checked", checked);
    label.append(input, ` ${text}`);
    if (tag) label.append(" ", made("span", tag, { className: "tag waiting" }));
    return label;
  }
  const showText = (selector, page, text) => { Object.assign(one(selector, page), { textContent: text, hidden: !text }); };
  const picked = (name) => one(`input[name=${name}]:checked`, step)?.value ?? "";

  /* What the rule says, and what came of it */
  function answer(reason) {
    const { words, offered } = list.still, { home, who, pass } = asked, at = now(), held = gateRules.read(list);
    Object.assign(asked, { person: picked("person") || null, direction: picked("direction"), reason });
    const standing = home ? gateBook.standingOf(list, home, at) : null, isUnsure = standing === undefined || (!home && who === "resident" && Object.keys(list.states).length > 0);
    const question = {
      direction: asked.direction, who, household: home?.[0] ?? null, person: asked.person, reason: reason || null,
      state: isUnsure ? null : standing?.[0] ?? "open", pass_issued_on: pass?.isGood ? pass.issued ?? new Date(at).toISOString().slice(0, 10) : null,
    };
    const told = gateRules.mayPass(held, question, home ? gateBook.passagesOf(list, home, said) : [], at), page = fresh("gate-answer-alone");
    const label = [home ? home[1] : words.who[who], words.ways[asked.direction]], box = one(".gate-answer", page);
    one("[data-who]", page).textContent = [...label, reason ? words.reasons[reason] : word("unsaid")].join(" · ");
    box.classList.add(told.verdict);
    one("h1", box).textContent = words.verdicts[told.verdict];
    for (const sentence of gateWords.say(words, told, { held, at, standing })) box.append(made("p", sentence));
    const calm = gateWords.calm(words, told, reason), aside = one(".gate-calm", page);
    aside.hidden = !calm.length;
    for (const sentence of calm) aside.append(made("p", sentence));
    one("[data-old]", page).hidden = !isOld();
    fillForm(page, told, label);
    for (const code of offered[told.verdict]) {
      const isFirst = code === offered[told.verdict][0] && one(".gate-help", page).hidden;
      one(".gate-outcomes", page).append(made("button", first(words.outcomes[code]), { name: "outcome", value: code, className: isFirst ? "go" : "" }));
    }
    show(page, "answer");
  }
  function fillForm(page, told, label) {
    const form = one("form", page), { words } = list.still, { home, reason } = asked, isCalm = told.verdict === "allowed";
    const fields = {
      op_id: newId(), who: asked.who, direction: asked.direction, reason, household: home?.[0] ?? "", person: asked.person ?? "",
      back_by: told.until ?? "", list_at: isOld() ? new Date(list.made_at).toISOString() : "", corrects: asked.corrects,
      shown: asked.pass?.isGood ? asked.pass.number : "",
    };
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.dataset.outbox = `gate:${asked.corrects || fields.op_id}`;
    form.dataset.label = label.join(" · ");
    one("input[value=no]", form).toggleAttribute("checked", isCalm);
    const mayHelp = asked.direction === "out" && !isCalm, kinds = one("[name=kind]", form);
    one(".gate-help", form).hidden = !mayHelp;
    for (const [code, text] of Object.entries(words.kinds)) kinds.append(new Option(text, code, false, code === (words.kind_for[reason] ?? "other")));
    if (form.elements.gate.tagName === "SELECT" && gateHere()) form.elements.gate.value = gateHere() || form.elements.gate.value;
    form.addEventListener("submit", ({ submitter }) => {  // the moment of the press, by this phone's own clock
      form.elements.picture.disabled = !form.elements.picture.files.length || submitter?.value !== "helped";
      form.elements.said_at.value = new Date().toISOString();
      try { localStorage.setItem("gate", form.elements.gate.value); } catch { /* asked again next time */ }
    });
  }
  function newId() {
    return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  }

  /* One page, three steps; the phone's own way back goes one back */
  function show(page, name) {
    const isFirst = step.hidden;
    step.replaceChildren(page);
    step.hidden = false;
    step.dataset.step = name;
    search.hidden = true;
    if (isFirst || history.state?.step !== name) history.pushState({ step: name }, "");
    one("h1", step).focus({ preventScroll: true });
    scrollTo(0, 0);
    mark(name);
  }
  function begin() {
    step.hidden = true;
    step.replaceChildren();
    mark("here");
    search.hidden = false;
    asked = null;
    one("input", search).value = "";
    showFound([], "");
    scrollTo(0, 0);
  }
  addEventListener("popstate", (event) => {
    if (event.state?.step === "ask" && asked) ask(asked);
    else if (knows(event.state?.step)) look(event.state.step);
    else if (!step.hidden) begin();
  });

  /* Who is out, and the rules: as this phone knows them, at once; the desk is asked meanwhile */
  const ways = all("[data-way]", document), looksAt = () => (step.hidden ? "" : step.dataset.step);
  const mark = (name) => { for (const way of ways) way.setAttribute("aria-current", way.dataset.way === (name in pages ? name : "here") ? "page" : "false"); };
  const pages = {
    out: () => gateShown.out({ list, said, at: now(), gate: gateHere(), word, newId }),
    rules: () => gateShown.rules({ list, at: now(), word }),
  };
  const knows = (name) => Boolean(list && name in pages && (name !== "rules" || list.said));
  function look(name) {
    asked = null;
    show(pages[name](), name);
    tellAge();
    renew();
  }
  function lookAgain() {  // nothing moves under the finger where nothing has changed
    const name = looksAt();
    if (!knows(name)) return;
    const page = pages[name](), text = (place) => all("b, p, dt, dd, summary", place).filter((part) => !part.matches(".gate-age, .gate-age *")).map((part) => part.textContent).join("|");
    const same = text(page) === text(step), here = document.activeElement, op = here?.form?.elements.household?.value;
    if (!same) {
      step.replaceChildren(page);
      if (op) (one(`form:has([name=household][value="${op}"]) button`, step) ?? one("h1", step)).focus({ preventScroll: true });
    }
    tellAge();
  }
  for (const way of ways) way.addEventListener("click", (event) => {
    const name = way.dataset.way;
    if (!list || (navigator.onLine && "desk" in root.dataset)) return;
    if (knows(name)) look(name); else if (name === "here" && !step.hidden) begin(); else return;
    event.preventDefault();
  });
  setInterval(lookAgain, SOON);

  /* What was said here, and what this phone knows */
  let drawing = null, isStale = false;
  function draw() {  // a phone that sends three hundred at once need not draw each
    if (drawing) { isStale = true; return drawing; }
    drawing = drawNow().finally(() => { drawing = null; if (isStale) { isStale = false; draw(); } });
    return drawing;
  }
  async function drawNow() {
    const entries = await outbox.all().catch(() => []), latest = document.getElementById("gate-latest");
    said = gateBook.saidHere(list, entries);
    const since = new Set((await outbox.news().catch(() => [])).map((entry) => entry.op_id));
    all("[data-op]", latest).forEach((line) => line.remove());
    for (const entry of said.filter((one_) => since.has(one_.op)).sort((a, b) => a.at - b.at).slice(-SHOWN)) latest.prepend(lineOf(entry));
    document.getElementById("gate-latest-title").hidden = !latest.children.length;
    const saved = said.filter((entry) => entry.state === "saved").length;
    Object.assign(one("[data-sent]", search), { hidden: saved > 0 });
    Object.assign(one("[data-saved]", search), { hidden: !saved });
    one("[data-n]", search).textContent = saved;
    if (list) showClashes();
    lookAgain();
  }
  function lineOf(entry) {
    const line = fresh("gate-line").firstElementChild, [label, outcome, ticks] = all("span", line), words = list?.still.words;
    line.dataset.op = entry.op;
    one("time", line).textContent = hourOf(entry.at);
    label.textContent = entry.label;
    outcome.textContent = words?.outcomes[entry.outcome] ?? "";
    ticks.textContent = entry.state === "saved" ? "✓" : "✓✓";
    ticks.classList.toggle("received", entry.state !== "saved");
    const correct = one("button", line), home = list?.still.homes.find((one_) => one_[0] === entry.household);
    correct.hidden = !list;
    correct.addEventListener("click", () => ask({ who: entry.who, home: home ?? null, corrects: entry.op }));
    return line;
  }
  function showClashes() {
    const found = gateBook.clashes(list, said, now()), place = one("[data-clashes]", search), lines = one("ul", place), gates = new Map(list.still.gates);
    place.hidden = !found.length;
    lines.replaceChildren(...found.map(({ clash, first: a, second: b, home, person }) => {
      const line = made("li", "", { className: "row" }), told = made("div"), times = [a, b].map((entry) => `${hourOf(entry.at)} ${gates.get(entry.gate) ?? ""}`.trim());
      told.append(made("b", home[1], { className: "door" }), " ", made("span", person?.[1].split(" · ")[0] ?? "", { className: "gate-who" }));
      told.append(made("p", `${lines.dataset[clash === "out_twice" ? "wordsOut" : "wordsIn"]}: ${times.join(" · ")}`));
      line.append(told);
      return line;
    }));
  }
  const isOld = () => Boolean(list) && Math.abs(Date.now() - list.asked_at) > OLD;
  function showState() {
    const state = document.getElementById("gate-state"), minutes = Math.round(Math.abs(list?.offset ?? 0) / 60000);
    one("[data-clock]", state).hidden = Math.abs(list?.offset ?? 0) <= WRONG;
    one("[data-minutes]", state).textContent = minutes;
    one("[data-old]", state).hidden = !isOld();
    one("[data-none]", state).hidden = Boolean(list) || !document.body.dataset.keptAt;
    tellAge();
    one("[data-list]", search).hidden = !list;
    root.dataset.ready = list ? "yes" : "no";
  }
  const tellAge = () => { for (const place of all("[data-when]")) place.textContent = list ? hourOf(list.asked_at + list.offset) : ""; };

  /* Together */
  one("form", search).addEventListener("submit", (event) => {
    const text = one("input", search).value;
    if (!list || event.defaultPrevented) return;
    if (navigator.onLine && !gateScan.isPass(text) && !gateFind.find(list.still.homes, text).length) return;  // the desk knows more names
    event.preventDefault();
    event.stopPropagation();
    find(text, true);
  }, true);
  one("input", search).addEventListener("input", (event) => { if (list) find(event.target.value, false); });
  search.addEventListener("click", async (event) => {
    const guest = event.target.closest("[data-who]"), press = event.target.closest("[data-scan]");
    if (!list || !(guest || press)) return;
    event.preventDefault();
    if (guest) return ask({ who: guest.dataset.who });
    if (!await gateScan.canSee()) return one("input", search).focus();  // a hand scanner types into it
    const text = await gateScan.look(one("[data-eye]", search)).catch(() => null);
    if (text) find(text, true);
  });
  step.addEventListener("click", (event) => { if (event.target.closest("[data-do=back]")) begin(); });
  document.addEventListener("outbox:said", async (event) => {
    if (event.target.closest?.("#gate-step")) navigator.vibrate?.(20);
    if (event.target.closest?.("#gate-step form:not([data-stays])")) begin();
    await draw();
  });
  document.addEventListener("outbox:changed", async (event) => { await draw(); if (event.detail.trouble === "signed out") gateList.refresh(); });
  document.addEventListener("gate:list", async ({ detail }) => {
    list = detail;
    if (!list && known) {  // the desk does not know this phone any more: nothing kept stays, and the next page says so
      navigator.serviceWorker?.controller?.postMessage({ forget: true });
      gateLooks.forget();
      for (const entry of await outbox.all().catch(() => [])) if (entry.state === "received") await outbox.dismiss(entry.op_id);
      return setTimeout(() => location.reload(), 300);
    }
    known ||= Boolean(list);
    if (list) gateLooks.tell().catch(() => {});
    showState();
    await draw();
  });
  const renew = () => { if (navigator.onLine && !document.hidden) gateList.refresh().then(showState); };
  for (const type of ["online", "offline"]) addEventListener(type, renew);
  document.addEventListener("visibilitychange", renew);
  setInterval(renew, AGAIN);
  gateList.load().then(async (mine) => { list = mine; known = Boolean(mine); showState(); await draw(); await gateList.refresh(); showState(); });
})();
