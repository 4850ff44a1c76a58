// Roads by rank (1 main, 2 secondary, 3 lane) and their names beside the line they belong to.
import { meets, shape } from './canvas.js';

const FROM = { 1: 9, 2: 12, 3: 14 }; // first zoom a rank is drawn at
const THIN = { 1: 2, 2: 1.4, 3: 1 }; // never thinner than this, in pixels
const NAMED_FROM = { 1: 13, 2: 15, 3: 16 };
const APART = 560; // pixels between two names of one road

export const prepareRoads = (roads) =>
  roads
    .filter((road) => road.line && road.line.length > 1)
    .map((road) => ({
      name: road.name || '', rank: FROM[road.rank] ? road.rank : 3, width: road.width_m || 8,
      line: shape(road.line),
    }))
    .sort((a, b) => b.rank - a.rank);

const seen = (frame, roads) =>
  roads.filter((road) => frame.zoom >= FROM[road.rank] && meets(road.line.box, frame.box));

const breadth = (frame, road) => Math.max(THIN[road.rank], road.width / frame.mpp);

export function paintRoads(ctx, frame, roads, theme) {
  const drawn = seen(frame, roads);
  ctx.strokeStyle = theme.color('map_casing');
  for (const road of drawn) {
    if (road.rank === 3 && frame.zoom < 17) continue;
    stroke(ctx, frame, road, breadth(frame, road) + 2);
  }
  ctx.strokeStyle = theme.color('map_road');
  for (const road of drawn) stroke(ctx, frame, road, breadth(frame, road));
}

function stroke(ctx, frame, road, width) {
  ctx.lineWidth = width;
  ctx.beginPath();
  frame.trace(ctx, road.line);
  ctx.stroke();
}

export function paintRoadNames(ctx, frame, roads, theme, taken) {
  ctx.font = theme.font(12, 400);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 3;
  for (const road of [...roads].reverse()) {
    if (!road.name || frame.zoom < NAMED_FROM[road.rank] || !meets(road.line.box, frame.box)) continue;
    for (const spot of spots(frame, road.line)) write(ctx, road.name, spot, theme, taken);
  }
}

// Points along the visible line, APART pixels from each other, with the direction there.
function spots(frame, line) {
  const found = [];
  let since = APART * 0.6;
  for (let i = 1; i < line.n; i++) {
    const [x0, y0] = [frame.px(line.x[i - 1]), frame.py(line.y[i - 1])];
    const [dx, dy] = [frame.px(line.x[i]) - x0, frame.py(line.y[i]) - y0];
    const length = Math.hypot(dx, dy);
    if (length === 0) continue;
    let along = 0;
    while (since + (length - along) >= APART) {
      along += APART - since;
      since = 0;
      const [x, y] = [x0 + (dx * along) / length, y0 + (dy * along) / length];
      const [left, top, right, bottom] = frame.view;
      if (x > left - 60 && x < right + 60 && y > top - 60 && y < bottom + 60) {
        found.push({ x, y, steep: Math.abs(dy) > Math.abs(dx) });
      }
      if (found.length > 12) return found;
    }
    since += length - along;
  }
  return found;
}

// Chinese names stand upright on roads that run north; Latin ones are turned.
function write(ctx, name, { x, y, steep }, theme, taken) {
  const chinese = /[\u4e00-\u9fff]/.test(name);
  const wide = ctx.measureText(name).width / 2 + 6;
  const tall = steep ? (chinese ? [...name].length * 7 + 6 : wide) : 9;
  const half = steep ? 9 : wide;
  if (!taken.take([x - half, y - tall, x + half, y + tall])) return;
  ctx.save();
  ctx.translate(x, y);
  ctx.strokeStyle = theme.color('map_halo');
  ctx.fillStyle = theme.color('map_label');
  const letters = steep && chinese ? [...name] : [name];
  if (steep && !chinese) ctx.rotate(-Math.PI / 2);
  for (const paint of ['strokeText', 'fillText']) {
    letters.forEach((text, i) => ctx[paint](text, 0, (i - (letters.length - 1) / 2) * 13.5));
  }
  ctx.restore();
}
