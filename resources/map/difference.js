// What a file of ground would change: told apart by fill and line, not by colour (DESIGN.md 1).
// Packed: u4 n | u4 m | f8 lon[m] | f8 lat[m] | u4 start[n + 1] | u4 thing[n] | u1 kind[n]; outline i
// owns the points start[i] up to start[i + 1] and belongs to the thing of that number.
import { Overlay } from './canvas.js';
import { holds, meets, unpackRings } from './geometry.js';

// In the order of KINDS in console/viewmodels/ground_preview.py.
const STYLES = [
  { line: 'accent', width: 2, dash: [], fill: 'tint' }, // new
  { line: 'accent', width: 2, dash: [8, 4], fill: 'rising' }, // outline changed
  { line: 'ink2', width: 1.2, dash: [2, 3], fill: '' }, // attributes changed
  { line: 'ink3', width: 1.4, dash: [5, 3], fill: 'crossed' }, // ended
  { line: 'ink', width: 2.6, dash: [], fill: 'dotted' }, // left out
  { line: 'ink', width: 1.4, dash: [1, 3], fill: 'dots' }, // remark
];
const STEP = 8; // pixels of one piece of a pattern

// A piece of a fill, drawn once and repeated.
function piece(name, color) {
  const made = document.createElement('canvas');
  made.width = made.height = STEP;
  const ctx = made.getContext('2d');
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.lineWidth = 1;
  const line = (...at) => {
    ctx.beginPath();
    ctx.moveTo(at[0], at[1]);
    ctx.lineTo(at[2], at[3]);
    ctx.stroke();
  };
  if (name === 'rising' || name === 'crossed') line(0, STEP, STEP, 0);
  if (name === 'crossed') line(0, 0, STEP, STEP);
  if (name === 'dotted') ctx.fillRect(2, 2, 3, 3);
  if (name === 'dots') ctx.fillRect(3, 3, 1, 1);
  return made;
}

// What a kind is filled with; made once for a drawing, not for each outline.
function filling(ctx, { fill, line }, theme) {
  const color = theme.color(line);
  return !fill || fill === 'tint' ? color : ctx.createPattern(piece(fill, color), 'repeat');
}

function paintFill(ctx, style, filled, path) {
  if (!style.fill) return;
  ctx.globalAlpha = style.fill === 'tint' ? 0.16 : 0.7;
  ctx.fillStyle = filled;
  ctx.fill(path);
  ctx.globalAlpha = 1;
}

function paintLine(ctx, style, theme, path) {
  ctx.setLineDash(style.dash);
  ctx.lineWidth = style.width;
  ctx.strokeStyle = theme.color(style.line);
  ctx.stroke(path);
  ctx.setLineDash([]);
}

// A small square in the look of a kind, for the legend.
export function differenceSwatch(kind, theme) {
  const made = document.createElement('canvas');
  made.width = 22;
  made.height = 14;
  made.className = 'difference';
  const path = new Path2D();
  path.rect(2, 2, 18, 10);
  const ctx = made.getContext('2d');
  paintFill(ctx, STYLES[kind], filling(ctx, STYLES[kind], theme), path);
  paintLine(ctx, STYLES[kind], theme, path);
  return made;
}

export class Difference extends Overlay {
  constructor(map, theme) {
    super(map, theme, 'areas');
    this.rings = [];
  }

  replace(buffer) {
    const { n, rings, end } = unpackRings(buffer);
    const things = new Uint32Array(buffer, end, n);
    const kinds = new Uint8Array(buffer, end + 4 * n, n);
    this.rings = rings.map((one, i) => ({ ...one, thing: things[i], kind: kinds[i] }));
    this.redraw();
  }

  // The thing on top: remarks lie over what they are about.
  hit(point) {
    const { x, y } = this.spot(point);
    const found = this.rings.findLast((ring) => holds(ring, x, y));
    return found ? found.thing : -1;
  }

  paint(ctx, frame) {
    const fills = STYLES.map((style) => filling(ctx, style, this.theme));
    for (const ring of this.rings) {
      if (!meets(ring.box, frame.box)) continue;
      const path = new Path2D();
      path.moveTo(frame.px(ring.x[0]), frame.py(ring.y[0]));
      for (let at = 1; at < ring.n; at++) path.lineTo(frame.px(ring.x[at]), frame.py(ring.y[at]));
      path.closePath();
      paintFill(ctx, STYLES[ring.kind], fills[ring.kind], path);
      paintLine(ctx, STYLES[ring.kind], this.theme, path);
    }
  }
}
