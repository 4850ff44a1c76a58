// Geometry helpers and the one canvas layer every drawing of ours is made with.
// A drag moves the pane (60 fps at any load); the picture is redrawn once, when the move ends.

const WORLD = 256;

// Degrees to the square world of Leaflet at zoom 0 (spherical Mercator, 256 units wide).
export const worldX = (lon) => ((lon + 180) / 360) * WORLD;
export const worldY = (lat) => {
  const s = Math.sin((lat * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI));
};

// Metres on the ground under one screen pixel.
export const metresPerPixel = (map) =>
  (40075016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (WORLD * 2 ** map.getZoom());

// [[lon, lat], …] to {x, y, n, box} in world units.
export const shape = (points) => fromWorld(points.map(([lon, lat]) => [worldX(lon), worldY(lat)]));

function fromWorld(points) {
  const n = points.length;
  const made = { n, x: new Float64Array(n), y: new Float64Array(n), box: [1e9, 1e9, -1e9, -1e9] };
  const box = made.box;
  for (let i = 0; i < n; i++) {
    const [x, y] = points[i];
    made.x[i] = x;
    made.y[i] = y;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return made;
}

// The edges of closed rings as lines, an edge of two neighbours once: two dashed lines on each other
// would look solid.
export function borders(rings) {
  const seen = new Set();
  const lines = [];
  const key = (x, y) => `${x.toFixed(7)},${y.toFixed(7)}`;
  for (const { n, x, y } of rings) {
    let line = null;
    for (let i = 0; i < n; i++) {
      const j = (i + 1) % n;
      const edge = [key(x[i], y[i]), key(x[j], y[j])].sort().join(' ');
      if (seen.has(edge)) {
        line = null;
        continue;
      }
      seen.add(edge);
      if (!line) lines.push((line = [[x[i], y[i]]]));
      line.push([x[j], y[j]]);
    }
  }
  return lines.map((line) => fromWorld(line));
}

export const meets = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

export function holds(ring, x, y) {
  if (!meets(ring.box, [x, y, x, y])) return false;
  let inside = false;
  for (let i = 0, j = ring.n - 1; i < ring.n; j = i++) {
    const yi = ring.y[i];
    const yj = ring.y[j];
    if (yi > y !== yj > y && x < ((ring.x[j] - ring.x[i]) * (y - yi)) / (yj - yi) + ring.x[i]) {
      inside = !inside;
    }
  }
  return inside;
}

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

// A canvas a quarter larger than the view on each side. `paint(ctx, frame)` draws it;
// `frame.view` is the visible rectangle in canvas pixels [left, top, right, bottom].
export const CanvasLayer = L.Layer.extend({
  initialize(pane, paint) {
    this.paneName = pane;
    this.paint = paint;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide', map.getPane(this.paneName));
    this.canvas.style.pointerEvents = 'none';
    map.on('moveend', this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    map.off('moveend', this.redraw, this);
    this.canvas.remove();
  },

  redraw() {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const pad = [Math.round(size.x / 4), Math.round(size.y / 4)];
    const corner = map.containerPointToLayerPoint([-pad[0], -pad[1]]);
    const width = size.x + 2 * pad[0];
    const height = size.y + 2 * pad[1];
    const ratio = window.printRatio || window.devicePixelRatio || 1;
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
    frame.view = [pad[0], pad[1], pad[0] + size.x, pad[1] + size.y];
    if (size.x > 0 && size.y > 0) this.paint(ctx, frame);
  },
});
