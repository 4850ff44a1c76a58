// The layers whose things come packed from Python (console/viewmodels/map_feeds.py), all with one
// face: replace(buffer), show(on), redraw(), hit(point) giving the number of a thing or -1.
import { Areas } from './areas.js';
import { Difference } from './difference.js';
import { Hatch, Heat } from './heat.js';
import { Points } from './points.js';

// From the ground up; a click asks from the top down.
const MADE = {
  heat: (map, theme, grids) => new Heat(theme, grids),
  unseen: (map, theme, grids) => new Hatch(map, theme, grids),
  control: (map, theme) => new Areas(map, theme, {
    line: 'accent', width: 1.6, dash: [6, 3], fill: 'accent', from: 10, named: 13,
  }),
  communities: (map, theme) => new Areas(map, theme, { line: 'map_boundary', width: 0.8, dash: [3, 3], from: 13 }),
  streets: (map, theme) => new Areas(map, theme, { line: 'map_boundary', width: 1, dash: [8, 3], from: 11, named: 13 }),
  duty: (map, theme) => new Areas(map, theme, { line: 'ink3', width: 1.2, dash: [], from: 12, named: 15 }),
  components: (map, theme) => new Points(map, theme, { pane: 'things', form: 'square', from: 14 }),
  closed: (map, theme) => new Points(map, theme, { pane: 'things', form: 'cross', from: 10 }),
  inspectors: (map, theme) => new Points(map, theme, { pane: 'things', form: 'person', from: 9 }),
  difference: (map, theme) => new Difference(map, theme),
};

export class Layers {
  constructor(map, theme, grids) {
    this.made = new Map(Object.entries(MADE).map(([name, make]) => [name, make(map, theme, grids)]));
  }

  load(name, buffer) { this.made.get(name)?.replace(buffer); }

  show(shown) {
    for (const [name, layer] of this.made) layer.show(shown[name] === true);
  }

  redraw() {
    for (const layer of this.made.values()) layer.redraw();
  }

  // The topmost thing under a point of the window as [layer, number]; null when there is none.
  hit(point) {
    for (const [name, layer] of [...this.made].reverse()) {
      const at = layer.shown ? layer.hit(point) : -1;
      if (at >= 0) return [name, at];
    }
    return null;
  }
}
