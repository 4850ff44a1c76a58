// The city under the cases: parks, water, roads, district lines and names, on one canvas.
import { CanvasLayer, borders, holds, meets, shape } from './canvas.js';
import { paintRoadNames, paintRoads, prepareRoads } from './roads.js';

const SAMPLES = [10, 6]; // points of the view asked for the district they lie in
const NAMES_FROM = 10;
const COMMUNITIES_FROM = 16;
const BARS = 44; // height of the bars that cover the upper and lower edge of the view

// Boxes already taken by a name, so that names never lie on each other.
class Taken {
  constructor() { this.boxes = []; }

  take(box) {
    if (this.boxes.some((other) => meets(other, box))) return false;
    this.boxes.push(box);
    return true;
  }
}

const area = (entry) => ({
  name: entry.name || '',
  rings: (entry.rings || []).map(shape),
  line: entry.line ? shape(entry.line) : null,
  width: entry.width_m || 0,
});

export class Base {
  constructor(map, theme) {
    Object.assign(this, { map, theme, bounds: true, named: true, names: {}, under: null });
    this.replace({});
    this.layer = new CanvasLayer('base', (ctx, frame) => this.paint(ctx, frame)).addTo(map);
  }

  replace(base) {
    this.parks = (base.parks || []).map(area);
    this.water = (base.water || []).map(area);
    this.roads = prepareRoads(base.roads || []);
    this.districts = (base.districts || []).map((d) => ({ ...area(d), code: d.code }));
    this.borders = borders(this.districts.flatMap((d) => d.rings));
    this.communities = (base.communities || []).map(area);
    this.start = base.start || null;
    this.extent = base.bounds || null;
    this.layer?.redraw();
    this.under?.redraw();
  }

  showBounds(on) {
    if (on === this.bounds) return;
    this.bounds = on;
    this.layer.redraw();
  }

  // Whether anything is written at all.
  showNames(on) {
    if (on === this.named) return;
    this.named = on;
    this.layer.redraw();
  }

  // Under a basemap parks, water and roads are a picture below it, seen where it has a gap.
  stepBack(on) {
    if (on === Boolean(this.under)) return;
    if (on) {
      this.under = new CanvasLayer('under', (ctx, frame) => this.paintGround(ctx, frame));
      this.under.addTo(this.map);
    } else {
      this.under.remove();
      this.under = null;
    }
    this.layer.redraw();
  }

  redraw() {
    this.layer.redraw();
    this.under?.redraw();
  }

  paint(ctx, frame) {
    if (!this.under) this.paintGround(ctx, frame);
    ctx.lineJoin = 'round';
    if (this.bounds) this.paintBounds(ctx, frame);
    this.paintNames(ctx, frame);
  }

  paintGround(ctx, frame) {
    ctx.lineJoin = 'round';
    this.paintAreas(ctx, frame, this.parks, 'map_park');
    this.paintAreas(ctx, frame, this.water, 'map_water');
    paintRoads(ctx, frame, this.roads, this.theme);
  }

  // Names go before lines: a layer that draws one across them writes them once more.
  paintNames(ctx, frame) {
    if (!this.named) return;
    const taken = new Taken();
    if (this.bounds) this.paintDistrictNames(ctx, frame, taken);
    this.paintWaterNames(ctx, frame, taken);
    paintRoadNames(ctx, frame, this.roads, this.theme, taken);
    this.paintCommunityNames(ctx, frame, taken);
  }

  paintAreas(ctx, frame, areas, token) {
    ctx.fillStyle = ctx.strokeStyle = this.theme.color(token);
    ctx.lineCap = 'round';
    for (const { rings, line, width } of areas) {
      const near = rings.filter((ring) => meets(ring.box, frame.box));
      if (near.length) {
        ctx.beginPath();
        for (const ring of near) frame.trace(ctx, ring);
        ctx.fill('evenodd');
      }
      if (line && meets(line.box, frame.box)) {
        ctx.lineWidth = Math.max(1.5, width / frame.mpp);
        ctx.beginPath();
        frame.trace(ctx, line);
        ctx.stroke();
      }
    }
    ctx.lineCap = 'butt';
  }

  // A pale band under a dash-dot line: seen over any ground without a hue.
  paintBounds(ctx, frame) {
    const lines = this.borders.filter((line) => meets(line.box, frame.box));
    for (const [width, token, dash] of [[3.4, 'map_halo', []], [1.4, 'map_boundary', [10, 4, 2, 4]]]) {
      ctx.lineWidth = width;
      ctx.strokeStyle = this.theme.color(token);
      ctx.setLineDash(dash);
      ctx.beginPath();
      for (const line of lines) frame.trace(ctx, line);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  // Which districts the view shows, and where in it: the mean of the sample points they hold.
  inView(frame) {
    const [left, top, right, bottom] = this.open(frame);
    const seen = new Map();
    for (let i = 0; i < SAMPLES[0] * SAMPLES[1]; i++) {
      const px = left + ((right - left) * ((i % SAMPLES[0]) + 0.5)) / SAMPLES[0];
      const py = top + ((bottom - top) * (Math.floor(i / SAMPLES[0]) + 0.5)) / SAMPLES[1];
      const found = this.districts.find((d) =>
        d.rings.some((ring) => holds(ring, frame.toX(px), frame.toY(py))));
      if (!found) continue;
      const points = seen.get(found) || [];
      points.push([px, py]);
      seen.set(found, points);
    }
    return seen;
  }

  open({ view: [left, top, right, bottom] }) { return [left, top + BARS, right, bottom - BARS]; }

  paintCommunityNames(ctx, frame, taken) {
    if (frame.zoom < COMMUNITIES_FROM) return;
    for (const { name, rings } of this.communities) {
      for (const { box } of rings) {
        if (!meets(box, frame.box)) continue;
        const [x, y] = [frame.px((box[0] + box[2]) / 2), frame.py((box[1] + box[3]) / 2)];
        this.text(ctx, name, x, y, 12, taken, true);
      }
    }
  }

  paintDistrictNames(ctx, frame, taken) {
    if (frame.zoom < NAMES_FROM) return;
    const seen = this.inView(frame);
    // Close up the one district all around is no news, and its name would lie on the case.
    if (frame.zoom >= COMMUNITIES_FROM && seen.size < 2) return;
    for (const [district, points] of seen) {
      if (points.length < 3) continue;
      const mean = [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
      const off = ([x, y]) => (x - mean[0]) ** 2 + (y - mean[1]) ** 2;
      const [x, y] = points.reduce((best, p) => (off(p) < off(best) ? p : best));
      this.text(ctx, this.spell(this.names[district.code] || district.name), x, y, 17, taken, true);
    }
  }

  paintWaterNames(ctx, frame, taken) {
    for (const { name, line, rings } of this.water) {
      const way = line || rings[0];
      if (!name || !way || !meets(way.box, frame.box) || frame.zoom < 11) continue;
      let [x, y] = [frame.px((way.box[0] + way.box[2]) / 2), frame.py((way.box[1] + way.box[3]) / 2)];
      if (line) {
        const [left, top, right, bottom] = this.open(frame);
        const inside = [...line.x.keys()].filter((i) => {
          const [px, py] = [frame.px(line.x[i]), frame.py(line.y[i])];
          return px > left && px < right && py > top && py < bottom;
        });
        if (!inside.length) continue;
        const at = inside[inside.length >> 1];
        [x, y] = [frame.px(line.x[at]), frame.py(line.y[at])];
      }
      this.text(ctx, this.spell(name), x, y, 12, taken, false, 'italic ');
    }
  }

  // Chinese names of areas are set with wide gaps, as on paper maps.
  spell(name) { return /^[\u4e00-\u9fff]+$/.test(name) ? [...name].join('\u2002') : name; }

  text(ctx, text, x, y, size, taken, haloed, slant = '') {
    ctx.font = slant + this.theme.font(size, 400);
    const half = ctx.measureText(text).width / 2 + 4;
    if (!taken.take([x - half, y - size, x + half, y + size])) return;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    if (haloed) {
      ctx.lineWidth = 3;
      ctx.strokeStyle = this.theme.color('map_halo');
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = this.theme.color('map_label');
    ctx.fillText(text, x, y);
  }
}
