/* The gate book as this phone knows it: what the desk sent, and over it what was said here since, at once.

   gateBook.saidHere(list, entries) -> passages said on this phone that the list does not know yet: those of
                                       outbox.all() to /gate/record that were not refused nor corrected
   gateBook.passagesOf(list, home, said) -> the household's passages, as gate_rules.js reads them
   gateBook.clashes(list, said, at)      -> [{home, person, clash, first, second}] of the day of `at`
   gateBook.standingOf(list, home, at)   -> [state, until], null where nothing is asked of them, or undefined: what was
                                            known of it is over */
"use strict";
self.gateBook = (() => {
  const PASSED = ["allowed", "went_anyway"], RECORD = "/gate/record";

  function saidHere(list, entries) {
    const mine = entries.filter((entry) => entry.url === RECORD && entry.state !== "refused").map((entry) => {
      const told = Object.fromEntries(entry.fields ?? []);
      return {
        ...told, op: entry.op_id, state: entry.state, answered_at: entry.answered_at, label: entry.label, said_at: entry.said_at,
        at: Date.parse(entry.said_at) + (list?.offset ?? 0), household: told.household || null, person: told.person || null,
      };
    });
    const corrected = new Set(mine.map((one) => one.corrects).filter(Boolean));
    const isNew = (one) => !list || one.state !== "received" || one.answered_at >= list.asked_at;
    return mine.filter((one) => !corrected.has(one.op)).map((one) => ({ ...one, isNew: isNew(one) }));
  }

  function passagesOf(list, home, said) {
    const { homes, gates } = list.still, rows = list.book[homes.indexOf(home)] ?? [], corrected = new Set(said.map((one) => one.corrects?.slice(0, 8)).filter(Boolean));
    const known = new Set(rows.map((row) => row[6]).filter(Boolean));
    const theirs = rows.map(([who, direction, at, reason, back_by, gate, op], place) => ({
      id: String(place).padStart(6, "0"), op, person: typeof who === "number" ? home[3][who][0] : who, direction, at, reason, back_by, gate: gates[gate]?.[0] ?? "",
    })).filter((one) => !corrected.has(one.op));
    const mine = said.filter((one) => one.isNew && one.household === home[0] && one.who === "resident" && PASSED.includes(one.outcome) && !known.has(one.op.slice(0, 8)));
    return [...theirs, ...mine.map(({ op, person, direction, at, reason, back_by, gate }) => ({
      id: `~${op}`, op, person, direction, at, reason: reason || null, back_by: direction === "out" && back_by ? Number(back_by) : null, gate,
    }))];
  }

  function clashes(list, said, at) {
    const held = gateRules.read(list), { day } = gateRules.localOf(held, at), begins = gateRules.startOf(held, day), homes = list.still.homes;
    const touched = new Set([...Object.keys(list.book).map((place) => homes[place]), ...said.map((one) => homes.find((home) => home[0] === one.household))]);
    const found = [];
    for (const home of touched) {
      if (!home) continue;
      const today = passagesOf(list, home, said).filter((one) => one.at >= begins && one.person);
      for (const one of gateRules.conflicts(today)) found.push({ ...one, home, person: home[3].find((person) => person[0] === one.first.person) });
    }
    return found;
  }

  function standingOf(list, home, at) {
    const standing = list.states[home[0]];
    if (!standing) return null;
    const today = new Date(gateRules.localOf(gateRules.read(list), at).day * 86400000).toISOString().slice(0, 10);
    return standing[1] && standing[1] < today ? undefined : standing;
  }

  return { PASSED, saidHere, passagesOf, clashes, standingOf };
})();
