// The page is a picture of the state in Python: it asks once (`ready`), then applies differences.
import { Base } from './base.js';
import { Cases } from './cases.js';
import { Chosen } from './chosen.js';
import { Furniture } from './furniture.js';
import { Grids } from './grids.js';
import { Layers } from './layers.js';
import { Painter } from './painter.js';
import { picture } from './print.js';
import { Scene } from './scene.js';
import { Store } from './store.js';
import { Basemap } from './tiles.js';
import { Tools } from './tools.js';
import { atRest, worldX, worldY } from './canvas.js';

const FAMILY = '"Microsoft YaHei UI","Noto Sans CJK SC","Noto Sans SC",sans-serif';

const theme = {
  tokens: {},
  color(name) { return this.tokens[name] || '#808080'; },
  font(size, weight) { return `${weight} ${size}px ${FAMILY}`; },
};

const map = L.map('map', {
  attributionControl: false, zoomControl: false, keyboard: false, boxZoom: false,
  doubleClickZoom: false, fadeAnimation: false, zoomAnimation: false, inertia: false,
  minZoom: 8, maxZoom: 20, trackResize: true,
});
[
  ['under', 203], ['tiles', 205], ['grids', 210], ['heat', 215], ['base', 220], ['areas', 230], ['things', 300], ['scene', 400],
  ['cases', 410], ['tools', 420],
].forEach(([name, z]) => {
  map.createPane(name).style.zIndex = z;
});
map.setView([0, 0], 8);

const store = new Store();
const painter = new Painter();
const grids = new Grids(map, theme, painter);
const chosen = new Chosen(map, grids);
const base = new Base(map, theme);
const layers = new Layers(map, theme, grids);
const basemap = new Basemap(map, theme, (on) => {
  grids.stepBack(on);
  base.stepBack(on);
});
const scene = new Scene(map, grids, base, theme);
const cases = new Cases(map, store, grids, theme, painter);

let bridge = null;
let placed = false; // whether the view is one the operator may see
let known = false; // whether anybody has been told of a view
let byHand = false;
let picking = false;
let queue = Promise.resolve(); // messages are applied one after the other, fetches included
let pending = 0;

const home = () => {
  if (base.start) map.setView([base.start[1], base.start[0]], base.start[2]);
  else if (base.extent) {
    const [west, south, east, north] = base.extent;
    map.fitBounds([[south, west], [north, east]]);
  } else return;
  placed = true;
};

const furniture = new Furniture(map, cases, base, {
  layer(key, on) {
    setLayers({ ...furniture.layers, [key]: on });
    bridge.layer_clicked(key, on);
  },
  zoom(step) {
    byHand = true;
    const spot = step ? null : cases.point(cases.selected);
    if (step) map.setZoom(map.getZoom() + step);
    else if (spot) map.panTo(map.containerPointToLatLng(spot), { animate: false });
    else home();
  },
  command(name) { bridge.command_clicked(name); },
  go(handle) {
    byHand = true;
    map.setView(map.containerPointToLatLng(cases.point(handle)), map.getZoom());
  },
});

const tools = new Tools(map, theme, {
  shape(name, numbers) { bridge.shape_drawn(name, numbers); },
  drop(handle, lon, lat) { bridge.case_dropped(handle, lon, lat); },
  chosen(point) {
    const inset = document.body.classList.contains('inset');
    return !inset && cases.selected && cases.hit(point) === cases.selected ? cases.selected : 0;
  },
});

function setLayers(shown) {
  const inset = document.body.classList.contains('inset');
  grids.showLines(shown.grids !== false);
  base.showBounds(shown.districts !== false);
  scene.showComponents(shown.components !== false);
  cases.show(shown[inset ? 'nearby' : 'cases'] !== false);
  if (!inset) layers.show(shown);
  basemap.show(shown.tiles !== false);
  furniture.setLayers(shown);
}

function setTheme(tokens) {
  theme.tokens = tokens;
  for (const [name, value] of Object.entries(tokens)) {
    document.documentElement.style.setProperty(`--${name}`, value);
  }
  grids.setTheme();
  cases.setTheme();
  redrawAll();
}

// What is ours; the basemap stays, which is as sharp on paper as on the screen.
function redraw() {
  for (const part of [grids, chosen, cases, base, layers, scene, tools]) part.redraw();
}

function redrawAll() {
  redraw();
  basemap.redraw();
}

// A screen of another sharpness, without a move or a new size, asks for everything anew.
(function watchSharpness() {
  window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
    redrawAll();
    watchSharpness();
  }, { once: true });
}());

async function bring(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(path);
  return answer;
}

const loaders = {
  async sprites() {
    const cells = await (await bring('sprites.json')).json();
    await cases.setSprites(await createImageBitmap(await (await bring('sprites.png')).blob()), cells);
    furniture.build();
  },
  async base() { base.replace(await (await bring('data/base.json')).json()); },
  async grids() {
    grids.replace(await (await bring('data/grids.bin')).arrayBuffer());
    for (const part of [chosen, layers, scene]) part.redraw(); // they draw cells too
  },
  async cases() { cases.replace(await (await bring('data/cases.bin')).arrayBuffer()); },
};

// By keys: so many views to the east and south, so many steps closer.
function takeStep(east, south, closer) {
  byHand = true;
  const size = map.getSize();
  if (closer) map.setZoom(map.getZoom() + closer);
  if (east || south) map.panBy([east * size.x, south * size.y], { animate: false });
}

const scenePoint = (about) => () => map.latLngToContainerPoint([about.lat, about.lon]);

let unseen = false; // a scene came while the page had no size

function setScene(about, stay) {
  if (!about && !scene.scene) return;
  const beside = (about || scene.scene).stay; // beside the cases: their words and the view stay
  const moved = scene.replace(about);
  if (beside) return;
  const tip = about && about.title ? { title: about.title, detail: about.subtitle } : null;
  furniture.setTip('tip', tip, about && scenePoint(about));
  if (moved && !stay) goToScene();
}

function goToScene() {
  unseen = !map.getSize().x;
  if (unseen) return;
  map.setView([scene.scene.lat, scene.scene.lon], scene.zoom());
  placed = true;
}

function setSelection({ handle, tip, reveal }) {
  cases.select(handle);
  furniture.setTip('tip', tip, () => cases.point(handle));
  const spot = reveal && placed && cases.point(handle);
  const size = map.getSize();
  if (spot && (spot.x < 40 || spot.y < 60 || spot.x > size.x - 40 || spot.y > size.y - 60)) {
    map.panTo(map.containerPointToLatLng(spot), { animate: false });
  }
}

async function apply(news) {
  if (news.all) {
    document.body.classList.toggle('inset', news.inset);
    // On a wall every word is written by the window, which keeps account of what it shows.
    document.body.classList.toggle('wall', news.wall);
    base.showNames(!news.wall);
    cases.forWall(news.wall);
  }
  if (news.theme) setTheme(news.theme);
  if (news.labels) furniture.setLabels(news.labels);
  if (news.layers) setLayers(news.layers);
  if (news.districts) furniture.districts = news.districts;
  if (news.all && news.view) {
    map.setView([news.view[1], news.view[0]], news.view[2]);
    placed = true;
  }
  await Promise.all(Object.keys(news.data || {}).map((name) => loaders[name]()));
  for (const name of Object.keys(news.feeds || {})) {
    layers.load(name, await (await bring(`data/layer/${name}.bin`)).arrayBuffer());
  }
  cases.change(news.put || [], news.gone || []);
  if (!placed) home();
  if (news.go) {
    map.setView([news.go[1], news.go[0]], news.go[2] ?? map.getZoom());
    placed = true;
  }
  if (news.picking !== undefined) {
    picking = news.picking;
    furniture.setPicking(picking);
  }
  if (news.tiles) basemap.set(news.tiles);
  if (news.tool !== undefined) tools.set(news.tool);
  if (news.step) takeStep(...news.step);
  if (news.locked !== undefined) furniture.setLocked(news.locked);
  if (news.age) furniture.setAge(news.age);
  if (news.cell !== undefined) chosen.set(news.cell);
  if (news.data) cases.redraw();
  if (news.select) setSelection(news.select);
  if (news.scene !== undefined) setScene(news.scene, news.all && news.view);
  if (news.hover) {
    const { handle, tip, at } = news.hover;
    furniture.setTip('hover', handle && handle === cases.selected ? null : tip,
      () => (at ? map.latLngToContainerPoint([at[1], at[0]]) : cases.point(handle)));
  }
  furniture.update();
  if (news.all || !known) tellView(); // its ground or its size may have come after all else
  if (news.all) tellDrawn();
  document.body.dataset.told = Number(document.body.dataset.told || 0) + 1;
}

// Told once all that a new page was told has come to the screen.
function tellDrawn() {
  if (!window.mapIdle()) setTimeout(tellDrawn, 16);
  else requestAnimationFrame(() => requestAnimationFrame(() => bridge.drawn()));
}

function tellView() {
  const size = map.getSize();
  if (!placed || !bridge || !size.x) return;
  const box = map.getBounds();
  bridge.view_changed(box.getWest(), box.getSouth(), box.getEast(), box.getNorth(),
    map.getZoom(), cases.shown, byHand);
  byHand = false;
  known = true;
}

map.on('dragstart', () => { byHand = true; });
map.getContainer().addEventListener('wheel', () => { byHand = true; }, { passive: true });
map.on('moveend', tellView);
map.on('resize', () => { if (scene.scene && unseen) goToScene(); });
map.on('mousedown', (event) => { if (tools.down(event)) byHand = true; });
document.addEventListener('mouseup', (event) => tools.up(map.mouseEventToLatLng(event)));
map.on('click', (event) => {
  const { lng, lat } = event.latlng;
  if (picking) {
    bridge.map_clicked(lng, lat);
    return;
  }
  if (tools.click(event)) return;
  const handle = cases.hit(event.containerPoint);
  const thing = handle ? null : layers.hit(event.containerPoint);
  const grid = handle || thing ? -1 : grids.find(worldX(lng), worldY(lat));
  if (handle) bridge.case_clicked(handle);
  else if (thing) bridge.feature_clicked(...thing);
  else if (grid >= 0) bridge.grid_clicked(grid);
});

map.on('contextmenu', (event) => {
  const handle = cases.hit(event.containerPoint);
  if (!handle || tools.hand) return;
  bridge.case_clicked(handle);
  bridge.command_clicked('more');
});

// What lies under the pointer, told once it changes: a mark, a layer's thing or a cell.
let under = '';
function pointAt(handle, thing, grid, at) {
  const now = handle || thing ? `${handle} ${thing}` : `grid ${grid}`;
  if (now === under) return;
  under = now;
  furniture.setTip('hover', null); // what was named is left; an answer names the next thing
  if (handle) bridge.case_under_pointer(handle);
  else if (thing) bridge.feature_under_pointer(...thing, at.lng, at.lat);
  else if (grid >= 0) bridge.feature_under_pointer('grids', grid, at.lng, at.lat);
  else bridge.case_under_pointer(0);
}
map.on('mousemove', (event) => {
  const busy = tools.move(event);
  const handle = busy || picking ? 0 : cases.hit(event.containerPoint);
  const thing = busy || picking || handle ? null : layers.hit(event.containerPoint);
  const whole = busy || handle || thing || document.body.classList.contains('inset');
  const { lng, lat } = event.latlng;
  pointAt(handle, thing, whole ? -1 : grids.find(worldX(lng), worldY(lat)), event.latlng);
});
map.on('mouseout', () => pointAt(0, null, -1));

// Asked by who looks after the page.
window.mapStuck = () => cases.painter.stuck;

// For tests and measurements: the parts, and whether everything told has been drawn.
window.mapParts = { map, cases, grids, store };
window.drawingsRest = atRest;
window.mapIdle = () => pending === 0 && cases.idle && atRest();

// The view as a picture for paper: asked for, then fetched once it is there.
window.mapPicture = (ratio) => {
  window.mapPrinted = null;
  onPaper(ratio)
    .then((made) => { window.mapPrinted = made; })
    .catch((error) => { window.mapPrinted = ''; console.error(String(error)); });
};

// Marks are cut from a picture of the screen's sharpness; paper needs one of its own. The ratio is
// the paper's as long as they are: marks of one drawn in the other would be seen.
async function onPaper(ratio) {
  const { sheet, ...cells } = cases.sprites;
  const fine = await createImageBitmap(await (await bring('sprites-paper.png')).blob());
  window.printRatio = ratio;
  try {
    await cases.setSprites(fine, { ...cells, ratio });
    return await picture(map, ratio, { redraw, idle: window.mapIdle });
  } finally {
    window.printRatio = 0;
    if (cases.sprites.sheet === fine) await cases.setSprites(sheet, cells); // else the theme is new
    redraw();
  }
}

// Of a message that could not be read to its end all is asked for once more; a page that cannot read
// that either keeps what it has.
let stumbled = false;
function stumble(error) {
  console.error(String(error));
  if (!stumbled) bridge.ready();
  stumbled = true;
}

new QWebChannel(qt.webChannelTransport, (channel) => {
  bridge = channel.objects.bridge;
  bridge.told.connect((text) => {
    pending++;
    queue = queue.then(() => apply(JSON.parse(text)))
      .then(() => { stumbled = false; }, stumble)
      .finally(() => { pending--; });
  });
  bridge.ready();
});
