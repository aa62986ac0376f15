/* The pass at the gate: read its QR and say what it is, without network. planning/passes does the same, in Python.

   FOR A PAGE
     gatePass.importKeys([{id, public, code}])   -> Promise<Map>   id: number; public: 65 bytes, code: 32 bytes, in base64
     gatePass.check(text, {keys, community, at}) -> Promise<{verdict, pass, key}>    community: 8 hexadecimal digits
     gatePass.codeAt(secret, at)                 -> Promise<"123456">   what the household's screen shows behind the text
     gatePass.scanned(text)                      -> text    without what scanners add; check() wants the QR's own text
     gatePass.judge(checked, lists, gate)        -> {verdict, goTo, issued}    what the desk knows besides: see below

     verdict  the first that is so: damaged, unknown_version, unknown_key, forged, elsewhere, not_yet, expired, stale,
              valid. Whether it is used up, revoked or good at this gate is not in the pass: ask what the desk sent.
     pass     {id, community, household, scope, onScreen, persons, notBefore, expires, uses}, where it is what the key
              signed, else null: numbers in hexadecimal, moments as Date.
     at       a Date. check() rejects for no text that a camera can read.

     judge()  takes what check() told, what the desk sent (gate/passes/lists.py has its shape) and the number of the gate.
              verdict: check()'s own, or revoked, used_up, wrong_gate; goTo: the gates where it is good, where that is
              wrong_gate; issued: the day it was issued, "2020-02-14", null where the pass is younger than the lists.

   THE BYTES, big-endian: version 1, key 2, pass 8, community 4, scope 1 (128 more: on a screen), household 8, persons 1,
   not before 4, expires 4, uses 1; then ES256 over these 34, r and s of 32 each. "SW:" and base45 (RFC 9285), 150
   characters; on a screen six digits behind them (RFC 6238 with SHA-256, half a minute, one more either way). */
"use strict";
const gatePass = (() => {
  const PREFIX = "SW:", VERSION = 1, BODY = 34, WHOLE = 98, LENGTH = WHOLE / 2 * 3, ON_SCREEN = 0x80;
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const SCOPES = [null, "household", "person", "visitor", "courier", "worker", "vehicle"];
  const STEP = 30, DIGITS = 6, WEEK = 7 * 86400, FIRST_MONDAY = 4 * 86400, LONGEST = 14 * 86400;
  const STILL_TRUE = ["valid", "not_yet", "expired", "stale"];
  const HALF_ORDER = hexBytes("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
  const HMAC = { name: "HMAC", hash: "SHA-256" }, ECDSA = { name: "ECDSA", hash: "SHA-256" };

  async function importKeys(written) {
    const keys = new Map();
    for (const { id, public: point, code } of written) {
      keys.set(id, {
        public: await crypto.subtle.importKey("raw", base64Bytes(point), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]),
        code: await crypto.subtle.importKey("raw", base64Bytes(code), HMAC, false, ["sign"]),
      });
    }
    return keys;
  }

  async function check(text, { keys, community, at }) {
    const read = readText(text);
    if (read.verdict) return { verdict: read.verdict, pass: null, key: null };
    const { data, code } = read, view = new DataView(data.buffer), id = view.getUint16(1), key = keys.get(id);
    const refused = (verdict) => ({ verdict, pass: null, key: null });
    if (!key) return refused("unknown_key");
    const body = data.subarray(0, BODY), signature = data.subarray(BODY);
    const isSigned = !isAbove(signature.subarray(32), HALF_ORDER)  // a pass has one text
      && await crypto.subtle.verify(ECDSA, key.public, signature, body);
    // another community's key has the same number, and is not held here
    if (!isSigned) return refused(hex(data.subarray(11, 15)) === community ? "forged" : "unknown_key");
    const scope = SCOPES[data[15] & ~ON_SCREEN];
    if (!scope) return refused("unknown_version");
    const begins = view.getUint32(25), ends = view.getUint32(29), persons = data[24], onScreen = data[15] >= ON_SCREEN;
    if (begins >= ends || persons === 0 || ends > retiresAt(id)) return refused("forged");
    if (code && !onScreen) return refused("damaged");
    const pass = {
      id: hex(data.subarray(3, 11)), community: hex(data.subarray(11, 15)), household: hex(data.subarray(16, 24)),
      scope, onScreen, persons, notBefore: new Date(begins * 1000), expires: new Date(ends * 1000), uses: data[33],
    };
    return { verdict: await judgeTime(pass, code, key, data.subarray(3, 11), community, at), pass, key: id };
  }

  /* No pass begins or ends with a space. All small letters: a keyboard with its lock on. */
  function scanned(text) {
    const inner = text.replace(/^[ \t\r\n\0]+|[ \t\r\n\0]+$/g, "").replace(/^\][A-Z][0-9]/, "");
    const isSmall = /^[\0-\x7f]*$/.test(inner) && inner.startsWith(PREFIX.toLowerCase()) && inner === inner.toLowerCase();
    return isSmall ? inner.toUpperCase() : inner;
  }

  function judge({ verdict, pass }, lists, gate) {
    const told = (verdict, goTo = []) => ({ verdict, goTo, issued: known ? known.issued : null });
    const known = pass && STILL_TRUE.includes(verdict) && Object.hasOwn(lists.passes, pass.id) ? lists.passes[pass.id] : null;
    if (!pass || !STILL_TRUE.includes(verdict)) return told(verdict);
    if (lists.revoked.includes(pass.id)) return told("revoked");
    if (verdict !== "valid") return told(verdict);
    if (pass.uses > 0 && known && (known.used || 0) >= pass.uses) return told("used_up");
    const goodAt = known && known.gates && known.gates.length ? known.gates : lists.open_exit ? [lists.open_exit] : [];
    return goodAt.length && !goodAt.includes(gate) ? told("wrong_gate", goodAt) : told("valid");
  }

  function readText(text) {
    if (!text.startsWith(PREFIX)) return { verdict: "damaged" };
    const written = text.slice(PREFIX.length), begins = written.length < 3 ? null : base45(written.slice(0, 3));
    if (!begins) return { verdict: "damaged" };
    if (begins[0] !== VERSION) return { verdict: "unknown_version" };
    const data = base45(written.slice(0, LENGTH)), code = written.slice(LENGTH);
    const isWhole = data && data.length === WHOLE && (code === "" || /^[0-9]{6}$/.test(code));
    return isWhole ? { data, code } : { verdict: "damaged" };
  }

  async function judgeTime(pass, code, key, number, community, at) {
    if (pass.community !== community) return "elsewhere";
    if (at < pass.notBefore) return "not_yet";
    if (at >= pass.expires) return "expired";
    if (pass.onScreen && !await codeFits(code, key, number, at)) return "stale";
    return "valid";
  }

  async function codeFits(code, key, number, at) {
    const named = new Uint8Array([...new TextEncoder().encode("shouwang pass code"), ...number]);
    const secret = await crypto.subtle.sign("HMAC", key.code, named), now = stepOf(at);
    for (const step of [now, now - 1, now + 1]) {
      if (step >= 0 && await codeOf(secret, step) === code) return true;
    }
    return false;
  }

  const codeAt = (secret, at) => codeOf(secret, stepOf(at));
  const stepOf = (at) => Math.floor(at.getTime() / 1000 / STEP);
  async function codeOf(secret, step) {
    const key = await crypto.subtle.importKey("raw", secret, HMAC, false, ["sign"]), counter = new DataView(new ArrayBuffer(8));
    counter.setUint32(4, step);
    const digest = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
    const number = digest.getUint32(digest.getUint8(digest.byteLength - 1) & 15) & 0x7fffffff;
    return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
  }

  /* What a key signed is over two weeks after its week: the seconds since 1970 at which that is. */
  const retiresAt = (id) => FIRST_MONDAY + ((id >> 4) + 1) * WEEK + LONGEST;

  function base45(text) {
    const read = [];
    for (let begins = 0; begins < text.length; begins += 3) {
      const places = [...text.slice(begins, begins + 3)].map((character) => ALPHABET.indexOf(character));
      const value = places.reduceRight((sum, place) => sum * 45 + place, 0), bytes = places.length - 1;
      if (bytes === 0 || places.includes(-1) || value >= 256 ** bytes) return null;
      if (bytes === 2) read.push(value >> 8);
      read.push(value & 255);
    }
    return Uint8Array.from(read);
  }
  function isAbove(one, other) {
    const place = one.findIndex((byte, index) => byte !== other[index]);
    return place >= 0 && one[place] > other[place];
  }
  function hex(bytes) { return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""); }
  function hexBytes(text) { return Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16)); }
  function base64Bytes(text) { return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)); }

  return { importKeys, check, codeAt, scanned, judge };
})();
