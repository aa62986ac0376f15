/* What the barrier shows besides its three taps, without network too: who is out, and the rules in words. All of it from
   the day's list (gate_list.js) and from what was said on this phone (gate_book.js).

   gateShown.outNow(list, said, at)         -> [{home, person, entry, isLate}], those first who should be back
   gateShown.out({list, said, at, gate, word, newId}) -> the page; each line can say "is back" (outbox.js)
   gateShown.rules({list, at, word})        -> the page
       word(name)  a sentence of the page's own       gate  where this phone stands, or ""  */
"use strict";
self.gateShown = (() => {
  const DAY = 86400000;
  const fresh = (id) => document.getElementById(id).content.cloneNode(true), one = (selector, place) => place.querySelector(selector);
  const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const fill = (text, told) => text.replace(/%\((\w+)\)s/g, (_, name) => told[name]);

  function outNow(list, said, at) {
    const { homes } = list.still, found = [];
    const inBook = Object.keys(list.book).map((place) => homes[place]);
    const onPhone = said.map((entry) => homes.find((home) => home[0] === entry.household));
    for (const home of new Set([...inBook, ...onPhone])) {
      if (!home) continue;
      const last = new Map();  // of those who did not say who they are, as if they were one
      for (const entry of gateRules.outSince(gateBook.passagesOf(list, home, said))) last.set(entry.person, entry);
      for (const entry of last.values()) {
        const person = home[3].find(([id]) => id === entry.person);
        found.push({ home, entry, person, isLate: entry.back_by !== null && entry.back_by < at });
      }
    }
    return found.sort((a, b) => b.isLate - a.isLate || (a.entry.back_by ?? a.entry.at) - (b.entry.back_by ?? b.entry.at));
  }

  function out({ list, said, at, gate, word, newId }) {
    const page = fresh("gate-out-alone"), found = outNow(list, said, at), late = found.filter((line) => line.isLate).length;
    one("[data-n]", page).textContent = found.length;
    one("[data-late]", page).textContent = late;
    one("[data-is-late]", page).hidden = !late;
    one("[data-empty]", page).hidden = found.length > 0;
    for (const line of found) one(".gate-out", page).append(lineOf(line, { list, at, gate, word, newId }));
    one(".gate-out", page).hidden = !found.length;
    return page;
  }
  function lineOf({ home, person, entry, isLate }, { list, at, gate, word, newId }) {
    const line = fresh("gate-out-line").firstElementChild, form = one("form", line), who = person?.[1] ?? "", { words } = list.still;
    const when = (moment) => ({ when: gateWords.moment(words, gateRules.read(list), moment, at) });
    line.classList.toggle("late", isLate);
    one(".door", line).textContent = home[1];
    one(".gate-who", line).textContent = who;
    const until = entry.back_by === null ? word("timeless") : fill(word("by"), when(entry.back_by));
    one("p", line).textContent = [fill(word("since"), when(entry.at)), until].join(" · ");
    one("[data-advice]", line).hidden = !isLate;
    one("button", form).className = isLate ? "go" : "";
    const fields = { op_id: newId(), household: home[0], person: person ? entry.person : "", gate: gate || entry.gate || list.still.gates[0]?.[0] };
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.dataset.outbox = `gate:${fields.op_id}`;
    form.dataset.label = `${home[1]} · ${words.ways.in}`;
    form.addEventListener("submit", () => { form.elements.said_at.value = new Date().toISOString(); });
    return line;
  }

  function rules({ list, at, word }) {
    const page = fresh("gate-rules-alone"), { words } = list.still;
    const today = new Date(gateRules.localOf(gateRules.read(list), at).day * DAY).toISOString().slice(0, 10);
    const begun = list.said.filter(([day]) => day === null || day <= today).at(-1) ?? list.said[0];
    one("[data-mode]", page).textContent = list.mode_said;
    one(".gate-states", page).replaceWith(statesOf(begun[1]));
    for (const sentence of begun[2]) one("[data-rest]", page).append(Object.assign(made("p", sentence), { className: "soft" }));
    for (const [day, states, rest] of list.said.slice(list.said.indexOf(begun) + 1)) {
      const more = Object.assign(document.createElement("details"), { className: "more" });
      more.append(made("summary", fill(word("from"), { day: gateWords.day(words, day) })), statesOf(states), ...rest.map((sentence) => made("p", sentence)));
      one("[data-coming]", page).append(more);
    }
    return page;
  }
  function statesOf(states) {
    const all = Object.assign(document.createElement("dl"), { className: "gate-states" });
    for (const [whose, said, guests] of states) {
      const place = document.createElement("div"), words = made("dd", said);
      words.append(Object.assign(made("span", guests), { className: "soft" }));
      place.append(made("dt", whose), words);
      all.append(place);
    }
    return all;
  }

  return { outNow, out, rules };
})();
