/* Whose household was opened on this phone: the household may read who looked at its record. With network or without,
   the phone opens it from its own list, so it tells the desk later: in one batch, whenever the desk has answered.

   gateLooks.note(household, at)   at: by the desk's clock        gateLooks.tell()   says what is kept here (outbox.js)
   gateLooks.forget()              this phone was taken back: it can tell nothing any more */
"use strict";
self.gateLooks = (() => {
  const ONE_LOOK = 10 * 60 * 1000, MOST = 1000, who = document.querySelector("meta[name=who]")?.content ?? "";
  const NAME = `gate looks ${who}`, URL_ = document.querySelector("[data-looks]")?.dataset.looks;
  let telling = null;

  const kept = () => { try { return JSON.parse(localStorage.getItem(NAME) ?? "[]"); } catch { return []; } };
  const keep = (looks) => { try { if (looks.length) localStorage.setItem(NAME, JSON.stringify(looks.slice(-MOST))); else localStorage.removeItem(NAME); } catch { /* then nothing is told of it */ } };

  function note(household, at) {
    const looks = kept();
    if (looks.some(([one, when]) => one === household && Math.abs(at - when) < ONE_LOOK)) return;
    keep([...looks, [household, Math.round(at)]]);
  }
  function tell() {
    telling ??= say().finally(() => { telling = null; });
    return telling;
  }
  async function say() {
    const looks = kept(), form = new FormData(), told = new Set(looks.map(String));
    if (!looks.length || !who) return;
    form.append("looks", looks.map(([household, at]) => `${household} ${at}`).join("\n"));
    await outbox.say(URL_, form, { about: "gate:looks", label: document.title });
    keep(kept().filter((look) => !told.has(String(look))));  // what was opened meanwhile is told the next time
  }
  const forget = () => keep([]);

  return { note, tell, forget };
})();
