// Worker: turns packed drawings (console/tiles/drawing.py) into pixels in the console's colours.
// Nothing of a drawing is trusted: counts end where its bytes end.
const MAGIC = 0x31564d57; // "WMV1"
const KEPT = 48;
const HIGHEST = 8;
const FAMILY = '"Microsoft YaHei UI","Noto Sans CJK SC","Noto Sans SC",sans-serif';
const [GREEN, WATER, RIVER, BUILDING, RAIL, BORDER, ROAD3, ROAD2, ROAD1] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const AREAS = { [GREEN]: 'map_park', [WATER]: 'map_water', [BUILDING]: 'map_block' };
// Width in pixels of the screen at level 14 of the map, and how it grows with each level.
const LINES = {
  [RIVER]: ['map_water', 2, 1.4], [RAIL]: ['map_boundary', 1, 1.2], [BORDER]: ['map_boundary', 1, 1],
  [ROAD3]: ['map_road', 1.6, 1.7], [ROAD2]: ['map_road', 3, 1.5], [ROAD1]: ['map_road', 4.5, 1.4],
};
const FROM = { [BUILDING]: 14, [ROAD3]: 13 };
const NAMES = { 1: [14, 400, ''], 2: [12, 400, 'italic '], 3: [12, 400, ''] };

let tokens = {};
const kept = new Map(); // address to a promise of a drawing or null
const running = new Map(); // ticket to what breaks it off

function open(buffer) {
  const head = new DataView(buffer);
  if (buffer.byteLength < 16 || head.getUint32(0, true) !== MAGIC) return null;
  const [shapes, words, length] = [4, 8, 12].map((at) => head.getUint32(at, true));
  if (16 + 16 * shapes + 4 * words + length !== buffer.byteLength) return null;
  return {
    shapes: new Uint32Array(buffer, 16, 4 * shapes),
    words: new Uint32Array(buffer, 16 + 16 * shapes, words),
    names: JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, buffer.byteLength - length))),
  };
}

async function bring(address) {
  if (!kept.has(address)) {
    const coming = fetch(address, { cache: 'no-store' })
      .then(async (answer) => (answer.ok ? open(await answer.arrayBuffer()) : null))
      .catch(() => null);
    kept.set(address, coming);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }
  const found = await kept.get(address);
  if (!found) kept.delete(address); // it may be there later
  return found;
}

function trace(ctx, words, start, count, scale, left, top, close) {
  const end = Math.min(start + count, words.length);
  let [x, y, at] = [0, 0, start];
  while (at < end) {
    const deed = words[at] & 7;
    let turns = words[at++] >>> 3;
    if (deed === 7) {
      if (close) ctx.closePath();
      continue;
    }
    if (deed !== 1 && deed !== 2) return;
    for (; turns > 0 && at + 1 < end; turns--, at += 2) {
      x += (words[at] >>> 1) ^ -(words[at] & 1);
      y += (words[at + 1] >>> 1) ^ -(words[at + 1] & 1);
      if (deed === 1) ctx.moveTo(x * scale - left, y * scale - top);
      else ctx.lineTo(x * scale - left, y * scale - top);
    }
  }
}

const color = (name) => tokens[name] || '#808080';

// All shapes of a class as one path for lines, each on its own for areas (holes are its own).
function shapes(ctx, drawn, view, kind, draw) {
  const { shapes: all, words } = drawn;
  for (let i = 0; i + 3 < all.length; i += 4) {
    if (all[i] !== kind || !all[i + 1]) continue;
    ctx.beginPath();
    trace(ctx, words, all[i + 2], all[i + 3], view.size / all[i + 1], view.left, view.top, kind in AREAS);
    draw();
  }
}

function paintLines(ctx, drawn, view, kind) {
  const [name, width, growth] = LINES[kind];
  const wide = Math.max(0.6, width * growth ** (view.zoom - 14)) * view.ratio;
  ctx.lineCap = 'round';
  if (name === 'map_road' && view.zoom >= 12) {
    ctx.strokeStyle = color('map_casing');
    ctx.lineWidth = wide + 1.4 * view.ratio;
    shapes(ctx, drawn, view, kind, () => ctx.stroke());
  }
  ctx.strokeStyle = color(name);
  ctx.lineWidth = wide;
  ctx.setLineDash(kind === BORDER ? [8, 3, 2, 3] : []);
  shapes(ctx, drawn, view, kind, () => ctx.stroke());
  ctx.setLineDash([]);
}

function paintNames(ctx, drawn, view) {
  const taken = [];
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const [kind, px, py, text] of drawn.names) {
    const [size, weight, slant] = NAMES[kind] || NAMES[1];
    const height = size * view.ratio;
    ctx.font = `${slant}${weight} ${height}px ${FAMILY}`;
    const half = ctx.measureText(text).width / 2 + 3 * view.ratio;
    let [x, y] = [px * view.size - view.left, py * view.size - view.top];
    if (x < 0 || y < 0 || x >= view.side || y >= view.side || 2 * half > view.side) continue;
    x = Math.min(Math.max(x, half), view.side - half); // whole on its own tile
    y = Math.min(Math.max(y, height), view.side - height);
    const box = [x - half, y - height, x + half, y + height];
    if (taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) continue;
    taken.push(box);
    ctx.lineWidth = 3 * view.ratio;
    ctx.strokeStyle = color('map_halo');
    ctx.strokeText(text, x, y);
    ctx.fillStyle = color('map_label');
    ctx.fillText(text, x, y);
  }
}

function paint(drawn, up, { x, y, z, side, ratio }) {
  const canvas = new OffscreenCanvas(side, side);
  const ctx = canvas.getContext('2d');
  const part = 2 ** up - 1;
  const view = {
    side, ratio, zoom: z + 1, size: side * 2 ** up, left: (x & part) * side, top: (y & part) * side,
  };
  ctx.fillStyle = color('map_land');
  ctx.fillRect(0, 0, side, side);
  for (const kind of [GREEN, WATER, RIVER, BUILDING, RAIL, BORDER, ROAD3, ROAD2, ROAD1]) {
    if (view.zoom < (FROM[kind] || 0)) continue;
    if (kind in AREAS) {
      ctx.fillStyle = color(AREAS[kind]);
      shapes(ctx, drawn, view, kind, () => ctx.fill('evenodd'));
    } else paintLines(ctx, drawn, view, kind);
  }
  paintNames(ctx, drawn, view);
  return canvas.transferToImageBitmap();
}

async function answer(wanted) {
  const { ticket, number, renewed, z, x, y, least, most } = wanted;
  running.set(ticket, true);
  let bitmap = null;
  for (let up = Math.max(0, z - most); !bitmap && z - up >= least && up <= HIGHEST; up++) {
    const drawn = await bring(`tiles/${number}/${z - up}/${x >> up}/${y >> up}?${renewed}`);
    if (!running.has(ticket)) return;
    if (drawn) bitmap = paint(drawn, up, wanted);
  }
  running.delete(ticket);
  postMessage({ ticket, bitmap }, bitmap ? [bitmap] : []);
}

onmessage = ({ data }) => {
  if (data.tokens) tokens = data.tokens;
  else if (data.drop) running.delete(data.drop);
  else answer(data);
};
