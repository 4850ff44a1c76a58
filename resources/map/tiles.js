// The basemap under everything: layers of pictures and of drawings, asked of Python by number.
// A tile that is not there is the part of one above it, stretched; without any, the city's own
// ground is seen. No blend mode: it costs three quarters of the frames without a GPU.
const SIDE = 256;
const DRAWN = 512; // a drawing holds what four pictures hold
const HIGHEST = 8; // levels above that are tried

// The count is another after a renewal: the engine would give the pictures of before again.
const address = ({ number, renewed }, z, x, y) => `tiles/${number}/${z}/${x}/${y}?${renewed}`;

// A picture as part of its ancestor `up` levels above.
function place(picture, at, up) {
  const side = SIDE * 2 ** up;
  const part = 2 ** up - 1;
  picture.style.width = picture.style.height = `${side}px`;
  picture.style.left = `${-(at.x & part) * SIDE}px`;
  picture.style.top = `${-(at.y & part) * SIDE}px`;
}

const Common = L.GridLayer.extend({
  initialize(row, options) {
    L.GridLayer.prototype.initialize.call(this, {
      pane: 'tiles', keepBuffer: 1, noWrap: true, updateWhenZooming: false, opacity: row.opacity,
      className: 'ground', ...options,
    });
    this.row = row;
    this.on('tileunload', ({ tile }) => tile.drop?.());
  },

  _isValidTile(at) {
    const n = 2 ** this.level(at.z);
    return at.x >= 0 && at.y >= 0 && at.x < n && at.y < n;
  },
});

const Pictures = Common.extend({
  initialize(row) { Common.prototype.initialize.call(this, row, { tileSize: SIDE }); },

  level(z) { return z; },

  createTile(at, done) {
    const tile = document.createElement('div');
    const { row } = this;
    const { least, most } = row;
    const picture = document.createElement('img');
    picture.alt = '';
    let up = Math.max(0, at.z - most);
    const ask = () => {
      picture.src = address(row, at.z - up, at.x >> up, at.y >> up);
    };
    const higher = () => {
      up += 1;
      if (at.z - up < least || up > HIGHEST) done(null, tile);
      else ask();
    };
    picture.onload = () => {
      if (picture.naturalWidth < 2) { higher(); return; }
      place(picture, at, up);
      tile.append(picture);
      done(null, tile);
    };
    picture.onerror = higher;
    tile.drop = () => {
      picture.onload = picture.onerror = null;
      picture.removeAttribute('src'); // what is under way is called off
    };
    if (at.z - up < least) setTimeout(() => done(null, tile));
    else ask();
    return tile;
  },
});

// Drawings are turned into pixels by a worker, so that no drag waits for one.
class Painter {
  constructor() {
    this.worker = new Worker('vector.js', { type: 'module' });
    this.waiting = new Map();
    this.next = 1;
    this.worker.onmessage = ({ data }) => {
      const told = this.waiting.get(data.ticket);
      this.waiting.delete(data.ticket);
      if (told) told(data.bitmap);
      else data.bitmap?.close();
    };
  }

  paint(wanted, told) {
    const ticket = this.next++;
    this.waiting.set(ticket, told);
    this.worker.postMessage({ ...wanted, ticket });
    return ticket;
  }

  drop(ticket) {
    if (this.waiting.delete(ticket)) this.worker.postMessage({ drop: ticket });
  }

  colors(tokens) { this.worker.postMessage({ tokens }); }
}

const Drawings = Common.extend({
  initialize(row, painter) {
    this.painter = painter;
    Common.prototype.initialize.call(this, row, { tileSize: DRAWN });
  },

  level(z) { return z - 1; },

  createTile(at, done) {
    const tile = document.createElement('canvas');
    const ratio = window.devicePixelRatio || 1;
    const { number, least, most, renewed } = this.row;
    const z = this.level(at.z);
    tile.width = tile.height = DRAWN * ratio;
    const wanted = {
      number, renewed, z, x: at.x, y: at.y, least, most, side: DRAWN * ratio, ratio,
    };
    const ticket = this.painter.paint(wanted, (bitmap) => {
      if (bitmap) tile.getContext('bitmaprenderer').transferFromImageBitmap(bitmap);
      done(null, tile);
    });
    tile.drop = () => this.painter.drop(ticket);
    return tile;
  },
});

export class Basemap {
  // `stepped(on)` is told whether the city's own ground is to step back.
  constructor(map, theme, stepped) {
    Object.assign(this, { map, theme, stepped, layers: new Map(), painter: null, rows: [], shown: true });
  }

  // Whether the basemap is seen at all; the panel's own switch.
  show(on) {
    if (on === this.shown) return;
    this.shown = on;
    this.set(this.rows);
  }

  set(told) {
    this.rows = told;
    const rows = this.shown ? told : [];
    const wanted = new Set(rows.map((row) => row.number));
    for (const [number, layer] of this.layers) {
      if (!wanted.has(number)) {
        layer.remove();
        this.layers.delete(number);
      }
    }
    rows.forEach((row, at) => this.put(row, at + 1));
    this.stepped(rows.some((row) => row.good && row.opacity > 0.5));
  }

  put(row, at) {
    let layer = this.layers.get(row.number);
    const old = layer?.row;
    if (!layer) {
      layer = row.vector ? new Drawings(row, this.drawer()) : new Pictures(row);
      this.layers.set(row.number, layer.addTo(this.map));
    }
    layer.row = row;
    layer.setZIndex(at);
    layer.setOpacity(row.opacity);
    if (old && (old.renewed !== row.renewed || old.least !== row.least || old.most !== row.most)) {
      layer.redraw();
    }
  }

  drawer() {
    if (!this.painter) {
      this.painter = new Painter();
      this.painter.colors(this.theme.tokens);
    }
    return this.painter;
  }

  redraw() {
    this.painter?.colors(this.theme.tokens);
    for (const layer of this.layers.values()) if (layer.row.vector) layer.redraw();
  }
}
