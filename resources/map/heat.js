// A class for each unit grid as a tint over it, or as a hatch (cells unseen).
// Packed: u1 class[n] in the order of the grids; 0 is none, the rest number the palette's tokens.
import { meets } from './canvas.js';

const TILE = 512;
const STRENGTH = 0.62; // the ground and the names of the city stay readable under it
const GAP = 9; // pixels between two lines of a hatch

const Tiles = L.GridLayer.extend({
  initialize(owner) {
    L.GridLayer.prototype.initialize.call(this, {
      tileSize: TILE, pane: 'heat', minZoom: 9, keepBuffer: 1, noWrap: true, updateWhenZooming: false,
    });
    this.owner = owner;
  },

  createTile(at) {
    const tile = document.createElement('canvas');
    const ratio = window.devicePixelRatio || 1;
    tile.width = tile.height = TILE * ratio;
    const ctx = tile.getContext('2d');
    ctx.scale(ratio, ratio);
    this.owner.paint(ctx, 2 ** at.z, at.x * TILE, at.y * TILE);
    return tile;
  },
});

export class Heat {
  constructor(map, theme, grids, hatched) {
    Object.assign(this, { map, theme, grids, hatched, classes: new Uint8Array(0), shown: false });
    this.palette = hatched ? ['ink2'] : ['density1', 'density2', 'density3', 'density4'];
    this.layer = new Tiles(this);
  }

  // After a class for each grid comes the name of the palette: 'density' or 'grade'.
  replace(buffer) {
    const n = new DataView(buffer).getUint32(0, true);
    const tones = new DataView(buffer).getUint32(4, true);
    this.classes = new Uint8Array(buffer, 8, n);
    if (!this.hatched) {
      const name = tones === 5 ? 'grade' : 'density';
      this.palette = [...Array(tones).keys()].map((at) => `${name}${at + 1}`);
    }
    this.redraw();
  }

  show(on) {
    if (on === this.shown) return;
    this.shown = on;
    if (on) this.layer.addTo(this.map);
    else this.layer.remove();
  }

  redraw() { if (this.shown) this.layer.redraw(); }

  hit() { return -1; }

  paint(ctx, k, left, top) {
    const box = [left / k, top / k, (left + TILE) / k, (top + TILE) / k];
    ctx.globalAlpha = this.hatched ? 1 : STRENGTH;
    this.grids.rings.forEach((ring, at) => {
      const tone = this.palette[this.classes[at] - 1];
      if (!tone || !meets(ring.box, box)) return;
      ctx.beginPath();
      ctx.moveTo(ring.x[0] * k - left, ring.y[0] * k - top);
      for (let i = 1; i < ring.n; i++) ctx.lineTo(ring.x[i] * k - left, ring.y[i] * k - top);
      ctx.closePath();
      if (this.hatched) this.hatch(ctx, ring.box, k, left, top, tone);
      else {
        ctx.fillStyle = this.theme.color(tone);
        ctx.fill();
      }
    });
  }

  // Lines at one slope through all cells: their phase belongs to the world, so tiles meet.
  hatch(ctx, [x0, y0, x1, y1], k, left, top, tone) {
    ctx.save();
    ctx.clip();
    ctx.strokeStyle = this.theme.color(tone);
    ctx.lineWidth = 1;
    ctx.beginPath();
    const [west, north, east, south] = [x0 * k, y0 * k, x1 * k, y1 * k];
    const first = Math.floor((west + north) / GAP) * GAP;
    for (let at = first; at < east + south; at += GAP) {
      ctx.moveTo(at - north - left, north - top);
      ctx.lineTo(at - south - left, south - top);
    }
    ctx.stroke();
    ctx.restore();
  }
}
