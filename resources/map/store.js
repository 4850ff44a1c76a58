// The open cases as arrays; a picture of what Python keeps, never the owner of anything.
// The page has one, its worker another: both are told the same rows.
import { worldX, worldY } from './geometry.js';

// Levels in drawing order, as in console/viewmodels/map_state.py: paused, normal, new, near, over.
export const LEVELS = 5;
export const NORMAL = 1; // this and below may merge
export const NEAR = 3;
export const OVER = 4;
export const MANY = 400; // more marks than this in view, and normal ones merge per duty grid
export const urgency = (kind) => kind >> 2;

const DISTRICTS = 256;

// Where a handle stands. Handles are small numbers given one after the other, so an array answers
// faster than a Map and is filled in a tenth of its time.
class Index {
  constructor() { this.at = new Int32Array(256); }

  get(handle) {
    const at = handle < this.at.length ? this.at[handle] : 0;
    return at ? at - 1 : undefined;
  }

  set(handle, at) {
    if (handle >= this.at.length) {
      const grown = new Int32Array(Math.max(handle + 1, this.at.length * 2));
      grown.set(this.at);
      this.at = grown;
    }
    this.at[handle] = at + 1;
  }

  delete(handle) { if (handle < this.at.length) this.at[handle] = 0; }

  clear() { this.at.fill(0); }
}

export class Store {
  constructor() {
    this.n = 0;
    this.index = new Index();
    this.tally = new Int32Array(DISTRICTS * LEVELS); // cases by district and level
    this.grow(256);
  }

  get columns() { return [this.x, this.y, this.handle, this.duty, this.kind, this.district]; }

  grow(room) {
    const copy = (made, old) => { if (old) made.set(old.subarray(0, this.n)); return made; };
    this.room = room;
    this.x = copy(new Float64Array(room), this.x);
    this.y = copy(new Float64Array(room), this.y);
    this.handle = copy(new Uint32Array(room), this.handle);
    this.duty = copy(new Uint16Array(room), this.duty);
    this.kind = copy(new Uint8Array(room), this.kind);
    this.district = copy(new Uint8Array(room), this.district);
  }

  // Everything anew, from the packed layout of console/viewmodels/map_state.py.
  replace(buffer) {
    const n = new DataView(buffer).getUint32(0, true);
    const lon = new Float64Array(buffer, 8, n);
    const lat = new Float64Array(buffer, 8 + 8 * n, n);
    this.n = 0;
    if (n > this.room) this.grow(Math.ceil(n * 1.25));
    this.handle.set(new Uint32Array(buffer, 8 + 16 * n, n));
    this.duty.set(new Uint16Array(buffer, 8 + 20 * n, n));
    this.kind.set(new Uint8Array(buffer, 8 + 22 * n, n));
    this.district.set(new Uint8Array(buffer, 8 + 23 * n, n));
    for (let i = 0; i < n; i++) {
      this.x[i] = worldX(lon[i]);
      this.y[i] = worldY(lat[i]);
    }
    this.n = n;
    this.countAnew();
  }

  // A copy of all rows for another store's `take`.
  pack() {
    return this.columns.map((column) => column.slice(0, this.n));
  }

  take(columns) {
    const n = columns[0].length;
    this.n = 0;
    if (n > this.room) this.grow(Math.ceil(n * 1.25));
    this.columns.forEach((column, i) => column.set(columns[i]));
    this.n = n;
    this.countAnew();
  }

  countAnew() {
    this.index.clear();
    this.tally.fill(0);
    for (let i = 0; i < this.n; i++) {
      this.index.set(this.handle[i], i);
      this.tally[this.district[i] * LEVELS + urgency(this.kind[i])]++;
    }
  }

  put([handle, lon, lat, duty, kind, district]) {
    let at = this.index.get(handle);
    if (at === undefined) {
      if (this.n === this.room) this.grow(this.room * 2);
      at = this.n++;
      this.index.set(handle, at);
    } else this.tally[this.district[at] * LEVELS + urgency(this.kind[at])]--;
    this.tally[district * LEVELS + urgency(kind)]++;
    this.x[at] = worldX(lon);
    this.y[at] = worldY(lat);
    this.handle[at] = handle;
    this.duty[at] = duty;
    this.kind[at] = kind;
    this.district[at] = district;
  }

  drop(handle) {
    const at = this.index.get(handle);
    if (at === undefined) return;
    this.tally[this.district[at] * LEVELS + urgency(this.kind[at])]--;
    const last = --this.n;
    this.index.delete(handle);
    if (at === last) return;
    for (const column of this.columns) column[at] = column[last];
    this.index.set(this.handle[at], at);
  }

  // Handle of the most urgent case of a district, the first of equals; 0 when it has none.
  worst(district) {
    let [found, level] = [0, -1];
    for (let i = 0; i < this.n; i++) {
      if (this.district[i] !== district || urgency(this.kind[i]) <= level) continue;
      [found, level] = [this.handle[i], urgency(this.kind[i])];
    }
    return found;
  }
}
