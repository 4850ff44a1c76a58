// A canvas whose pixels the worker paints: asked for when the view nears its edge or has come to
// rest, and shown when it is there. Until then the old picture stays, moved and stretched with the
// map, so nothing is ever blank or flashes.
import { REST, extent } from './canvas.js';

const REACH = 17; // CSS pixels a mark needs around its place

export const Picture = L.Layer.extend({
  initialize(pane, painter) {
    Object.assign(this, { paneName: pane, painter, seq: 0, busy: false, wanted: false, spare: null });
    this.at = null; // where the shown picture lies: its zoom and its corner in pixels of that zoom
    this.asked = null;
    this.timer = 0;
    painter.hear('picture', (told) => this.onPicture(told));
    painter.hear('patch', (told) => this.onPatch(told));
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', '', map.getPane(this.paneName));
    this.canvas.style.pointerEvents = 'none';
    this.canvas.style.transformOrigin = '0 0';
    this.ctx = this.canvas.getContext('2d', { willReadFrequently: true });
    map.on('zoom viewreset', this.pose, this);
    map.on('move moveend viewreset', this.follow, this);
    map.on('resize', this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    map.off('zoom viewreset', this.pose, this);
    map.off('move moveend viewreset', this.follow, this);
    map.off('resize', this.redraw, this);
    clearTimeout(this.timer);
    this.canvas.remove();
  },

  // Whether everything asked for is shown.
  get idle() { return !this.busy && !this.timer; },

  // The view moved: paint at once where the margin runs out, else when the hand rests.
  follow() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.lacks()) this.redraw();
    else this.timer = setTimeout(() => this.redraw(), REST);
  },

  lacks() {
    const about = this.asked || this.at;
    const map = this._map;
    if (!about || about.zoom !== map.getZoom()) return true;
    const { size, pad } = extent(map);
    const seen = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    const [left, top] = [seen.x - about.x, seen.y - about.y];
    const [right, bottom] = [about.width - left - size.x, about.height - top - size.y];
    return Math.min(left, right) < pad[0] / 2 || Math.min(top, bottom) < pad[1] / 2;
  },

  redraw() {
    clearTimeout(this.timer);
    this.timer = 0;
    const map = this._map;
    if (!map || !map.getSize().x || !map.getSize().y) return;
    this.wanted = this.busy;
    if (this.busy) return;
    this.busy = true;
    const { corner, width, height, ratio, view } = extent(map);
    const origin = map.getPixelOrigin();
    const zoom = map.getZoom();
    this.asked = { zoom, x: origin.x + corner.x, y: origin.y + corner.y, width, height };
    const frame = {
      seq: ++this.seq, width: Math.round(width * ratio), height: Math.round(height * ratio),
      k: 2 ** zoom * ratio, ox: -this.asked.x * ratio, oy: -this.asked.y * ratio,
      view: view.map((edge) => edge * ratio), reach: Math.ceil(REACH * ratio),
    };
    const { spare } = this;
    this.spare = null;
    this.painter.ask('paint', { frame, spare }, spare ? [spare] : []);
  },

  onPicture({ seq, width, height, pixels, merged }) {
    if (seq === this.seq) {
      this.busy = false;
      this.at = this.asked || this.at; // a whole picture may also come unasked, for the same view
      this.asked = null;
    }
    if (this.canvas.width !== width || this.canvas.height !== height) {
      [this.canvas.width, this.canvas.height] = [width, height];
      this.canvas.style.width = `${this.at.width}px`;
      this.canvas.style.height = `${this.at.height}px`;
    }
    this.ctx.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
    this.spare = pixels;
    this.shown = seq;
    this.pose();
    this.fire('shown', { merged });
    if (this.wanted) this.redraw();
  },

  onPatch({ seq, boxes, pixels, merged }) {
    if (seq !== this.shown) return;
    let begun = 0;
    for (const [x, y, width, height] of boxes) {
      const part = new Uint8ClampedArray(pixels, begun * 4, width * height * 4);
      this.ctx.putImageData(new ImageData(part, width, height), x, y);
      begun += width * height;
    }
    this.fire('shown', { merged });
  },

  // Put the picture where it belongs in the present view.
  pose() {
    if (!this.at) return;
    const map = this._map;
    const scale = 2 ** (map.getZoom() - this.at.zoom);
    const place = L.point(this.at.x, this.at.y).multiplyBy(scale).subtract(map.getPixelOrigin());
    L.DomUtil.setTransform(this.canvas, place.round(), scale);
  },
});
