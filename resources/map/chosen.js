// The unit grid whose card is open: ringed and tinted, so that it is found again among thousands.
import { CanvasLayer } from './canvas.js';

export class Chosen {
  constructor(map, grids) {
    Object.assign(this, { grids, index: -1 });
    this.layer = new CanvasLayer('areas', (ctx, frame) => grids.outline(ctx, frame, this.index, true),
      () => this.index >= 0);
    this.layer.addTo(map);
  }

  set(index) {
    this.index = index;
    this.redraw();
  }

  redraw() { this.layer.redraw(); }
}
