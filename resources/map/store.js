// The open cases as arrays; a picture of what Python keeps, never the owner of anything.
import { worldX, worldY } from './canvas.js';

// Levels in drawing order, as in console/viewmodels/map_state.py: paused, normal, new, near, over.
export const NORMAL = 1; // this and below may merge
export const NEAR = 3;
export const OVER = 4;
export const urgency = (kind) => kind >> 2;

export class Store {
  constructor() {
    this.n = 0;
    this.index = new Map();
    this.grow(256);
  }

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
    const handle = new Uint32Array(buffer, 8 + 16 * n, n);
    const duty = new Uint16Array(buffer, 8 + 20 * n, n);
    const kind = new Uint8Array(buffer, 8 + 22 * n, n);
    const district = new Uint8Array(buffer, 8 + 23 * n, n);
    this.n = 0;
    this.index.clear();
    for (let i = 0; i < n; i++) {
      this.put([handle[i], lon[i], lat[i], duty[i], kind[i], district[i]]);
    }
  }

  put([handle, lon, lat, duty, kind, district]) {
    let at = this.index.get(handle);
    if (at === undefined) {
      if (this.n === this.room) this.grow(this.room * 2);
      at = this.n++;
      this.index.set(handle, at);
    }
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
    const last = --this.n;
    this.index.delete(handle);
    if (at === last) return;
    for (const column of [this.x, this.y, this.handle, this.duty, this.kind, this.district]) {
      column[at] = column[last];
    }
    this.index.set(this.handle[at], at);
  }
}
