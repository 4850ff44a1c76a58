// Tiles of unit grids, painted in the worker: each quad is filled and stroked on its own, which is
// faster than one huge path.
import { Buckets } from './buckets.js';
import { ring } from './geometry.js';

export const LINES_FROM = 14; // below, a hectare is a few pixels and lines would be a grey mush

export class GridTiles {
  constructor(say) {
    Object.assign(this, { say, look: {}, classes: null, colors: [] });
    this.take({ x: new Float64Array(), y: new Float64Array(), start: new Uint32Array([0]) });
  }

  // Outlines in world units; grid i owns the points start[i] up to start[i + 1].
  take({ x, y, start }) {
    Object.assign(this, { x, y, start });
    const rings = Array.from({ length: start.length - 1 }, (_, i) => ring(x, y, start[i], start[i + 1]));
    this.buckets = new Buckets(rings);
  }

  // classes: one number per grid, or null; colors: what each number looks like, null as ever.
  fill(classes, colors) { Object.assign(this, { classes, colors }); }

  // One tile; its picture goes to the page under its number.
  paint({ id, side, ratio, zoom, left, top }) {
    const pixels = Math.round(side * ratio);
    if (this.canvas?.width !== pixels) {
      this.canvas = new OffscreenCanvas(pixels, pixels);
      this.ctx = this.canvas.getContext('2d');
    }
    const { ctx } = this;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, side, side);
    const k = 2 ** zoom;
    const box = [left / k, top / k, (left + side) / k, (top + side) / k];
    const lined = this.look.lines && zoom >= LINES_FROM;
    ctx.lineWidth = zoom > LINES_FROM ? 1 : 0.5;
    for (const i of this.buckets.within(box)) {
      const own = this.classes ? this.colors[this.classes[i]] : null;
      const bare = this.look.back && !own;
      if (bare && !lined) continue;
      ctx.fillStyle = own || this.look.block;
      ctx.strokeStyle = lined ? this.look.line : ctx.fillStyle;
      this.trace(i, k, left, top);
      if (!bare) ctx.fill();
      ctx.stroke();
    }
    const picture = this.canvas.transferToImageBitmap();
    this.say({ is: 'tile', answer: true, id, picture }, [picture]);
  }

  trace(i, k, left, top) {
    const { ctx, x, y, start } = this;
    ctx.beginPath();
    ctx.moveTo(x[start[i]] * k - left, y[start[i]] * k - top);
    for (let j = start[i] + 1; j < start[i + 1]; j++) ctx.lineTo(x[j] * k - left, y[j] * k - top);
    ctx.closePath();
  }
}
