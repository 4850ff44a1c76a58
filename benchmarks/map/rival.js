// The same grids and cases as rivals draw them: L.polygon on canvas below, and above L.circleMarker
// on canvas or Leaflet.markercluster, each used as its documentation shows.
const COLORS = ['#7b868e', '#3f4951', '#0957ba', '#e89c00', '#c8141b'];

const about = await (await fetch('about.json')).json();
const map = L.map('map', {
  preferCanvas: true, zoomAnimation: false, fadeAnimation: false, inertia: false,
  attributionControl: false, zoomControl: false, minZoom: 8, maxZoom: 20,
}).setView([about.lat, about.lon], about.zoom);

function readGrids(buffer) {
  const head = new DataView(buffer);
  const [n, m] = [head.getUint32(0, true), head.getUint32(4, true)];
  const lon = new Float64Array(buffer, 8, m);
  const lat = new Float64Array(buffer, 8 + 8 * m, m);
  const start = new Uint32Array(buffer, 8 + 16 * m, n + 1);
  const ring = (i) => {
    const points = [];
    for (let j = start[i]; j < start[i + 1]; j++) points.push([lat[j], lon[j]]);
    return points;
  };
  return Array.from({ length: n }, (_, i) => ring(i));
}

function readCases(buffer) {
  const n = new DataView(buffer).getUint32(0, true);
  const lon = new Float64Array(buffer, 8, n);
  const lat = new Float64Array(buffer, 8 + 8 * n, n);
  const kind = new Uint8Array(buffer, 8 + 22 * n, n);
  return Array.from({ length: n }, (_, i) => ({ at: [lat[i], lon[i]], level: kind[i] >> 2 }));
}

const style = (level) => ({
  radius: 6, weight: 1.5, color: '#fff', fillColor: COLORS[level], fillOpacity: 1,
});
const icons = COLORS.map((color) => L.divIcon({
  iconSize: [14, 14], className: '',
  html: `<svg width="14" height="14"><circle cx="7" cy="7" r="6" fill="${color}" stroke="#fff"/></svg>`,
}));

const bring = async (name) => (await fetch(name)).arrayBuffer();
for (const ring of readGrids(await bring('data/grids.bin'))) {
  L.polygon(ring, { color: '#d2d8dc', weight: 1, fillColor: '#edeff1', fillOpacity: 1 }).addTo(map);
}
const cases = readCases(await bring('data/cases.bin'));
let marks;
let group = null;
if (about.clustered) {
  group = L.markerClusterGroup({ animate: false });
  marks = cases.map(({ at, level }) => L.marker(at, { icon: icons[level] }));
  group.addLayers(marks);
  map.addLayer(group);
} else {
  marks = cases.map(({ at, level }) => L.circleMarker(at, style(level)).addTo(map));
}

const painted = () => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
});

window.bench = {
  map,
  // Some marks get another state; resolves when they are painted.
  async change(numbers, level) {
    for (const i of numbers) {
      if (group) marks[i].setIcon(icons[level]);
      else marks[i].setStyle(style(level));
    }
    if (group) group.refreshClusters(numbers.map((i) => marks[i]));
    await painted();
  },
};
await painted();
window.bench.loaded = performance.now();
