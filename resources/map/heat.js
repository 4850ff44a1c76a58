// A class for each unit grid as its colour, or as a hatch over it (cells unseen).
// Packed: u4 n | u4 tones | u1 class[n] in the order of the grids; 0 is none, the rest number the
// tones of the palette: four of density, five of the grades.
import { Overlay } from './canvas.js';
import { meets } from './geometry.js';

const GAP = 9; // pixels between two lines of a hatch

const classesOf = (buffer) => new Uint8Array(buffer, 8, new DataView(buffer).getUint32(0, true));

// The cells' own colour: the worker paints it with them.
export class Heat {
  constructor(theme, grids) {
    Object.assign(this, { theme, grids, classes: null, tones: 0, shown: false });
  }

  replace(buffer) {
    this.classes = classesOf(buffer);
    this.tones = new DataView(buffer).getUint32(4, true);
    this.redraw();
  }

  show(on) {
    if (on === this.shown) return;
    this.shown = on;
    if (on) this.redraw();
    else this.grids.fill(null);
  }

  redraw() {
    if (!this.shown || !this.classes) return;
    const name = this.tones === 5 ? 'grade' : 'density';
    const tones = [...Array(this.tones).keys()].map((at) => this.theme.color(`${name}${at + 1}`));
    this.grids.fill(this.classes, [null, ...tones]);
  }

  hit() { return -1; }
}

export class Hatch extends Overlay {
  constructor(map, theme, grids) {
    super(map, theme, 'heat');
    Object.assign(this, { grids, classes: [] });
  }

  replace(buffer) {
    this.classes = classesOf(buffer);
    this.redraw();
  }

  // All cells are one shape to draw in: a line goes through them at one slope, whatever their edges.
  paint(ctx, frame) {
    ctx.save();
    ctx.beginPath();
    let some = false;
    this.grids.rings.forEach((ring, at) => {
      if (!this.classes[at] || !meets(ring.box, frame.box)) return;
      frame.trace(ctx, ring);
      ctx.closePath();
      some = true;
    });
    if (some) this.lines(ctx, frame);
    ctx.restore();
  }

  // Their phase belongs to the ground, so that they lie still under a drag.
  lines(ctx, { ox, oy, width, height }) {
    ctx.clip();
    ctx.strokeStyle = this.theme.color('line3');
    ctx.lineWidth = 0.8;
    ctx.beginPath();
    for (let at = (ox + oy) % GAP; at < width + height; at += GAP) {
      ctx.moveTo(at, 0);
      ctx.lineTo(at - height, height);
    }
    ctx.stroke();
  }
}
