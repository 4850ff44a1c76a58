// Areas by their outlines: streets, communities, duty grids, control areas.
// Packed: u4 n | u4 m | f8 lon[m] | f8 lat[m] | u4 start[n + 1] | names as JSON, UTF-8, at the end.
import { Overlay } from './canvas.js';
import { holds, meets, unpackRings } from './geometry.js';

const TINT = 0.1;

export class Areas extends Overlay {
  // style: line (token), width, dash, fill (token, none without), from (first zoom), named (first
  // zoom with names, never without).
  constructor(map, theme, style) {
    super(map, theme, 'areas');
    Object.assign(this, { style, rings: [], names: [] });
  }

  replace(buffer) {
    const { rings, end } = unpackRings(buffer);
    this.rings = rings;
    this.names = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, end)) || '[]');
    this.redraw();
  }

  // Only what is filled can be pointed at: an outline has the cells' own clicks inside.
  hit(point) {
    if (!this.style.fill || this.map.getZoom() < this.style.from) return -1;
    const { x, y } = this.spot(point);
    return this.rings.findIndex((ring) => holds(ring, x, y));
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
