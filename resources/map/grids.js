// Unit grids: canvas tiles whose pictures the worker paints.
import { Buckets } from './buckets.js';
import { sharpness } from './canvas.js';
import { holds, unpackRings } from './geometry.js';

const TILE = 512;

const Tiles = L.GridLayer.extend({
  initialize(owner) {
    L.GridLayer.prototype.initialize.call(this, {
      tileSize: TILE, pane: 'grids', minZoom: 11, keepBuffer: 1, noWrap: true,
      updateWhenZooming: false,
    });
    this.owner = owner;
  },

  createTile(at, done) {
    const tile = document.createElement('canvas');
    tile.at = at;
    tile.done = done;
    tile.width = tile.height = 1; // until its picture comes it costs nothing
    this.owner.ask(tile);
    return tile;
  },
});

export class Grids {
  constructor(map, theme, painter) {
    Object.assign(this, { map, theme, painter, rings: [], lines: true, back: false, tiles: new Map(), last: 0 });
    this.buckets = new Buckets([]);
    painter.hear('tile', (told) => this.onTile(told));
    this.layer = new Tiles(this).addTo(map);
    this.layer.on('tileunload', ({ tile }) => {
      this.tiles.delete(tile.asked);
      // Its memory goes now, not when garbage is collected.
      tile.getContext('bitmaprenderer').transferFromImageBitmap(null);
      tile.width = tile.height = 0;
    });
  }

  // From the packed layout of console/viewmodels/map_state.py.
  replace(buffer) {
    const { x, y, start, rings } = unpackRings(buffer);
    this.rings = rings;
    this.buckets = new Buckets(this.rings);
    this.painter.tell('grids', { x, y, start });
    this.redraw();
  }

  // Colour the cells: classes[i] is the number of a colour for grid i, null takes all colours away.
  // A colour that is null leaves the cell as it is.
  fill(classes, colors = []) {
    this.painter.tell('fill', { classes, colors });
    this.redraw();
  }

  showLines(on) {
    if (on === this.lines) return;
    this.lines = on;
    this.setTheme();
  }

  // Over a basemap only the lines stay, and the colours of cells that have one.
  stepBack(on) {
    if (on === this.back) return;
    this.back = on;
    this.setTheme();
  }

  // Colours have changed.
  setTheme() {
    const { theme } = this;
    this.painter.tell('gridlook', {
      look: {
        block: theme.color('map_block'), line: theme.color('map_grid'), lines: this.lines, back: this.back,
      },
    });
    this.redraw();
  }

  // Paint every tile anew; each keeps its picture until the new one is there.
  redraw() {
    for (const { el } of Object.values(this.layer._tiles)) this.ask(el);
  }

  ask(tile) {
    this.tiles.delete(tile.asked); // an older answer is not wanted any more
    tile.asked = ++this.last;
    this.tiles.set(tile.asked, tile);
    const { x, y, z } = tile.at;
    const ratio = sharpness();
    this.painter.ask('tile', {
      id: this.last, side: TILE, ratio, zoom: z, left: x * TILE, top: y * TILE,
    });
  }

  onTile({ id, picture }) {
    const tile = this.tiles.get(id);
    this.tiles.delete(id);
    if (!tile) {
      picture.close();
      return;
    }
    if (tile.width !== picture.width) tile.width = tile.height = picture.width;
    tile.getContext('bitmaprenderer').transferFromImageBitmap(picture);
    tile.done?.(null, tile);
    tile.done = null;
  }

  // Number of the grid at a place in world units, -1 when none.
  find(x, y) {
    return this.buckets.within([x, y, x, y]).find((i) => holds(this.rings[i], x, y)) ?? -1;
  }

  outline(ctx, frame, index, filled = false) {
    const ring = this.rings[index];
    if (!ring) return;
    ctx.beginPath();
    frame.trace(ctx, ring);
    ctx.closePath();
    if (filled) {
      ctx.globalAlpha = 0.13;
      ctx.fillStyle = this.theme.color('accent');
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    for (const [width, name] of [[4.5, 'map_halo'], [1.8, 'accent']]) {
      ctx.lineWidth = width;
      ctx.strokeStyle = this.theme.color(name);
      ctx.stroke();
    }
  }
}
