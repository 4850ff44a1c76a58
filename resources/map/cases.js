// The marks of the open cases: drawn from sprites Python painted with the lists' own painter.
import { CanvasLayer } from './canvas.js';
import { NORMAL, urgency } from './store.js';

const MANY = 400; // more marks than this in view, and normal ones merge per duty grid
const REACH = 13; // pixels around the pointer in which a mark is hit
const RING = 12;

export class Cases {
  constructor(map, store, grids, theme) {
    Object.assign(this, { map, store, grids, theme, selected: 0, sprites: null, shown: 0 });
    this.layer = new CanvasLayer('cases', (ctx, frame) => this.paint(ctx, frame)).addTo(map);
  }

  // sheet: the picture; ratio: its pixels per CSS pixel; kinds and ring: cells as [x, y, w, h].
  setSprites(sheet, { ratio, kinds, ring }) {
    this.sprites = { sheet, ratio, kinds, ring };
    this.layer.redraw();
  }

  stamp(ctx, kind, x, y) {
    if (this.sprites) this.cut(ctx, this.sprites.kinds[kind], x, y);
  }

  cut(ctx, [left, top, w, h], x, y) {
    const { sheet, ratio: r } = this.sprites;
    ctx.drawImage(sheet, left * r, top * r, w * r, h * r, x - w / 2, y - h / 2, w, h);
  }

  paint(ctx, frame) {
    const { store } = this;
    const inView = this.count(frame, frame.view);
    this.shown = inView;
    this.merged = inView > MANY ? new Map() : null;
    const levels = [[], [], [], [], []];
    for (let i = 0; i < store.n; i++) {
      const x = frame.px(store.x[i]);
      const y = frame.py(store.y[i]);
      if (x < -20 || y < -20 || x > frame.width + 20 || y > frame.height + 20) continue;
      const level = urgency(store.kind[i]);
      if (store.handle[i] === this.selected) continue;
      if (this.merged && level <= NORMAL) this.gather(i, x, y);
      else levels[level].push(i, x, y);
    }
    if (this.merged) this.paintMerged(ctx, levels[NORMAL]);
    for (const marks of levels) {
      for (let j = 0; j < marks.length; j += 3) {
        this.stamp(ctx, store.kind[marks[j]], marks[j + 1], marks[j + 2]);
      }
    }
    this.paintSelected(ctx, frame);
  }

  count(frame, [left, top, right, bottom]) {
    const { store } = this;
    const [x0, x1] = [frame.toX(left), frame.toX(right)];
    const [y0, y1] = [frame.toY(top), frame.toY(bottom)];
    let found = 0;
    for (let i = 0; i < store.n; i++) {
      const x = store.x[i];
      const y = store.y[i];
      if (x >= x0 && x <= x1 && y >= y0 && y <= y1) found++;
    }
    return found;
  }

  gather(i, x, y) {
    const duty = this.store.duty[i];
    const group = this.merged.get(duty);
    if (!group) this.merged.set(duty, { n: 1, x, y, first: i });
    else {
      group.n++;
      group.x += x;
      group.y += y;
    }
  }

  paintMerged(ctx, alone) {
    const { theme } = this;
    ctx.font = theme.font(12, 600);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const group of this.merged.values()) {
      const [x, y] = [group.x / group.n, group.y / group.n];
      if (group.n === 1) {
        alone.push(group.first, x, y);
        continue;
      }
      const radius = group.n > 99 ? 14 : 11;
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 7);
      ctx.fillStyle = theme.color('field');
      ctx.fill();
      ctx.lineWidth = 1.4;
      ctx.strokeStyle = theme.color('ink2');
      ctx.stroke();
      ctx.fillStyle = theme.color('ink');
      ctx.fillText(String(group.n), x, y + 0.5);
    }
  }

  paintSelected(ctx, frame) {
    const at = this.store.index.get(this.selected);
    if (at === undefined) return;
    const { theme } = this;
    const [wx, wy] = [this.store.x[at], this.store.y[at]];
    const [x, y] = [frame.px(wx), frame.py(wy)];
    this.grids.outline(ctx, frame, this.grids.find(wx, wy));
    ctx.beginPath();
    ctx.arc(x, y, RING, 0, 7);
    ctx.fillStyle = theme.color('field');
    ctx.fill();
    if (this.sprites) this.cut(ctx, this.sprites.ring, x, y);
    this.stamp(ctx, this.store.kind[at], x, y);
  }

  select(handle) {
    if (handle === this.selected) return;
    this.selected = handle;
    this.layer.redraw();
  }

  // Where a case stands in the window, or null when it is not on the map.
  point(handle) {
    const at = this.store.index.get(handle);
    if (at === undefined) return null;
    const k = 2 ** this.map.getZoom();
    const layer = L.point(this.store.x[at] * k, this.store.y[at] * k)
      .subtract(this.map.getPixelOrigin());
    return this.map.layerPointToContainerPoint(layer);
  }

  // Handle of the mark under a point of the window, the most urgent first; 0 when none.
  hit(point) {
    const { store } = this;
    const k = 2 ** this.map.getZoom();
    const spot = this.map.containerPointToLayerPoint(point).add(this.map.getPixelOrigin());
    let best = 0;
    let bestCost = Infinity;
    for (let i = 0; i < store.n; i++) {
      const dx = store.x[i] * k - spot.x;
      const dy = store.y[i] * k - spot.y;
      const far = dx * dx + dy * dy;
      const level = urgency(store.kind[i]);
      if (far > REACH * REACH || (this.merged && level <= NORMAL
        && this.merged.get(store.duty[i])?.n > 1)) continue;
      const cost = far - level * 40;
      if (cost < bestCost) [best, bestCost] = [store.handle[i], cost];
    }
    return best;
  }
}
