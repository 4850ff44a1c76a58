// Areas by their outlines: streets, communities, duty grids, control areas.
// Packed: u4 n | u4 m | f8 lon[m] | f8 lat[m] | u4 start[n + 1] | names as JSON, UTF-8, at the end.
import { CanvasLayer } from './canvas.js';
import { holds, meets, worldX, worldY } from './geometry.js';

const TINT = 0.1;

export class Areas {
  // style: line (token), width, dash, fill (token, none without), from (first zoom), named (first
  // zoom with names, never without).
  constructor(map, theme, style) {
    Object.assign(this, { map, theme, style, rings: [], names: [], shown: false });
    this.layer = new CanvasLayer('areas', (ctx, frame) => this.paint(ctx, frame));
  }

  replace(buffer) {
    const head = new DataView(buffer);
    const [n, m] = [head.getUint32(0, true), head.getUint32(4, true)];
    const x = new Float64Array(buffer, 8, m).map(worldX);
    const y = new Float64Array(buffer, 8 + 8 * m, m).map(worldY);
    const start = new Uint32Array(buffer, 8 + 16 * m, n + 1);
    this.names = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12 + 16 * m + 4 * n)) || '[]');
    this.rings = [];
    for (let i = 0; i < n; i++) {
      const ring = { x: x.subarray(start[i], start[i + 1]), y: y.subarray(start[i], start[i + 1]) };
      ring.n = ring.x.length;
      ring.box = [Math.min(...ring.x), Math.min(...ring.y), Math.max(...ring.x), Math.max(...ring.y)];
      this.rings.push(ring);
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

  // Only what is filled can be pointed at: an outline has the cells' own clicks inside.
  hit(point) {
    if (!this.style.fill || this.map.getZoom() < this.style.from) return -1;
    const k = 2 ** this.map.getZoom();
    const spot = this.map.containerPointToLayerPoint(point).add(this.map.getPixelOrigin());
    return this.rings.findIndex((ring) => holds(ring, spot.x / k, spot.y / k));
  }

  paint(ctx, frame) {
    const { style, theme } = this;
    if (frame.zoom < style.from) return;
    ctx.lineWidth = style.width;
    ctx.strokeStyle = theme.color(style.line);
    ctx.setLineDash(style.dash);
    const near = [...this.rings.keys()].filter((at) => meets(this.rings[at].box, frame.box));
    for (const at of near) {
      ctx.beginPath();
      frame.trace(ctx, this.rings[at]);
      ctx.closePath();
      if (style.fill) {
        ctx.globalAlpha = TINT;
        ctx.fillStyle = theme.color(style.fill);
        ctx.fill();
        ctx.globalAlpha = 1;
      }
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (style.named && frame.zoom >= style.named) near.forEach((at) => this.write(ctx, frame, at));
  }

  write(ctx, frame, at) {
    const [x0, y0, x1, y1] = this.rings[at].box;
    ctx.font = this.theme.font(12, 400);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.theme.color('map_halo');
    const spot = [frame.px((x0 + x1) / 2), frame.py((y0 + y1) / 2)];
    ctx.strokeText(this.names[at] || '', ...spot);
    ctx.fillStyle = this.theme.color('map_label');
    ctx.fillText(this.names[at] || '', ...spot);
  }
}
