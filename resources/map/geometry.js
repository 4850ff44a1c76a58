// Geometry without a map: fit for the page and for its worker.

export const WORLD = 256;

// Degrees to the square world of Leaflet at zoom 0 (spherical Mercator, 256 units wide).
export const worldX = (lon) => ((lon + 180) / 360) * WORLD;
export const worldY = (lat) => {
  const s = Math.sin((lat * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI));
};

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

// Outlines packed by console/viewmodels: u4 n | u4 m | f8 lon[m] | f8 lat[m] | u4 start[n + 1]; what
// follows begins at `end`. Rings in world units share the arrays x and y.
export function unpackRings(buffer) {
  const head = new DataView(buffer);
  const [n, m] = [head.getUint32(0, true), head.getUint32(4, true)];
  const x = new Float64Array(buffer, 8, m).map(worldX);
  const y = new Float64Array(buffer, 8 + 8 * m, m).map(worldY);
  const start = new Uint32Array(buffer, 8 + 16 * m, n + 1);
  const rings = Array.from({ length: n }, (_, i) => ring(x, y, start[i], start[i + 1]));
  return { n, x, y, start, rings, end: 12 + 16 * m + 4 * n };
}

// One outline of the arrays. An outline may have more corners than a call takes arguments.
export function ring(x, y, from, to) {
  const box = [1e9, 1e9, -1e9, -1e9];
  for (let i = from; i < to; i++) {
    if (x[i] < box[0]) box[0] = x[i];
    if (y[i] < box[1]) box[1] = y[i];
    if (x[i] > box[2]) box[2] = x[i];
    if (y[i] > box[3]) box[3] = y[i];
  }
  return { x: x.subarray(from, to), y: y.subarray(from, to), n: to - from, box };
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
