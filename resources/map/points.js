// Things at a place: components, closed cases, inspectors with the way of today.
// Packed: u4 n | u4 m | u4 t | u4 0 | f8 lon[n] | f8 lat[n] | f8 track lon[m] | f8 track lat[m] |
// u4 track start[t + 1] | u1 form[n]; a form is one of FORMS' drawings for the layer.
import { Overlay } from './canvas.js';
import { ring, worldX, worldY } from './geometry.js';

const REACH = 9; // pixels around the pointer in which a thing is hit
const SMALL = 16; // below this zoom things are dots

export class Points extends Overlay {
  constructor(map, theme, { pane, form, from }) {
    super(map, theme, pane);
    Object.assign(this, { form, from, n: 0, tracks: [] });
  }

  replace(buffer) {
    const head = new DataView(buffer);
    const [n, m, t] = [0, 4, 8].map((at) => head.getUint32(at, true));
    const ways = 16 + 16 * n;
    this.n = n;
    this.x = new Float64Array(buffer, 16, n).map(worldX);
    this.y = new Float64Array(buffer, 16 + 8 * n, n).map(worldY);
    const x = new Float64Array(buffer, ways, m).map(worldX);
    const y = new Float64Array(buffer, ways + 8 * m, m).map(worldY);
    const start = new Uint32Array(buffer, ways + 16 * m, t + 1);
    this.state = new Uint8Array(buffer, ways + 16 * m + 4 * (t + 1), n);
    this.tracks = Array.from({ length: t }, (_, at) => ring(x, y, start[at], start[at + 1]));
    this.redraw();
  }

  hit(point) {
    if (this.map.getZoom() < this.from) return -1;
    const spot = this.spot(point);
    let [best, least] = [-1, REACH * REACH];
    for (let i = 0; i < this.n; i++) {
      const far = ((this.x[i] - spot.x) * spot.k) ** 2 + ((this.y[i] - spot.y) * spot.k) ** 2;
      if (far <= least) [best, least] = [i, far];
    }
    return best;
  }

  paint(ctx, frame) {
    if (frame.zoom < this.from) return;
    ctx.strokeStyle = this.theme.color('accent');
    ctx.lineWidth = 1;
    ctx.globalAlpha = 0.4; // ways are many: seen, but below everything
    for (const way of this.tracks) {
      if (!way.n) continue;
      ctx.beginPath();
      frame.trace(ctx, way);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    for (let i = 0; i < this.n; i++) {
      const [x, y] = [frame.px(this.x[i]), frame.py(this.y[i])];
      if (x < -12 || y < -12 || x > frame.width + 12 || y > frame.height + 12) continue;
      FORMS[this.form](ctx, x, y, this.state[i], frame.zoom < SMALL, this.theme);
    }
  }
}

// A sign as the legend shows it.
export function sign(ctx, form, state, x, y, theme) { FORMS[form]?.(ctx, x, y, state, false, theme); }

// The outline says what it is, the fill its state: read without colour (DESIGN.md 2).
const FORMS = {
  // 0 sound, 1 damaged or lost, 2 other
  square(ctx, x, y, state, small, theme) {
    const half = small ? 2 : 4;
    ctx.fillStyle = theme.color(state === 1 ? 'ink' : 'field');
    ctx.strokeStyle = theme.color(state === 2 || small ? 'line3' : 'ink2');
    ctx.lineWidth = small ? 0.8 : 1.2;
    ctx.fillRect(x - half, y - half, 2 * half, 2 * half);
    ctx.strokeRect(x - half, y - half, 2 * half, 2 * half);
  },
  // 0 closed, 1 ended otherwise (void, merged, declined)
  cross(ctx, x, y, state, small, theme) {
    const half = small ? 2 : 3.5;
    ctx.strokeStyle = theme.color(state ? 'line3' : 'ink3');
    ctx.lineWidth = 1.4;
    ctx.beginPath();
    ctx.moveTo(x - half, y - half);
    ctx.lineTo(x + half, y + half);
    ctx.moveTo(x - half, y + half);
    ctx.lineTo(x + half, y - half);
    ctx.stroke();
  },
  // 0 seen lately, 1 silent for long
  person(ctx, x, y, state, small, theme) {
    ctx.fillStyle = theme.color(state ? 'field' : 'accent');
    ctx.strokeStyle = theme.color(state ? 'line3' : 'map_halo');
    ctx.lineWidth = 1.6;
    ctx.beginPath();
    ctx.arc(x, y - 5, 3.4, 0, 7);
    ctx.moveTo(x + 6, y + 6);
    ctx.arc(x, y + 6, 6, 0, Math.PI, true);
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  },
};
