/* Who stands at the barrier, found in the day's list: by the door in any writing, by the surname, its pinyin or initials.
   More of a name than its surname no list has: how long it is narrows it down.

   gateFind.find(homes, text) -> homes, the surest first, at most MOST of them
   gateFind.byPass(homes, household) -> the home of a pass, which knows the first half of its number; or undefined */
"use strict";
self.gateFind = (() => {
  const MOST = 12, NUMERALS = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

  /* 3栋2单元501室, ３号楼２－５０１ and "3 2 501" are 3-2-501 */
  function even(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/[\u200b-\u200f\u2060\ufeff]/g, "");
    const tens = plain.replace(/([一二三四五六七八九])?十([一二三四五六七八九])?/g, (_, ten, one) => (NUMERALS[ten] ?? 1) * 10 + (NUMERALS[one] ?? 0));
    const digits = tens.replace(/[零〇一二两三四五六七八九]/g, (numeral) => NUMERALS[numeral]);
    return digits.replace(/(号楼|号院|单元|[栋幢座楼号院室房户门排#])|[\s\/_.,，、—–－~~-]+/g, "-").replace(/-+/g, "-").replace(/^-|-$/g, "");
  }

  function ofDoor(home, text, written) {
    const label = even(home[1]), digits = text.replace(/-/g, "");
    if (label === text) return 0;
    if (home[2].some((alias) => even(alias) === text || alias === written)) return 1;
    if (/^\d{4,7}$/.test(digits) && label.replace(/-/g, "") === digits) return 1;  // a number pad has no dash
    if (label.startsWith(`${text}-`)) return 2;
    if (label.endsWith(`-${text}`)) return 3;
    if (/\d/.test(text) && label.startsWith(text)) return 4;
    return Infinity;
  }
  function ofName(home, typed) {
    let best = Infinity;
    for (const [, label, keys] of home[3]) {
      const mask = label.split(" · ")[0], [shown, ...pinyin] = keys.split(" "), initial = pinyin.at(-1) ?? "";
      if (typed === shown || pinyin.includes(typed)) best = Math.min(best, typed === initial && typed.length === 1 ? 7 : 5);
      else if (shown && typed.startsWith(shown)) best = Math.min(best, [...typed].length === [...mask].length ? 5 : 8);
      else if (/^[a-z]+$/.test(typed) && pinyin.length) {
        if (typed.length > 1 && (pinyin[0].startsWith(typed) || typed.startsWith(pinyin[0]))) best = Math.min(best, 6);
        else if (typed.length === [...mask].length - shown.length + initial.length && typed.startsWith(initial)) best = Math.min(best, 6);
      }
    }
    return best;
  }

  function find(homes, text) {
    const written = text.trim().replace(/\s+/g, ""), door = even(text), typed = written.normalize("NFKC").toLowerCase().replace(/ü/g, "v").replace(/'/g, "");
    if (!written) return [];
    const isName = !/\d/.test(typed), ranked = [];
    for (const [place, home] of homes.entries()) {
      const rank = Math.min(door ? ofDoor(home, door, written) : Infinity, isName ? ofName(home, typed) : Infinity);
      if (rank < Infinity) ranked.push({ rank, place, home });
    }
    ranked.sort((one, other) => one.rank - other.rank || one.place - other.place);
    const surest = ranked.filter((one) => ranked[0].rank > 1 || one.rank <= 1);
    return surest.slice(0, MOST).map((one) => one.home);
  }
  const byPass = (homes, household) => (/^0*$/.test(household) ? undefined : homes.find((home) => home[0].replaceAll("-", "").startsWith(household)));

  return { find, byPass };
})();
