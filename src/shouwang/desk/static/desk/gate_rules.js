/* May this person pass now, and why: planning/gate does the same, in Python, and a journey holds the two beside each
   other. Pure: no page, no clock, no network. What is doubtful is a senior's; a no is said only where it holds however
   the book is read, and to nobody whose reason is exempt or not understood.

   FOR A PAGE
     gateRules.read({rules, mode, zone})         -> held    rules: [[day or null, rule]…], the earliest first, as
                                                            planning.gate.as_json writes them; zone: an IANA name
     gateRules.mayPass(held, asked, book, at)    -> {verdict, why, until, next_at, last_out_at, other, passes_since,
                                                     never_refused}    what planning.gate.Answer has, null where it is not known
     gateRules.conflicts(book)                   -> [{clash, first, second}…]
     gateRules.outSince(book)                    -> the ways out that no way in of the same person follows
     gateRules.localOf(held, moment)             -> {day, minute}   by the community's clock; day: since 1970

     asked    {direction, who, household, person, state, reason, pass_issued_on: "2020-02-17"}, null where not known
     book     the household's passages {id, person, direction, at, gate, reason, back_by}, in any order
     moments  milliseconds since 1970

   A reason in the book may also be "*exempt" (it was, on its day) or "*ordinary" (it was not): which one it was, no
   gate has to know. */
"use strict";
self.gateRules = (() => {
  const DAY = 86400000, MINUTE = 60000, LOOK_AHEAD = 62, STATES = ["open", "sealed", "arrived", "isolated"];
  const ALWAYS = ["hospital", "dialysis", "chemotherapy", "antenatal", "funeral", "essential_work", "emergency"];
  const AT_ONCE = ["emergency", "essential_work"], EXEMPT = "*exempt", ORDINARY = "*ordinary";
  const REASONS = new Set([...ALWAYS, "shopping", "medicine", "walk", "work", "cash", "parcel", "visit", "delivery", ORDINARY]);
  const AS_IT_COMES = { times: null, days: 1, hours: null, per_person: false, open: null, needs_pass: false };

  /* The rules */
  const known = new WeakMap();
  function read(told) {  // once for each list: the clock's table grows with it
    if (!known.has(told)) known.set(told, readAnew(told));
    return known.get(told);
  }
  function readAnew({ rules, mode, zone }) {
    const dated = rules.map(([day, { states, modes, exempt, passes_since: since }]) => ({
      from: day === null ? -Infinity : dayNumber(day), states, modes,
      never_refused: new Set([...ALWAYS, ...exempt]), passes_since: since,
    }));
    return { dated, mode, offset: offsetsOf(zone) };
  }
  const ruleOn = (held, day) => held.dated.filter((one) => one.from <= day).at(-1);
  function limitOf(held, rule, state) {
    const { open, ...limit } = rule.modes[held.mode]?.[state] ?? rule.states[state];
    return { ...limit, opens: open ? minuteOf(open[0]) : null, shuts: open ? minuteOf(open[1]) : null };
  }
  const minuteOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const dayNumber = (day) => Date.UTC(...day.split("-").map((part, place) => Number(part) - (place === 1))) / DAY;

  /* The community's clock. Where it is set back an hour happens twice, and the first is meant; where it is put forward
     an hour is missing, and what is said of it counts on from before. */
  function offsetsOf(zone) {
    const known = new Map(), parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23", year: "numeric", month: "numeric",
      day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    });
    return (at) => {
      const quarter = Math.floor(at / (15 * MINUTE));
      if (!known.has(quarter)) {
        const moment = quarter * 15 * MINUTE, told = {};
        for (const { type, value } of parts.formatToParts(moment)) told[type] = Number(value);
        known.set(quarter, Date.UTC(told.year, told.month - 1, told.day, told.hour, told.minute, told.second) - moment);
      }
      return known.get(quarter);
    };
  }
  const dayOf = (held, at) => Math.floor((at + held.offset(at)) / DAY);
  function localOf(held, at) {
    const local = at + held.offset(at), day = Math.floor(local / DAY);
    return { day, minute: Math.floor((local - day * DAY) / MINUTE) };
  }
  function startOf(held, day, minute = 0) {
    const local = day * DAY + minute * MINUTE, before = held.offset(local - DAY), after = held.offset(local + DAY);
    if (held.offset(local - before) === before || held.offset(local - after) !== after) return local - before;
    return local - after;
  }
  function opening(held, limit, day) {
    return [startOf(held, day, limit.opens ?? 0), limit.shuts === null ? startOf(held, day + 1) : startOf(held, day, limit.shuts)];
  }
  function backBy(held, limit, at) {
    const ends = limit.hours ? [at + limit.hours * 60 * MINUTE] : [];
    if (limit.shuts !== null) ends.push(opening(held, limit, dayOf(held, at))[1]);
    return ends.length ? Math.min(...ends) : null;
  }

  /* The book */
  const inTime = (one, other) => one.at - other.at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
  const keyOf = ({ id, person, direction, at, gate, reason, back_by }) => JSON.stringify([id, person, direction, at, gate, reason, back_by]);
  const once = (book) => [...new Map(book.map((one) => [keyOf(one), one])).values()].sort(inTime);
  function byPerson(book) {
    const grouped = new Map();
    for (const one of once(book)) grouped.set(one.person, [...(grouped.get(one.person) ?? []), one]);
    return grouped;
  }
  function outSince(book) {
    const found = [];
    for (const theirs of byPerson(book).values()) found.push(...theirs.slice(theirs.map((one) => one.direction).lastIndexOf("in") + 1));
    return found;
  }
  function conflicts(book) {
    const found = [];
    for (const [person, theirs] of byPerson(book)) {
      for (let place = 1; person !== null && place < theirs.length; place += 1) {
        const [first, second] = [theirs[place - 1], theirs[place]];
        if (first.direction === second.direction) found.push({ clash: `${first.direction}_twice`, first, second });
      }
    }
    return found.sort((one, other) => inTime(one.second, other.second));
  }
  const counts = (held, one) => one.reason !== EXEMPT && !ruleOn(held, dayOf(held, one.at)).never_refused.has(one.reason);
  function outingsOf(held, book) {
    const found = [];
    for (const [person, theirs] of byPerson(book)) {
      let run = [];
      const end = () => {
        if (run.length) found.push({ person, day: dayOf(held, run[0].at), is_ordinary: run.some((one) => REASONS.has(one.reason)), written: run.length });
        run = [];
      };
      for (const one of theirs) {
        if (one.direction === "in" || (run.length && dayOf(held, run[0].at) !== dayOf(held, one.at))) end();
        if (one.direction === "out" && counts(held, one)) run.push(one);
      }
      end();
    }
    return found;
  }
  function used(outings, limit, person, day) {
    let least = 0, most = 0;
    for (const one of outings) {
      if (day - one.day < 0 || day - one.day >= limit.days) continue;
      const isKnown = !limit.per_person || (person !== null && one.person === person);
      if (!isKnown && one.person !== null && person !== null) continue;
      if (isKnown && one.is_ordinary) least += 1;
      most += one.written;
    }
    return [least, most];
  }

  /* The answer */
  const answered = (verdict, why, facts = {}) =>
    ({ verdict, why, until: null, next_at: null, last_out_at: null, other: null, passes_since: null, ...facts });

  function mayPass(held, asked, passages, at) {
    const rule = ruleOn(held, dayOf(held, at));
    let answer = unrefused(rule, asked) ?? inEveryState(held, asked, once(passages.filter((one) => one.at <= at)), at);
    if (answer.verdict === "no" && rule.never_refused.has(asked.reason)) answer = { ...answer, verdict: "senior", why: "guest_decided" };
    if (answer.verdict === "no" && !REASONS.has(asked.reason)) answer = { ...answer, verdict: "senior", why: "reason_unknown" };
    return { ...answer, never_refused: [...rule.never_refused].sort() };
  }
  function unrefused(rule, asked) {
    const isResident = asked.who === "resident";
    if ((asked.direction === "in") === isResident) return answered("allowed", "home");
    return (isResident ? rule.never_refused.has(asked.reason) : AT_ONCE.includes(asked.reason)) ? answered("allowed", "exempt") : null;
  }
  function inEveryState(held, asked, book, at) {
    const states = STATES.includes(asked.state) ? [asked.state] : STATES, outings = outingsOf(held, book), day = dayOf(held, at);
    const answers = states.map((state) => answerIn({ held, asked, book, outings, at, day, state }));
    if (new Set(answers.map((one) => JSON.stringify(one))).size === 1) return answers[0];
    if (answers.every((one) => one.verdict === "allowed")) return answers.reduce((best, one) => ((one.until ?? Infinity) < (best.until ?? Infinity) ? one : best));
    return answered(answers.every((one) => one.verdict === "no") ? "no" : "senior", "state_unknown");
  }
  function answerIn(scene) {
    const rule = ruleOn(scene.held, scene.day), limit = limitOf(scene.held, rule, scene.state);
    return scene.asked.who === "resident" ? resident(scene, rule, limit) : guest(scene, rule, limit);
  }
  function guest({ held, asked, at, day }, rule, limit) {
    const how = limit.guests[asked.who], wrong = how === "pass" && wrongPass(rule, asked);
    if (how === "no" || how === "gate") return answered("no", how === "no" ? "no_guests" : "at_gate");
    if (how === "senior") return answered("senior", "guest_decided");
    if (wrong) return answered("no", wrong, { passes_since: rule.passes_since });
    const [begins, ends] = opening(held, limit, day);
    if (at < begins || at >= ends) return answered("no", "shut", { next_at: at < begins ? begins : null });
    return answered("allowed", "guest", { until: limit.shuts === null ? null : ends });
  }
  function resident(scene, rule, limit) {
    const { held, asked, at, day } = scene, wrong = wrongPass(rule, asked);
    if (limit.needs_pass && wrong) return answered("no", wrong, { passes_since: rule.passes_since });
    if (limit.times === 0) {
      const why = asked.pass_issued_on && wrong ? "pass_void" : "nobody";
      return answered("no", why, { next_at: nextOf(scene), passes_since: rule.passes_since });
    }
    const [begins, ends] = opening(held, limit, day);
    if (at < begins || at >= ends) return answered("no", "shut", { next_at: nextOf(scene) });
    if (limit.times === null) return answered("allowed", "free", { until: backBy(held, limit, at) });
    return counted(scene, limit);
  }
  function counted(scene, limit) {
    const { held, asked, outings, at, day } = scene;
    if (asked.household === null) return answered("senior", "who_unknown");
    const [least, most] = used(outings, limit, asked.person, day), last_out_at = lastOut(scene, limit);
    if (least >= limit.times) return answered("no", "used_up", { next_at: nextOf(scene), last_out_at });
    if (most >= limit.times) return answered("senior", "book_unsure", { last_out_at });
    const blocked = somebodyOut(scene, limit);
    return { ...(blocked ?? answered("allowed", "within", { until: backBy(held, limit, at) })), last_out_at };
  }
  function somebodyOut(scene, limit) {
    const isNow = (one) => dayOf(scene.held, one.at) === scene.day || (one.back_by !== null && scene.at < one.back_by);
    const found = outSince(scene.book).filter(isNow).map((one) => inTheWay(one, scene, limit)).filter(Boolean);
    return found.find((answer) => answer.verdict === "no") ?? found[0];
  }
  function inTheWay(other, { held, asked, at }, limit) {
    const isNamed = other.person !== null && asked.person !== null;
    if (isNamed && other.person === asked.person) return answered("senior", "out_already", { other });
    if (limit.per_person || !counts(held, other)) return null;
    if (other.back_by !== null && other.back_by <= at) return answered("senior", "overdue", { other });
    if (isNamed && other.back_by !== null && REASONS.has(other.reason)) return answered("no", "another_out", { other });
    return answered("senior", "book_unsure", { other });
  }
  function wrongPass(rule, asked) {
    if (!asked.pass_issued_on) return "no_pass";
    return rule.passes_since && asked.pass_issued_on < rule.passes_since ? "pass_void" : null;
  }
  function lastOut({ held, asked, book }, limit) {
    const isMine = (one) => !(limit.per_person && asked.person) || one.person === null || one.person === asked.person;
    const outs = book.filter((one) => one.direction === "out" && isMine(one) && counts(held, one)).map((one) => one.at);
    return outs.length ? Math.max(...outs) : null;
  }
  function nextOf(scene) {
    const { held, asked, at } = scene;
    for (let day = scene.day; day < scene.day + LOOK_AHEAD; day += 1) {
      const rule = ruleOn(held, day), limit = limitOf(held, rule, scene.state), isExempt = rule.never_refused.has(asked.reason);
      if (!isExempt && !hasTurn(scene, rule, limit, day)) continue;
      const [begins, ends] = opening(held, isExempt ? { ...AS_IT_COMES, opens: null, shuts: null } : limit, day);
      if (Math.max(begins, at) < ends) return Math.max(begins, at);
    }
    return null;
  }
  function hasTurn({ asked, outings }, rule, limit, day) {
    if (limit.needs_pass && wrongPass(rule, asked)) return false;
    if (limit.times === null) return true;
    return asked.household !== null && used(outings, limit, asked.person, day)[1] < limit.times;
  }

  return { read, mayPass, conflicts, outSince, localOf, startOf };
})();
