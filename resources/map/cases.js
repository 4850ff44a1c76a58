// The marks of the open cases, from sprites Python painted with the lists' own painter. The worker
// paints them; the page answers what lies where.
import { Frame, sharpness } from './canvas.js';
import { Picture } from './picture.js';
import { NORMAL, urgency } from './store.js';

const REACH = 13; // pixels around the pointer in which a mark is hit
const RING = 12;
const AIR = 4; // pixels around the chosen case's drawing

const still = window.matchMedia('(prefers-reduced-motion: reduce)');

export class Cases {
  constructor(map, store, grids, theme, painter) {
    Object.assign(this, { map, store, grids, theme, painter, selected: 0, sprites: null, merged: null, seen: true, calm: false });
    this.layer = new Picture('cases', painter).addTo(map);
    this.layer.on('shown', ({ merged }) => { this.merged = merged && new Set(merged); });
    this.chosen = L.DomUtil.create('canvas', '', map.getPane('cases'));
    this.chosen.style.pointerEvents = 'none';
    map.on('moveend', this.drawChosen, this);
  }

  get idle() { return this.layer.idle && this.painter.idle; }

  // sheet: the picture; ratio: its pixels per CSS pixel; kinds and ring: cells as [x, y, w, h].
  async setSprites(sheet, { ratio, kinds, ring }) {
    const copy = await createImageBitmap(sheet);
    this.sprites = { sheet, ratio, kinds, ring };
    this.painter.tell('sprites', { sheet: copy, cells: { ratio, kinds } }, [copy]);
    this.redraw();
  }

  // What is not seen is not pointed at either.
  show(on) {
    this.seen = on;
    this.map.getPane('cases').style.display = on ? '' : 'none';
  }

  // On a wall each case has its mark, however many there are, and none fades in.
  forWall(on) {
    this.calm = on;
    this.painter.tell('merge', { on: !on });
  }

  // Colours have changed.
  setTheme() {
    const [field, ink, ink2] = ['field', 'ink', 'ink2'].map((name) => this.theme.color(name));
    this.painter.tell('look', { look: { field, ink, ink2, font: this.theme.font(12, 600) } });
    this.redraw();
  }

  redraw() {
    this.layer.redraw();
    this.drawChosen();
  }

  // Everything anew, packed as the store takes it.
  replace(buffer) {
    this.store.replace(buffer);
    const columns = this.store.pack();
    this.painter.tell('rows', { columns }, columns.map((column) => column.buffer));
    this.redraw();
  }

  // Changed or new rows, and handles of the gone; only what they touch is painted, and fades in.
  change(put, gone) {
    if (!put.length && !gone.length) return;
    for (const row of put) this.store.put(row);
    for (const handle of gone) this.store.drop(handle);
    this.painter.tell('change', { put, gone, fade: !still.matches && !this.calm });
    if (put.some(([handle]) => handle === this.selected) || gone.includes(this.selected)) {
      this.drawChosen();
    }
  }

  stamp(ctx, kind, x, y) {
    if (this.sprites) this.cut(ctx, this.sprites.kinds[kind], x, y);
  }

  cut(ctx, [left, top, w, h], x, y) {
    const { sheet, ratio: r } = this.sprites;
    ctx.drawImage(sheet, left * r, top * r, w * r, h * r, x - w / 2, y - h / 2, w, h);
  }

  // How many cases are in view.
  get shown() {
    const { store, map } = this;
    const size = map.getSize();
    const k = 2 ** map.getZoom();
    const corner = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    const [x0, y0] = [corner.x / k, corner.y / k];
    const [x1, y1] = [x0 + size.x / k, y0 + size.y / k];
    let found = 0;
    for (let i = 0; i < store.n; i++) {
      const x = store.x[i];
      const y = store.y[i];
      if (x >= x0 && x <= x1 && y >= y0 && y <= y1) found++;
    }
    return found;
  }

  select(handle) {
    if (handle === this.selected) return;
    this.selected = handle;
    this.painter.tell('select', { handle });
    this.drawChosen();
  }

  // The chosen case and its grid, above all others, on a canvas no larger than they are.
  drawChosen() {
    const { map, store, grids, chosen } = this;
    const at = store.index.get(this.selected);
    chosen.style.display = at === undefined ? 'none' : '';
    if (at === undefined) return;
    const grid = grids.find(store.x[at], store.y[at]);
    const box = this.boxOfChosen(at, grids.rings[grid]);
    const [width, height] = [box[2] - box[0], box[3] - box[1]];
    if (width <= 0 || height <= 0) {
      chosen.style.display = 'none';
      return;
    }
    const ratio = sharpness();
    [chosen.width, chosen.height] = [Math.ceil(width * ratio), Math.ceil(height * ratio)];
    [chosen.style.width, chosen.style.height] = [`${width}px`, `${height}px`];
    const corner = L.point(box[0], box[1]);
    L.DomUtil.setPosition(chosen, corner);
    const ctx = chosen.getContext('2d');
    ctx.scale(ratio, ratio);
    this.paintChosen(ctx, new Frame(map, corner, width, height), at, grid);
  }

  // Around mark and grid, cut to the view and half of it on each side; pixels of the map's layer.
  boxOfChosen(at, ring) {
    const { map, store } = this;
    const k = 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const [x, y] = [store.x[at] * k - origin.x, store.y[at] * k - origin.y];
    const reach = RING + 6;
    const box = [x - reach, y - reach, x + reach, y + reach];
    if (ring) {
      [0, 1].forEach((i) => {
        const from = i ? origin.y : origin.x;
        box[i] = Math.min(box[i], ring.box[i] * k - from - AIR);
        box[i + 2] = Math.max(box[i + 2], ring.box[i + 2] * k - from + AIR);
      });
    }
    const size = map.getSize();
    const low = map.containerPointToLayerPoint([-size.x / 2, -size.y / 2]);
    const high = map.containerPointToLayerPoint([size.x * 1.5, size.y * 1.5]);
    return [
      Math.floor(Math.max(box[0], low.x)), Math.floor(Math.max(box[1], low.y)),
      Math.ceil(Math.min(box[2], high.x)), Math.ceil(Math.min(box[3], high.y)),
    ];
  }

  paintChosen(ctx, frame, at, grid) {
    const { store, theme } = this;
    const [x, y] = [frame.px(store.x[at]), frame.py(store.y[at])];
    this.grids.outline(ctx, frame, grid);
    ctx.beginPath();
    ctx.arc(x, y, RING, 0, 7);
    ctx.fillStyle = theme.color('field');
    ctx.fill();
    if (this.sprites) this.cut(ctx, this.sprites.ring, x, y);
    this.stamp(ctx, store.kind[at], x, y);
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

  // Whether case i lies in the mark of its duty grid; the chosen one is drawn above it.
  isMerged(i) {
    const { store, merged, selected } = this;
    return Boolean(merged) && urgency(store.kind[i]) <= NORMAL && store.handle[i] !== selected
      && merged.has(store.duty[i]);
  }

  // Handle of the mark under a point of the window, the most urgent first; 0 when none.
  hit(point) {
    const { store } = this;
    if (!this.seen) return 0;
    const k = 2 ** this.map.getZoom();
    const spot = this.map.containerPointToLayerPoint(point).add(this.map.getPixelOrigin());
    const [x, y, reach] = [spot.x / k, spot.y / k, REACH / k];
    let best = 0;
    let bestCost = Infinity;
    for (let i = 0; i < store.n; i++) {
      const dx = store.x[i] - x;
      const dy = store.y[i] - y;
      if (dx > reach || dx < -reach || dy > reach || dy < -reach) continue;
      const far = (dx * dx + dy * dy) * k * k;
      if (far > REACH * REACH || this.isMerged(i)) continue;
      const cost = far - urgency(store.kind[i]) * 40;
      if (cost < bestCost) [best, bestCost] = [store.handle[i], cost];
    }
    return best;
  }
}
