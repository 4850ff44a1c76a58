// The frame of a drawing, and the one canvas layer every drawing of ours on the page is made with.
// A move moves the pane (60 fps at any load); the picture is redrawn once, when the move has come to
// rest, or when its margin runs out.
import { WORLD } from './geometry.js';

export { borders, holds, meets, shape, worldX, worldY } from './geometry.js';

export const REST = 120; // milliseconds without a move until a picture is made to fit
const LARGE = 4e6; // pixels of a view beyond which margins are narrow
const due = new Set(); // drawings that wait for rest

// Whether no drawing waits for the move to come to rest.
export const atRest = () => !due.size;

// Metres on the ground under one screen pixel.
export const metresPerPixel = (map) =>
  (40075016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (WORLD * 2 ** map.getZoom());

// What a drawing needs to know of the present view: world units to canvas pixels and back.
export class Frame {
  constructor(map, corner, width, height) {
    const origin = map.getPixelOrigin();
    this.zoom = map.getZoom();
    this.k = 2 ** this.zoom;
    this.ox = -origin.x - corner.x;
    this.oy = -origin.y - corner.y;
    this.width = width;
    this.height = height;
    this.mpp = metresPerPixel(map);
    this.box = [this.toX(0), this.toY(0), this.toX(width), this.toY(height)];
  }

  px(x) { return x * this.k + this.ox; }

  py(y) { return y * this.k + this.oy; }

  toX(px) { return (px - this.ox) / this.k; }

  toY(py) { return (py - this.oy) / this.k; }

  trace(ctx, line) {
    ctx.moveTo(this.px(line.x[0]), this.py(line.y[0]));
    for (let i = 1; i < line.n; i++) ctx.lineTo(this.px(line.x[i]), this.py(line.y[i]));
  }
}

// The frame of exactly what is in view.
export function viewFrame(map) {
  const { x, y } = map.getSize();
  const frame = new Frame(map, map.containerPointToLayerPoint([0, 0]), x, y);
  frame.view = [0, 0, x, y];
  return frame;
}

// Pixels of a drawing to one of the page: the screen's, or more for paper.
export const sharpness = () => window.printRatio || window.devicePixelRatio || 1;

// The part of the world a picture shows: the view and a margin around it, wide enough for a hand's
// drag and, on a very large screen, narrow enough for its memory.
export function extent(map) {
  const size = map.getSize();
  const ratio = sharpness();
  const share = size.x * size.y * ratio * ratio > LARGE ? 8 : 4;
  const pad = [Math.round(size.x / share), Math.round(size.y / share)];
  const corner = map.containerPointToLayerPoint([-pad[0], -pad[1]]);
  return {
    size, pad, corner, ratio, width: size.x + 2 * pad[0], height: size.y + 2 * pad[1],
    view: [pad[0], pad[1], pad[0] + size.x, pad[1] + size.y],
  };
}

// A canvas of that extent. `paint(ctx, frame)` draws it; `frame.view` is the visible rectangle in
// canvas pixels [left, top, right, bottom]. While `wanted()` is false there is nothing to draw, and
// the canvas costs nothing.
export const CanvasLayer = L.Layer.extend({
  initialize(pane, paint, wanted = () => true) {
    this.paneName = pane;
    this.paint = paint;
    this.wanted = wanted;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide', map.getPane(this.paneName));
    this.canvas.style.pointerEvents = 'none';
    map.on('moveend', this.follow, this);
    this.redraw();
  },

  onRemove(map) {
    map.off('moveend', this.follow, this);
    this.rested();
    this.canvas.remove();
  },

  // The view moved: draw at once what it has left behind, else when the hand rests.
  follow() {
    this.rested();
    if (this.outgrown()) {
      this.redraw();
      return;
    }
    due.add(this);
    this.timer = setTimeout(() => this.redraw(), REST);
  },

  rested() {
    clearTimeout(this.timer);
    due.delete(this);
  },

  // Whether the view is another in kind than the drawn one, or has used half of its margin.
  outgrown() {
    const { drawn, _map: map } = this;
    if (!drawn || !drawn.origin.equals(map.getPixelOrigin())) return true;
    const { size, pad, corner } = extent(map);
    if (!drawn.size.equals(size)) return true;
    const moved = corner.subtract(drawn.corner);
    return Math.abs(moved.x) > pad[0] / 2 || Math.abs(moved.y) > pad[1] / 2;
  },

  redraw() {
    const map = this._map;
    if (!map) return;
    this.rested();
    const { corner, width, height, ratio, view, size } = extent(map);
    const wanted = this.wanted() && size.x > 0 && size.y > 0;
    this.canvas.style.display = wanted ? '' : 'none';
    this.drawn = wanted ? { origin: map.getPixelOrigin(), size, corner } : null;
    if (!wanted) return;
    const pixels = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== pixels[0] || this.canvas.height !== pixels[1]) {
      [this.canvas.width, this.canvas.height] = pixels; // a new picture costs memory: rarely
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    L.DomUtil.setPosition(this.canvas, corner);
    const ctx = this.canvas.getContext('2d');
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ...pixels);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const frame = new Frame(map, corner, width, height);
    frame.view = view;
    this.paint(ctx, frame);
  },
});

// A drawing that can be switched on and off: `paint(ctx, frame)` is the heir's.
export class Overlay {
  constructor(map, theme, pane) {
    Object.assign(this, { map, theme, shown: false });
    this.layer = new CanvasLayer(pane, (ctx, frame) => this.paint(ctx, frame));
  }

  show(on) {
    if (on === this.shown) return;
    this.shown = on;
    if (on) this.layer.addTo(this.map);
    else this.layer.remove();
  }

  redraw() { if (this.shown) this.layer.redraw(); }

  // Nothing of it can be pointed at, unless the heir says so.
  hit() { return -1; }

  // A point of the window in world units, and what a unit is in pixels.
  spot(point) {
    const k = 2 ** this.map.getZoom();
    const at = this.map.containerPointToLayerPoint(point).add(this.map.getPixelOrigin());
    return { x: at.x / k, y: at.y / k, k };
  }
}
