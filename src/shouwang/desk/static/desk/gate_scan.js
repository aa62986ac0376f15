/* A pass at the barrier: read by the camera where the browser can, else typed by a hand scanner into the box.

   gateScan.isPass(text)             whether it is meant as one
   gateScan.read(text, list, said, {gate, at}) -> Promise<{verdict, isGood, headline, said, home, who, issued}>
       home: of the list, whose pass it is, undefined where it is of nobody here; said: gateBook.saidHere(), in which a
       pass may have been used since
   gateScan.canSee()                 -> Promise<boolean>     gateScan.look(video) -> Promise<text or null>   null: stopped
   gateScan.stop() */
"use strict";
self.gateScan = (() => {
  const WHO = { household: "resident", person: "resident", visitor: "visitor", courier: "courier", worker: "worker", vehicle: "vehicle" };
  let stream = null, keys = null;

  const isPass = (text) => /^(\][A-Z]\d)?SW:/i.test(text.trim());
  async function read(text, list, said, { gate, at }) {
    const passes = withUses(list.passes, said.filter((one) => one.isNew && one.shown && isUse(one)));
    if (keys?.of !== list) keys = { of: list, map: await gatePass.importKeys(passes.keys) };
    const checked = await gatePass.check(gatePass.scanned(text), { keys: keys.map, community: passes.community, at: new Date(at) });
    const { verdict, goTo, issued } = gatePass.judge(checked, passes, gate), words = passes.words[verdict] ?? {};
    const names = goTo.map((one) => passes.gates[one]).filter(Boolean).join(", ");
    return {
      verdict, isGood: Boolean(words.is_good), headline: words.headline ?? verdict, said: (words.said ?? "").replace("%(gates)s", names),
      home: checked.pass ? gateFind.byPass(list.still.homes, checked.pass.household) : undefined,
      who: WHO[checked.pass?.scope] ?? "resident", issued, number: checked.pass?.id ?? "",
    };
  }

  /* Who lives here asks to go out, a guest to come in; the way back is no use of a pass. */
  const isUse = (one) => gateBook.PASSED.includes(one.outcome) && (one.who === "resident") === (one.direction === "out");

  function withUses(lists, used) {
    const passes = { ...lists.passes };
    for (const { shown } of used) {  // a pass that is younger than the list is counted as well
      const known = passes[shown] ?? { issued: null };
      passes[shown] = { ...known, used: (known.used ?? 0) + 1 };
    }
    return { ...lists, passes };
  }

  async function canSee() {
    if (!self.BarcodeDetector || !navigator.mediaDevices) return false;
    return (await BarcodeDetector.getSupportedFormats().catch(() => [])).includes("qr_code");
  }
  async function look(video) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const mine = stream;
    video.srcObject = mine;
    video.hidden = false;
    await video.play();
    try {
      while (stream === mine) {
        const found = (await detector.detect(video).catch(() => [])).map((code) => code.rawValue).find(isPass);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
      return null;
    } finally { stop(); video.hidden = true; }
  }
  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }
  return { isPass, read, canSee, look, stop };
})();
