// Rings of a city by the square of a raster they touch: who asks for a place or a box looks at some
// of them instead of all.
import { meets } from './geometry.js';

const SIDE = 96; // squares across and down

export class Buckets {
  constructor(rings) {
    const box = [1e9, 1e9, -1e9, -1e9];
    for (const { box: [x0, y0, x1, y1] } of rings) {
      box[0] = Math.min(box[0], x0);
      box[1] = Math.min(box[1], y0);
      box[2] = Math.max(box[2], x1);
      box[3] = Math.max(box[3], y1);
    }
    this.rings = rings;
    this.box = box;
    this.squares = Array.from({ length: SIDE * SIDE }, () => []);
    rings.forEach((ring, i) => this.each(ring.box, (square) => square.push(i)));
  }

  each([x0, y0, x1, y1], tell) {
    const [west, north, east, south] = this.box;
    const at = (value, low, high) =>
      Math.max(0, Math.min(SIDE - 1, Math.floor(((value - low) / (high - low || 1)) * SIDE)));
    for (let row = at(y0, north, south); row <= at(y1, north, south); row++) {
      for (let column = at(x0, west, east); column <= at(x1, west, east); column++) {
        tell(this.squares[row * SIDE + column]);
      }
    }
  }

  // Numbers of the rings that meet a box, in their order.
  within(box) {
    if (!this.rings.length || !meets(box, this.box)) return [];
    const found = new Set();
    this.each(box, (square) => {
      for (const i of square) if (meets(this.rings[i].box, box)) found.add(i);
    });
    return [...found].sort((a, b) => a - b);
  }
}
