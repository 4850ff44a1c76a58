// What lies on the map: switches, legend, scale, count, zoom, edge chips and the boxes beside marks.
// Every word comes from Python and enters as text, never as markup.
import { metresPerPixel, viewFrame } from './canvas.js';
import { differenceSwatch } from './difference.js';
import { sign } from './points.js';
import { LEVELS, NEAR, OVER } from './store.js';

const STEPS = [10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 20000];
const RULER = 120; // longest ruler in pixels
const PIXEL = 0.0254 / 96; // metres of one CSS pixel, for the ratio
const SOLID = 2;
const MARKS = { near: NEAR * 4 + SOLID, over: OVER * 4 + SOLID };

const byId = (id) => document.getElementById(id);

export function element(kind, className, text) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function show(box, on) { box.classList.toggle('shown', Boolean(on)); }

export class Furniture {
  constructor(map, cases, base, calls) {
    Object.assign(this, { map, cases, base, calls, labels: {}, layers: {}, districts: [] });
    map.on('moveend', () => this.update());
    map.on('move', () => this.placeTips());
    this.tips = {};
  }

  setLabels(labels) {
    this.labels = labels;
    this.base.names = labels.districts || {};
    this.base.redraw();
    document.documentElement.lang = labels.lang || '';
    this.build();
    this.update();
  }

  setLayers(layers) {
    this.layers = layers;
    this.build();
  }

  setPicking(on) {
    document.body.classList.toggle('picking', on);
    byId('hint').textContent = this.labels.picking || '';
    show(byId('hint'), on && this.labels.picking);
  }

  // How old the view is: nothing said while it is fresh, then words, then a hatch over the map; a view
  // of the past has a frame.
  setAge({ words, old, past = false }) {
    byId('age').textContent = words;
    show(byId('age'), words);
    document.body.classList.toggle('old', old);
    document.body.classList.toggle('past', past);
  }

  mark(kind, size) {
    const canvas = this.small(size, (ctx) => this.cases.stamp(ctx, kind, size / 2, size / 2));
    canvas.dataset.kind = kind;
    return canvas;
  }

  small(size, draw) {
    const canvas = element('canvas');
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.height = size * ratio;
    const ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    draw(ctx);
    return canvas;
  }

  build() {
    this.edges = ''; // they have marks, too
    this.buildSwitches();
    this.buildZoom();
    const legend = byId('legend');
    legend.replaceChildren(...(this.labels.legend || []).map((entry) => {
      if (entry.text === undefined) return element('span', 'gap');
      const item = element('span', 'mark');
      if (entry.kind !== undefined) item.append(this.mark(entry.kind, 20));
      if (entry.form !== undefined) {
        const { form, state } = entry;
        item.append(this.small(20, (ctx) => sign(ctx, form, state, 10, 10, this.cases.theme)));
      }
      if (entry.swatch !== undefined) {
        const swatch = element('span', 'swatch');
        swatch.style.background = this.cases.theme.color(entry.swatch);
        item.append(swatch);
      }
      if (entry.difference !== undefined) {
        item.append(differenceSwatch(entry.difference, this.cases.theme));
      }
      if (entry.letter !== undefined) {
        item.append(element('span', entry.letter ? 'letter' : 'dot', entry.letter));
      }
      item.append(element('span', '', entry.text));
      return item;
    }));
    show(legend, legend.childElementCount);
  }

  buildSwitches() {
    const bar = byId('layers');
    bar.replaceChildren(...(this.labels.layers || []).map(({ key, text }) => {
      const on = this.layers[key] !== false;
      const item = element('div', on ? 'switch on' : 'switch');
      item.append(element('span', 'box'), element('span', '', text));
      item.addEventListener('click', () => this.calls.layer(key, !on));
      return item;
    }));
    const panel = this.command('layers');
    if (panel) bar.append(panel);
    show(bar, bar.childElementCount);
  }

  // A command of the window as words with its key; null where this map does not offer it.
  command(name) {
    const words = this.labels.commands?.[name];
    if (!words) return null;
    const item = element('div', 'switch command');
    item.append(element('span', '', words.text), element('span', 'key', words.key));
    item.addEventListener('click', () => this.calls.command(name));
    return item;
  }

  buildZoom() {
    const { labels, calls } = this;
    const bar = byId('zoom');
    const steps = [['plus', labels.zoom_in, 1], ['minus', labels.zoom_out, -1], ['home', labels.home, 0]];
    bar.replaceChildren(...steps.map(([name, title, step]) => {
      const item = element('div', `button ${name}`);
      item.title = title || '';
      item.addEventListener('click', () => calls.zoom(step));
      return item;
    }));
    show(bar, labels.zoom_in);
    this.buildLocate();
    byId('locate').onclick = () => calls.zoom(0);
    const screen = this.command('map_window');
    byId('screen').replaceChildren(...(screen ? [screen] : []));
  }

  // The view is held by a gesture, or follows the chosen case.
  setLocked(on) {
    this.locked = on;
    this.buildLocate();
  }

  buildLocate() {
    const { locate } = this.labels;
    const words = this.locked ? locate?.held : locate?.text;
    const parts = locate ? [element('span', '', words), element('span', 'key', locate.key)] : [];
    byId('locate').replaceChildren(...parts);
  }

  update() {
    const size = this.map.getSize();
    if (!size.x) return;
    const { labels } = this;
    byId('count').textContent = (labels.in_view || '').replace('{n}', this.cases.shown);
    show(byId('top'), labels.in_view);
    this.updateScale();
    this.updateEdges(size);
    this.placeTips();
  }

  updateScale() {
    const bar = byId('scale');
    const mpp = metresPerPixel(this.map);
    const metres = STEPS.filter((step) => step / mpp <= RULER).pop() || STEPS[0];
    const ruler = element('span', 'ruler');
    ruler.style.width = `${Math.round(metres / mpp)}px`;
    const text = metres < 1000 ? `${metres} ${this.labels.metre}` : `${metres / 1000} ${this.labels.kilometre}`;
    const ratio = mpp / PIXEL;
    const step = 10 ** Math.max(0, Math.floor(Math.log10(ratio)) - 1);
    const round = String(Math.round(ratio / step) * step).replace(/\B(?=(\d{3})+$)/g, '\u2009');
    bar.replaceChildren(ruler, element('span', '', text), element('span', 'ratio', `1:${round}`));
    show(bar, this.labels.metre);
  }

  // Districts that are not in view but hold cases: a counted chip at the edge, on their side;
  // a click goes to the most urgent of them.
  updateEdges(size) {
    const chips = document.body.classList.contains('inset') ? [] : this.outside(size);
    const low = { left: 92, right: 150 };
    // a legend of several lines stands higher than one
    const floor = (id) => (byId(id).offsetTop || size.y - 39) - 1;
    const high = { left: floor('legend'), right: floor('scale') };
    const now = JSON.stringify([chips, high]);
    if (now === this.edges) return; // one made anew under the hand would not hear its click
    this.edges = now;
    byId('edges').replaceChildren(...chips.map((chip) => {
      const top = Math.max(low[chip.side], Math.min(chip.top, high[chip.side] - 36));
      low[chip.side] = top + 28;
      if (top > high[chip.side] - 24) return element('span');
      const box = element('div', `edge ${chip.side}`);
      box.style.top = `${Math.round(top)}px`;
      box.append(element('span', 'arrow'), element('span', '', chip.name), element('b', '', chip.n));
      for (const level of ['over', 'near']) {
        if (!chip[level]) continue;
        box.append(this.mark(MARKS[level], 16), element('span', level, chip[level]));
        break;
      }
      box.addEventListener('click', () => this.calls.go(this.cases.store.worst(chip.district)));
      return box;
    }));
  }

  outside(size) {
    const { tally } = this.cases.store;
    const visible = new Set([...this.base.inView(viewFrame(this.map)).keys()].map((d) => d.code));
    const chips = this.districts.map((code, district) => {
      if (visible.has(code)) return null;
      const counts = tally.subarray(district * LEVELS, (district + 1) * LEVELS);
      const n = counts.reduce((sum, one) => sum + one, 0);
      const chip = n ? this.chip(code, size) : null;
      return chip && { ...chip, district, n, over: counts[OVER], near: counts[NEAR] };
    });
    return chips.filter(Boolean).sort((a, b) => a.top - b.top);
  }

  chip(code, size) {
    const district = this.base.districts.find((d) => d.code === code);
    if (!district || !district.rings.length) return null;
    const [x0, y0, x1, y1] = district.rings[0].box;
    const k = 2 ** this.map.getZoom();
    const middle = this.map.layerPointToLatLng(
      L.point(((x0 + x1) / 2) * k, ((y0 + y1) / 2) * k).subtract(this.map.getPixelOrigin()));
    const at = this.map.latLngToContainerPoint(middle);
    const [dx, dy] = [at.x - size.x / 2, at.y - size.y / 2];
    const top = size.y / 2 + (dy / Math.max(Math.abs(dx), 1)) * (size.x / 2);
    return { top, side: dx < 0 ? 'left' : 'right', name: this.base.names[code] || district.name };
  }

  // which: 'tip' (the chosen case or the scene's place) or 'hover'; where() gives a window point.
  setTip(which, tip, where) {
    this.tips[which] = tip ? where : null;
    const box = byId(which);
    show(box, tip);
    if (!tip) return;
    const head = element('div', 'head');
    head.append(element('span', '', tip.title));
    if (tip.left) {
      if (MARKS[tip.tone]) head.append(this.mark(MARKS[tip.tone], 18));
      head.append(element('span', `left ${tip.tone}`, tip.left));
    }
    box.replaceChildren(head, ...(tip.detail ? [element('div', 'detail', tip.detail)] : []));
    this.placeTips();
  }

  placeTips() {
    const size = this.map.getSize();
    for (const which of ['tip', 'hover']) {
      const point = this.tips[which]?.();
      const box = byId(which);
      const inside = point && point.x > -10 && point.y > -10 && point.x < size.x + 10 && point.y < size.y + 10;
      show(box, inside);
      if (!inside) continue;
      const [w, h] = [box.offsetWidth, box.offsetHeight];
      const left = point.x + 26 + w < size.x ? point.x + 26 : point.x - 26 - w;
      const top = point.y - h - 8 > 44 ? point.y - h - 8 : point.y + 18;
      box.style.left = `${Math.round(left)}px`;
      box.style.top = `${Math.round(top)}px`;
    }
  }
}
