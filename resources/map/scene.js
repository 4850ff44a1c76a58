// What an inset map is about: one place with a circle around it, components, lettered badges.
import { CanvasLayer, worldX, worldY } from './canvas.js';

const GROUND = 40075016.686; // metres around the equator

const SAME = 9; // pixels within which two dots are one place
const NEAR = 90; // pixels within which two names above their dots would lie on each other
const LETTER = 16;
const ASIDE = 15; // pixels from a mark to the middle of its letter

// Named dots as they are written: those of one place share a name, of two near ones the second
// stands below its dot.
export function namedSpots(badges, frame) {
  const spots = [];
  for (const { text, lon, lat, plain } of badges) {
    if (!plain) continue;
    const [x, y] = [frame.px(worldX(lon)), frame.py(worldY(lat))];
    const same = spots.find((spot) => Math.hypot(spot.x - x, spot.y - y) < SAME);
    if (same) {
      same.text += ` / ${text}`;
      continue;
    }
    const close = spots.some(
      (spot) => !spot.below && Math.abs(spot.x - x) < NEAR && Math.abs(spot.y - y) < 16,
    );
    spots.push({ text, x, y, below: close });
  }
  return spots;
}

// Where the letters stand: at their places; beside the marks where those are on the map too, and
// one beside the other where they are of one place.
export function letterSpots(badges, frame, aside) {
  const spots = [];
  for (const { text, lon, lat, plain } of badges) {
    if (plain) continue;
    let [x, y] = [frame.px(worldX(lon)) + aside, frame.py(worldY(lat)) + aside];
    while (spots.some((spot) => Math.hypot(spot.x - x, spot.y - y) < LETTER)) x += LETTER + 1;
    spots.push({ text, x, y });
  }
  return spots;
}

export class Scene {
  constructor(map, grids, base, theme) {
    Object.assign(this, { map, grids, base, theme, scene: null, components: true });
    this.layer = new CanvasLayer(
      'scene', (ctx, frame) => this.paint(ctx, frame), () => Boolean(this.scene)).addTo(map);
    // Beside cases they name the marks, and stand over them.
    this.letters = new CanvasLayer(
      'tools', (ctx, frame) => this.paintLetters(ctx, frame, ASIDE), () => this.isBeside).addTo(map);
  }

  // Show a scene (or none); true when the view should go to it.
  replace(scene) {
    const old = this.scene;
    this.scene = scene;
    this.redraw();
    return Boolean(scene) && (!old || old.lon !== scene.lon || old.lat !== scene.lat);
  }

  showComponents(on) {
    if (on === this.components) return;
    this.components = on;
    this.layer.redraw();
  }

  redraw() {
    this.layer.redraw();
    this.letters.redraw();
  }

  // Whether the map shows cases too, and is about more than this.
  get isBeside() { return Boolean(this.scene && this.scene.stay); }

  // The closest zoom at which the whole circle fits.
  zoom() {
    const { lat, radius_m: radius } = this.scene;
    const size = this.map.getSize();
    const room = Math.min(size.x, size.y) / (2.1 * (radius || 60));
    return Math.floor(Math.log2((room * GROUND * Math.cos((lat * Math.PI) / 180)) / 256));
  }

  paint(ctx, frame) {
    const { scene } = this;
    if (!scene) return;
    const [wx, wy] = [worldX(scene.lon), worldY(scene.lat)];
    const [x, y] = [frame.px(wx), frame.py(wy)];
    this.grids.outline(ctx, frame, this.grids.find(wx, wy), true);
    this.base.paintNames(ctx, frame);
    if (scene.radius_m) this.paintCircle(ctx, frame, x, y);
    if (this.components) {
      for (const [lon, lat] of scene.points) {
        this.disc(ctx, frame.px(worldX(lon)), frame.py(worldY(lat)), 3.5, 'field', 'ink2', 1.5);
      }
    }
    this.disc(ctx, x, y, 13, 'field', 'accent', 2.6);
    this.disc(ctx, x, y, 6, 'new', 'field', 1.2);
    if (!this.isBeside) this.paintLetters(ctx, frame, 0);
    for (const spot of namedSpots(scene.badges, frame)) this.paintSpot(ctx, spot);
  }

  paintCircle(ctx, frame, x, y) {
    const { scene, theme } = this;
    const mpp = (GROUND * Math.cos((scene.lat * Math.PI) / 180)) / (256 * frame.k);
    const radius = scene.radius_m / mpp;
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = theme.color('ink2');
    ctx.setLineDash([4, 3]);
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 7);
    ctx.stroke();
    ctx.setLineDash([]);
    this.write(ctx, scene.radius_text, x, y - radius - 10, 12, 400);
  }

  paintSpot(ctx, { text, x, y, below }) {
    this.disc(ctx, x, y, 4, 'ink', 'map_halo', 1.5);
    this.write(ctx, text, x, below ? y + 22 : y - 22, 12, 400);
  }

  paintLetters(ctx, frame, aside) {
    ctx.font = this.theme.font(12, 600);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const { text, x, y } of letterSpots(this.scene.badges, frame, aside)) {
      ctx.fillStyle = this.theme.color('ink');
      ctx.fillRect(x - LETTER / 2, y - LETTER / 2, LETTER, LETTER);
      ctx.fillStyle = this.theme.color('panel');
      ctx.fillText(text, x, y + 0.5);
    }
  }

  disc(ctx, x, y, radius, fill, line, width) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 7);
    ctx.fillStyle = this.theme.color(fill);
    ctx.fill();
    ctx.lineWidth = width;
    ctx.strokeStyle = this.theme.color(line);
    ctx.stroke();
  }

  write(ctx, text, x, y, size, weight) {
    ctx.font = this.theme.font(size, weight);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.theme.color('map_halo');
    ctx.strokeText(text, x, y);
    ctx.fillStyle = this.theme.color('ink');
    ctx.fillText(text, x, y);
  }
}
