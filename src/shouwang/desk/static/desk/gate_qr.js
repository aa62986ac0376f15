/* Draws the QR of a pass on a screen, without network: ISO/IEC 18004, version 7, level M, mask 0, letters as base45 has them.

   FOR A PAGE
     gateQr.modules("SW:…123456")   -> 45 rows of 45 booleans, true is dark; up to 178 of the characters of base45
     gateQr.draw(svg, text)         puts it into an <svg>, with the border of four that cameras need

   One version is enough: the text of a pass and its six digits are 156 characters. Any mask can be read; a pass is mostly
   signature, which has no pattern that a mask would have to break. */
"use strict";
const gateQr = (() => {
  const SIZE = 45, DATA = 124, BLOCKS = 4, CORRECTION = 18, BORDER = 4;
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const FORMAT = 0x5412, VERSION = 0x07c94, ALIGNED = [6, 22, 38];

  function modules(text) {
    const grid = Array.from({ length: SIZE }, () => new Array(SIZE).fill(null));
    drawPatterns(grid);
    const taken = grid.map((row) => row.map((module) => module !== null)), bits = bitsOf(codewords(text));
    let next = 0;
    for (let right = SIZE - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;  // the column of the clock
      for (let step = 0; step < SIZE; step++) {
        const y = ((right + 1) & 2) === 0 ? SIZE - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (!taken[y][x]) grid[y][x] = Boolean(bits[next++]) !== ((x + y) % 2 === 0);
        }
      }
    }
    return grid;
  }

  function drawPatterns(grid) {
    const set = (x, y, dark) => { if (x >= 0 && y >= 0 && x < SIZE && y < SIZE) grid[y][x] = Boolean(dark); };
    for (let place = 0; place < SIZE; place++) { set(6, place, place % 2 === 0); set(place, 6, place % 2 === 0); }
    for (const [left, top] of [[3, 3], [SIZE - 4, 3], [3, SIZE - 4]]) {
      each(4, (dx, dy) => { const far = Math.max(Math.abs(dx), Math.abs(dy)); set(left + dx, top + dy, far !== 2 && far !== 4); });
    }
    for (const x of ALIGNED) for (const y of ALIGNED) {
      const hasFinder = (x === 6 && y !== 22) || (y === 6 && x === 38);
      if (!hasFinder) each(2, (dx, dy) => set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1));
    }
    for (let bit = 0; bit < 15; bit++) {
      const dark = (FORMAT >> bit) & 1;
      if (bit < 6) set(8, bit, dark); else if (bit < 8) set(8, bit + 1, dark);
      else if (bit === 8) set(7, 8, dark); else set(14 - bit, 8, dark);
      if (bit < 8) set(SIZE - 1 - bit, 8, dark); else set(8, SIZE - 15 + bit, dark);
    }
    set(8, SIZE - 8, true);
    for (let bit = 0; bit < 18; bit++) {
      const dark = (VERSION >> bit) & 1, along = SIZE - 11 + bit % 3, across = Math.floor(bit / 3);
      set(along, across, dark);
      set(across, along, dark);
    }
  }
  function each(reach, draw) {
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) draw(dx, dy);
  }

  /* The text as 124 bytes, divided into blocks, each with its correction, laid one into the other. */
  function codewords(text) {
    const bits = [], push = (value, length) => { for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1); };
    const places = [...text].map((character) => ALPHABET.indexOf(character));
    if (places.includes(-1) || 13 + Math.ceil(places.length * 5.5) > DATA * 8) throw new RangeError("not the text of a pass");
    push(2, 4);
    push(places.length, 9);
    for (let begins = 0; begins < places.length; begins += 2) {
      if (begins + 1 < places.length) push(places[begins] * 45 + places[begins + 1], 11); else push(places[begins], 6);
    }
    push(0, Math.min(4, DATA * 8 - bits.length));
    push(0, (8 - bits.length % 8) % 8);
    const data = [];
    for (let begins = 0; begins < bits.length; begins += 8) data.push(parseInt(bits.slice(begins, begins + 8).join(""), 2));
    for (let pad = 0xec; data.length < DATA; pad ^= 0xec ^ 0x11) data.push(pad);
    const length = DATA / BLOCKS, blocks = Array.from({ length: BLOCKS }, (_, nth) => data.slice(nth * length, (nth + 1) * length));
    const woven = (rows) => rows[0].flatMap((_, place) => rows.map((row) => row[place]));
    return [...woven(blocks), ...woven(blocks.map(correction))];
  }

  /* Reed and Solomon over GF(256), x^8 + x^4 + x^3 + x^2 + 1. */
  function correction(data) {
    let divisor = [1], root = 1;
    for (let degree = 0; degree < CORRECTION; degree++, root = times(root, 2)) {
      divisor = [...divisor, 0].map((factor, place) => factor ^ (place ? times(divisor[place - 1], root) : 0));
    }
    const rest = new Array(CORRECTION).fill(0);
    for (const byte of data) {
      const factor = byte ^ rest.shift();
      rest.push(0);
      for (let place = 0; place < CORRECTION; place++) rest[place] ^= times(divisor[place + 1], factor);
    }
    return rest;
  }
  function times(one, other) {
    let product = 0;
    for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((other >> bit) & 1) * one);
    return product;
  }
  const bitsOf = (bytes) => bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));

  function draw(svg, text) {
    const whole = SIZE + 2 * BORDER, path = document.createElementNS("http://www.w3.org/2000/svg", "path"), dark = [];
    modules(text).forEach((row, y) => row.forEach((module, x) => { if (module) dark.push(`M${x + BORDER} ${y + BORDER}h1v1h-1z`); }));
    path.setAttribute("d", dark.join(""));
    path.setAttribute("fill", "#000");
    svg.setAttribute("viewBox", `0 0 ${whole} ${whole}`);
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.replaceChildren(path);
  }

  return { modules, draw };
})();
