// The picture of the marks, painted as pixels in the worker: whole for a new view, and for changes
// only the small squares they touch, which then fade from the old pixels to the new.
import { between, Stamp } from './stamps.js';
import { LEVELS, MANY, NORMAL, Store, urgency } from './store.js';

const CELL = 32; // pixels of a square that is painted anew as one
const FADE = 250; // milliseconds from the old pixels to the new
const STEP = 50; // milliseconds between two pictures of a fade
const MOST = 0.5; // share of all squares above which the whole picture is painted instead
const KEPT = 2000; // pictures of merged marks kept ready, one for each number
const DUTIES = 65536;

export class Marks {
  // say(message, transferred): to the page.
  constructor(say) {
    Object.assign(this, { say, store: new Store(), stamps: [], frame: null, selected: 0, fades: new Map() });
    this.look = { ratio: 1, field: '#fff', ink: '#000', ink2: '#000', font: '600 12px sans-serif' };
    this.numbers = new Map();
    this.most = MANY;
    this.merged = null;
    this.groups = new Map();
    this.sums = { n: new Uint32Array(DUTIES), x: new Float64Array(DUTIES), y: new Float64Array(DUTIES),
      first: new Int32Array(DUTIES) };
    this.levels = [];
    this.counts = new Int32Array(LEVELS);
    this.room = 0;
    this.timer = 0;
  }

  setSprites(sheet, { ratio, kinds }) {
    const [width, height] = [sheet.width, sheet.height];
    const ctx = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    ctx.drawImage(sheet, 0, 0);
    this.stamps = kinds.map((cell) =>
      new Stamp(ctx.getImageData(...cell.map((length) => Math.round(length * ratio)))));
    this.look.ratio = ratio;
    this.numbers.clear();
  }

  setLook(look) {
    Object.assign(this.look, look);
    this.numbers.clear();
  }

  // The mark of many cases of one duty grid: a disc with their number.
  number(n) {
    const known = this.numbers.get(n);
    if (known) return known;
    if (this.numbers.size > KEPT) this.numbers.clear();
    const { ratio, field, ink, ink2, font } = this.look;
    const side = Math.ceil(32 * ratio);
    const ctx = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
    ctx.translate(side >> 1, side >> 1);
    ctx.scale(ratio, ratio);
    ctx.font = font;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.beginPath();
    ctx.arc(0, 0, n > 99 ? 14 : 11, 0, 7);
    ctx.fillStyle = field;
    ctx.fill();
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = ink2;
    ctx.stroke();
    ctx.fillStyle = ink;
    ctx.fillText(String(n), 0, 0.5);
    const made = new Stamp(ctx.getImageData(0, 0, side, side));
    this.numbers.set(n, made);
    return made;
  }

  // Paint all of a view the page asked for. frame: see Picture.redraw; spare: a buffer of an earlier
  // picture to use again.
  paint(frame, spare) {
    this.frame = frame;
    this.paintWhole({ answer: true }, spare);
  }

  paintWhole(about, spare) {
    const { frame } = this;
    this.across = Math.ceil(frame.width / CELL);
    this.down = Math.ceil(frame.height / CELL);
    this.fades.clear();
    const size = frame.width * frame.height;
    if (this.px?.length === size) this.px.fill(0);
    else this.px = new Uint32Array(size);
    this.arrange();
    this.each((stamp, x, y) => stamp.write(this.px, y * frame.width + x));
    const sent = spare?.byteLength === size * 4 ? new Uint32Array(spare) : new Uint32Array(size);
    sent.set(this.px);
    this.say({
      ...about, is: 'picture', seq: frame.seq, width: frame.width, height: frame.height,
      pixels: sent.buffer, merged: this.mergedDuties(),
    }, [sent.buffer]);
  }

  mergedDuties() { return this.merged ? [...this.groups.keys()] : null; }

  // Which marks the frame shows, by level, and which merge.
  arrange() {
    const { store, frame, counts } = this;
    if (this.room < store.n) {
      this.room = store.room;
      this.levels = Array.from({ length: LEVELS }, () => new Int32Array(this.room));
      this.sx = new Int32Array(this.room);
      this.sy = new Int32Array(this.room);
    }
    const { k, ox, oy, width, height, view: [left, top, right, bottom], reach } = frame;
    const { x, y, kind, n } = store;
    const skipped = this.selected ? store.index.get(this.selected) : -1;
    counts.fill(0);
    let inView = 0;
    for (let i = 0; i < n; i++) {
      const sx = Math.round(x[i] * k + ox);
      const sy = Math.round(y[i] * k + oy);
      if (!(sx >= reach && sy >= reach && sx < width - reach && sy < height - reach)) continue;
      if (sx >= left && sx <= right && sy >= top && sy <= bottom) inView++;
      if (i === skipped) continue;
      this.sx[i] = sx;
      this.sy[i] = sy;
      const level = urgency(kind[i]);
      this.levels[level][counts[level]++] = i;
    }
    this.merged = inView > this.most;
    this.groups = this.merged ? this.gather() : new Map();
  }

  // Duty grid to [number, x, y] of its merged marks; the only one of its grid stays a mark.
  gather() {
    const { store, counts, levels, sums } = this;
    const met = [];
    for (let level = 0; level <= NORMAL; level++) {
      for (let j = 0; j < counts[level]; j++) {
        const i = levels[level][j];
        const duty = store.duty[i];
        if (!sums.n[duty]++) {
          met.push(duty);
          sums.first[duty] = i;
          sums.x[duty] = sums.y[duty] = 0;
        }
        sums.x[duty] += this.sx[i];
        sums.y[duty] += this.sy[i];
      }
      counts[level] = 0;
    }
    const groups = new Map();
    for (const duty of met.sort((a, b) => a - b)) { // in an order no change of a case turns over
      const n = sums.n[duty];
      sums.n[duty] = 0;
      if (n === 1) levels[NORMAL][counts[NORMAL]++] = sums.first[duty];
      else groups.set(duty, [n, Math.round(sums.x[duty] / n), Math.round(sums.y[duty] / n)]);
    }
    return groups;
  }

  // Every mark in drawing order: tell(stamp, x, y).
  each(tell) {
    const { width } = this.frame;
    for (const [n, x, y] of this.groups.values()) {
      const stamp = this.number(n);
      stamp.fit(width);
      tell(stamp, x, y);
    }
    for (const stamp of this.stamps) stamp.fit(width);
    if (!this.stamps.length) return;
    for (let level = 0; level < LEVELS; level++) {
      const marks = this.levels[level];
      for (let j = 0; j < this.counts[level]; j++) {
        const i = marks[j];
        tell(this.stamps[this.store.kind[i]], this.sx[i], this.sy[i]);
      }
    }
  }

  // Take changed rows and handles of gone ones; paint what they touch. fade: not at once.
  change(put, gone, fade) {
    const { store } = this;
    const handles = [...put.map(([handle]) => handle), ...gone];
    this.touch(handles, fade, () => {
      for (const row of put) store.put(row);
      for (const handle of gone) {
        if (store.n) handles.push(store.handle[store.n - 1]); // takes the place of the gone
        store.drop(handle);
      }
    });
  }

  select(handle) {
    const old = this.selected;
    this.touch([old, handle], false, () => { this.selected = handle; });
  }

  touch(handles, fade, work) {
    if (!this.frame) {
      work();
      return;
    }
    const dirty = new Set();
    const [merged, groups] = [this.merged, this.groups];
    for (const handle of handles) this.soil(dirty, handle);
    work();
    for (const handle of handles) this.soil(dirty, handle);
    this.arrange();
    this.soilGroups(dirty, groups);
    const all = merged !== this.merged || dirty.size > MOST * this.across * this.down;
    if (all) this.paintWhole({});
    else if (dirty.size) this.patch(dirty, fade);
  }

  soil(dirty, handle) {
    const at = handle ? this.store.index.get(handle) : undefined;
    if (at === undefined) return;
    const { k, ox, oy } = this.frame;
    this.soilAround(dirty, Math.round(this.store.x[at] * k + ox), Math.round(this.store.y[at] * k + oy));
  }

  soilGroups(dirty, old) {
    const differ = (a, b) => !a || !b || a[0] !== b[0] || a[1] !== b[1] || a[2] !== b[2];
    for (const [duty, group] of [...old, ...this.groups]) {
      if (differ(old.get(duty), this.groups.get(duty))) this.soilAround(dirty, group[1], group[2]);
    }
    if (old.size !== this.groups.size) this.soilAlone(dirty, old);
  }

  // A group that shrank to one mark, or grew out of one, left or made a mark somewhere.
  soilAlone(dirty, old) {
    const { store, counts, levels } = this;
    for (let j = 0; j < counts[NORMAL]; j++) {
      const i = levels[NORMAL][j];
      if (old.has(store.duty[i])) this.soilAround(dirty, this.sx[i], this.sy[i]);
    }
    for (const [duty, [, x, y]] of this.groups) if (!old.has(duty)) this.soilMembers(dirty, duty, x, y);
  }

  soilMembers(dirty, duty, x, y) {
    const { store, frame: { k, ox, oy } } = this;
    this.soilAround(dirty, x, y);
    for (let i = 0; i < store.n; i++) {
      if (store.duty[i] !== duty || urgency(store.kind[i]) > NORMAL) continue;
      this.soilAround(dirty, Math.round(store.x[i] * k + ox), Math.round(store.y[i] * k + oy));
    }
  }

  soilAround(dirty, x, y) {
    const reach = this.frame.reach;
    const [x0, y0] = [Math.max(0, Math.floor((x - reach) / CELL)), Math.max(0, Math.floor((y - reach) / CELL))];
    const x1 = Math.min(this.across - 1, Math.floor((x + reach) / CELL));
    const y1 = Math.min(this.down - 1, Math.floor((y + reach) / CELL));
    for (let row = y0; row <= y1; row++) for (let at = x0; at <= x1; at++) dirty.add(row * this.across + at);
  }

  patch(dirty, fade) {
    const { across, frame: { width, reach } } = this;
    const from = fade ? this.shown(dirty) : null;
    const flags = new Uint8Array(across * this.down);
    for (const cell of dirty) {
      flags[cell] = 1;
      this.eachRow(cell, (start, length) => this.px.fill(0, start, start + length));
    }
    const inside = (x, y) => flags[((y / CELL) | 0) * across + ((x / CELL) | 0)] === 1;
    this.each((stamp, x, y) => {
      for (let row = ((y - reach) / CELL) | 0; row <= ((y + reach) / CELL) | 0; row++) {
        for (let at = ((x - reach) / CELL) | 0; at <= ((x + reach) / CELL) | 0; at++) {
          if (flags[row * across + at]) {
            stamp.writeWithin(this.px, x, y, width, inside);
            return;
          }
        }
      }
    });
    if (fade) this.fadeFrom(from);
    else {
      for (const cell of dirty) this.fades.delete(cell);
      this.send(dirty, () => null);
    }
  }

  // row(start, length, offset): each line of a square as a range of the picture.
  eachRow(cell, row) {
    const { width, height } = this.frame;
    const left = (cell % this.across) * CELL;
    const top = Math.floor(cell / this.across) * CELL;
    const length = Math.min(CELL, width - left);
    for (let y = top; y < Math.min(top + CELL, height); y++) row(y * width + left, length, (y - top) * CELL);
  }

  // What the page shows of these squares now.
  shown(cells) {
    const now = performance.now();
    const copies = new Map();
    for (const cell of cells) {
      const copy = new Uint32Array(CELL * CELL);
      this.blend(cell, this.fades.get(cell), now, (offset, pixel) => { copy[offset] = pixel; });
      copies.set(cell, copy);
    }
    return copies;
  }

  blend(cell, fade, now, set) {
    const share = fade ? Math.min(1, (now - fade.since) / FADE) : 1;
    this.eachRow(cell, (start, length, offset) => {
      for (let i = 0; i < length; i++) {
        const to = this.px[start + i];
        set(offset + i, share < 1 ? between(fade.from[offset + i], to, share) : to);
      }
    });
  }

  fadeFrom(copies) {
    const since = performance.now() - STEP; // the first picture already shows a part of the new
    for (const [cell, from] of copies) this.fades.set(cell, { from, since });
    if (!this.timer) this.step();
  }

  step() {
    this.timer = 0;
    const now = performance.now();
    const cells = [...this.fades.keys()];
    this.send(cells, (cell) => this.fades.get(cell), now);
    for (const cell of cells) if (now - this.fades.get(cell).since >= FADE) this.fades.delete(cell);
    if (this.fades.size) this.timer = setTimeout(() => this.step(), STEP);
  }

  // Squares side by side go as one rectangle: [x, y, width, height] each, pixels one after another.
  send(cells, fadeOf, now = 0) {
    const rects = this.rects([...cells].sort((a, b) => a - b));
    const total = rects.reduce((sum, [, , w, h]) => sum + w * h, 0);
    if (!total) return;
    const pixels = new Uint32Array(total);
    let begun = 0;
    for (const [, , w, h, first, count] of rects) {
      for (let at = 0; at < count; at++) {
        const shift = begun + at * CELL;
        this.blend(first + at, fadeOf(first + at), now, (offset, pixel) => {
          pixels[shift + Math.floor(offset / CELL) * w + (offset % CELL)] = pixel;
        });
      }
      begun += w * h;
    }
    const about = { is: 'patch', seq: this.frame.seq, merged: this.mergedDuties() };
    const boxes = rects.map((rect) => rect.slice(0, 4));
    this.say({ ...about, boxes, pixels: pixels.buffer }, [pixels.buffer]);
  }

  rects(cells) {
    const found = [];
    for (const cell of cells) {
      const last = found[found.length - 1];
      if (last && last.first + last.count === cell && cell % this.across) last.count++;
      else found.push({ first: cell, count: 1 });
    }
    return found.map(({ first, count }) => {
      const [left, top] = [(first % this.across) * CELL, Math.floor(first / this.across) * CELL];
      const w = Math.min(count * CELL, this.frame.width - left);
      return [left, top, w, Math.min(CELL, this.frame.height - top), first, count];
    });
  }
}
