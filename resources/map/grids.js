// Unit grids: canvas tiles, each quad filled and stroked on its own (one huge path is slower).
import { holds, meets, worldX, worldY } from './canvas.js';

const TILE = 512;
const LINES_FROM = 14; // below, a hectare is a few pixels and lines would be a grey mush

const Tiles = L.GridLayer.extend({
  initialize(owner) {
    L.GridLayer.prototype.initialize.call(this, {
      tileSize: TILE, pane: 'grids', minZoom: 11, keepBuffer: 1, noWrap: true,
      updateWhenZooming: false,
    });
    this.owner = owner;
  },

  createTile(at) {
    const tile = document.createElement('canvas');
    const ratio = window.devicePixelRatio || 1;
    tile.width = tile.height = TILE * ratio;
    const ctx = tile.getContext('2d');
    ctx.scale(ratio, ratio);
    this.owner.paint(ctx, 2 ** at.z, at.x * TILE, at.y * TILE, at.z);
    return tile;
  },
});

export class Grids {
  constructor(map, theme) {
    Object.assign(this, { map, theme, rings: [], lines: true, back: false });
    this.layer = new Tiles(this).addTo(map);
  }

  // From the packed layout of console/viewmodels/map_state.py.
  replace(buffer) {
    const head = new DataView(buffer);
    const [n, m] = [head.getUint32(0, true), head.getUint32(4, true)];
    const x = new Float64Array(buffer, 8, m).map(worldX);
    const y = new Float64Array(buffer, 8 + 8 * m, m).map(worldY);
    const start = new Uint32Array(buffer, 8 + 16 * m, n + 1);
    this.rings = [];
    for (let i = 0; i < n; i++) {
      const ring = { x: x.subarray(start[i], start[i + 1]), y: y.subarray(start[i], start[i + 1]) };
      ring.n = ring.x.length;
      ring.box = [Math.min(...ring.x), Math.min(...ring.y), Math.max(...ring.x), Math.max(...ring.y)];
      this.rings.push(ring);
    }
    this.redraw();
  }

  showLines(on) {
    if (on === this.lines) return;
    this.lines = on;
    this.redraw();
  }

  // Over a basemap only the lines stay.
  stepBack(on) {
    if (on === this.back) return;
    this.back = on;
    this.redraw();
  }

  redraw() { this.layer.redraw(); }

  paint(ctx, k, left, top, zoom) {
    if (this.back && !(this.lines && zoom >= LINES_FROM)) return;
    const box = [left / k, top / k, (left + TILE) / k, (top + TILE) / k];
    ctx.fillStyle = this.theme.color('map_block');
    ctx.strokeStyle = this.theme.color(this.lines && zoom >= LINES_FROM ? 'map_grid' : 'map_block');
    ctx.lineWidth = zoom > LINES_FROM ? 1 : 0.5;
    for (const ring of this.rings) {
      if (!meets(ring.box, box)) continue;
      ctx.beginPath();
      ctx.moveTo(ring.x[0] * k - left, ring.y[0] * k - top);
      for (let i = 1; i < ring.n; i++) ctx.lineTo(ring.x[i] * k - left, ring.y[i] * k - top);
      ctx.closePath();
      if (!this.back) ctx.fill();
      ctx.stroke();
    }
  }

  // Number of the grid at a place in world units, -1 when none.
  find(x, y) { return this.rings.findIndex((ring) => holds(ring, x, y)); }

  outline(ctx, frame, index, filled = false) {
    const ring = this.rings[index];
    if (!ring) return;
    ctx.beginPath();
    frame.trace(ctx, ring);
    ctx.closePath();
    if (filled) {
      ctx.globalAlpha = 0.13;
      ctx.fillStyle = this.theme.color('accent');
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    for (const [width, name] of [[4.5, 'map_halo'], [1.8, 'accent']]) {
      ctx.lineWidth = width;
      ctx.strokeStyle = this.theme.color(name);
      ctx.stroke();
    }
  }
}
