/* What is said at the barrier without network. The sentences are Python's (gate/kept/words.py): here they are filled in,
   in the order of gate/words.py.

   gateWords.say(words, answer, {held, at, standing}) -> sentences, the reason first
       standing   [state, until] as the day's list has it, or null: nothing is asked of them
   gateWords.calm(words, answer, reason)   -> sentences that calm; none for those who may go
   gateWords.moment(words, held, when, at) -> the hour today, else the day; with the hour where it is not midnight
   gateWords.day(words, "2020-03-09")      -> the day, as it is said */
"use strict";
self.gateWords = (() => {
  const DAY = 86400000;
  const fill = (text, told) => text.replace(/%\((\w+)\)s/g, (_, name) => told[name]);
  const two = (number) => String(number).padStart(2, "0");

  function format(pattern, words, day, minute) {  // Django's letters, of those that words.py uses
    const date = new Date(day * DAY), month = date.getUTCMonth(), hour = Math.floor(minute / 60);
    const told = {
      j: date.getUTCDate(), d: two(date.getUTCDate()), n: month + 1, m: two(month + 1), M: words.months[month],
      Y: date.getUTCFullYear(), H: two(hour), i: two(minute % 60),
    };
    return pattern.replace(/\\(.)|([jdnmMYHi])/g, (_, plain, letter) => plain ?? told[letter]);
  }
  function moment(words, held, when, at) {
    const then = gateRules.localOf(held, when), now = gateRules.localOf(held, at);
    if (then.day === now.day) return format("H:i", words, then.day, then.minute);
    return format(then.minute ? words.moment : words.day, words, then.day, then.minute);
  }
  const dayOf = (words, day) => format(words.day, words, Date.parse(`${day}T00:00:00Z`) / DAY, 0);

  function say(words, answer, { held, at, standing = null }) {
    const { facts } = words, when = (moment_) => ({ when: moment(words, held, moment_, at) }), may = answer.verdict === "allowed";
    const asked = standingOf(words, answer, standing), why = words.said[answer.why];
    const said = asked ? (answer.why === "nobody" ? [asked] : [asked, why]) : [why];
    if (answer.until !== null) said.push(fill(facts.back_by, when(answer.until)));
    if (answer.other?.back_by) said.push(fill(facts.back_by, when(answer.other.back_by)));
    if (answer.last_out_at !== null && !may) said.push(fill(facts.last_out, when(answer.last_out_at)));
    if (answer.next_at !== null) said.push(fill(facts.next, when(answer.next_at)));
    if (answer.passes_since) said.push(fill(facts.passes_since, { day: dayOf(words, answer.passes_since) }));
    if (!may) {
      const always = Object.keys(words.reasons).filter((reason) => answer.never_refused.includes(reason));
      said.push(fill(facts.always, { reasons: always.map((reason) => words.reasons[reason]).join(facts.and) }));
    }
    return said;
  }
  function standingOf(words, answer, standing) {
    if (!standing || answer.verdict === "allowed" || standing[0] === "open") return "";
    const [state, until] = standing, name = state === "sealed" ? "shut_off" : "at_home";
    return until ? fill(words.facts[name], { day: dayOf(words, until) }) : words.facts[`${name}_for_now`];
  }
  const calm = (words, answer, reason) =>
    (answer.verdict === "allowed" ? [] : [...(words.calm[reason] ?? []), ...(words.calm[answer.why] ?? [])]);

  return { say, calm, moment, day: dayOf };
})();
