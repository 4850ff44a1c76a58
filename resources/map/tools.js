// What the hand does with the map beside looking: one tool at a time, started and ended by Python.
// A tool may take a gesture (true) before marks and cells see it. Shapes belong to Python: the page
// draws the places it is told, and tells those the hand adds.
import { CanvasLayer } from './canvas.js';
import { worldX, worldY } from './geometry.js';

const DRAWN = ['polygon', 'ruler']; // tools whose corners are clicked one by one
const CLOSE = 10; // pixels around the first corner that close a shape
const HOLD = 6; // pixels the hand must move before a mark leaves its place

export class Tools {
  // calls: shape(name, numbers), drop(handle, lon, lat), chosen(point) -> handle of the ringed mark
  // under a point of the view, 0 for none.
  constructor(map, theme, calls) {
    Object.assign(this, { map, theme, calls, tool: null, from: null, at: null, held: 0, took: false });
    this.layer = new CanvasLayer(
      'tools', (ctx, frame) => this.paint(ctx, frame), () => Boolean(this.tool || this.from)).addTo(map);
  }

  // wanted: {name, places, closed, text, dashed} as Python told it, or null to put the tool away.
  set(wanted) {
    this.tool = wanted;
    if (!wanted) this.letGo(); // also in the middle of a drag
    this.map.getContainer().style.cursor = wanted && wanted.hand ? 'crosshair' : '';
    this.layer.redraw();
  }

  get hand() { return Boolean(this.tool && this.tool.hand); }

  down(event) {
    this.took = false;
    if (event.originalEvent.button) return false;
    const boxing = this.hand && this.tool.name === 'box';
    this.held = this.hand ? 0 : this.calls.chosen(event.containerPoint);
    if (!boxing && !this.held) return false;
    this.from = event;
    this.at = event.latlng;
    this.map.dragging.disable();
    return true;
  }

  move(event) {
    if (!this.from) {
      if (!this.hand || !(this.tool.places || []).length || this.tool.closed) return this.hand;
      this.at = event.latlng;
      this.layer.redraw();
      return true;
    }
    const far = event.containerPoint.distanceTo(this.from.containerPoint) > HOLD;
    this.took = this.took || far;
    if (this.took) {
      this.at = event.latlng;
      this.layer.redraw();
    }
    return true;
  }

  // Wherever the button is let go: over the map, over what lies on it or outside the window.
  up({ lng, lat }) {
    const { from, held } = this;
    if (!from) return;
    this.letGo();
    this.layer.redraw();
    if (!this.took) return;
    if (held) this.calls.drop(held, lng, lat);
    else this.calls.shape('box', [from.latlng.lng, from.latlng.lat, lng, lat]);
  }

  letGo() {
    if (this.from) this.map.dragging.enable();
    Object.assign(this, { from: null, held: 0, at: null });
  }

  click(event) {
    if (this.took) { // the end of a drag, not a click of its own
      this.took = false;
      return true;
    }
    if (!this.hand) return false;
    if (!DRAWN.includes(this.tool.name)) return true;
    const places = this.tool.closed ? [] : this.tool.places || [];
    const first = places.length > 2 ? places[0] : null;
    const spot = first && this.map.latLngToContainerPoint([first[1], first[0]]);
    const closing = spot && spot.distanceTo(event.containerPoint) < CLOSE;
    const next = closing ? first : [event.latlng.lng, event.latlng.lat];
    this.calls.shape(this.tool.name, [...places, next].flat());
    return true;
  }

  redraw() { this.layer.redraw(); }

  // --- drawing ----------------------------------------------------------------------------------

  paint(ctx, frame) {
    if (this.from && this.took) {
      const { lng, lat } = this.from.latlng;
      if (this.held) this.paintMove(ctx, frame, [lng, lat], [this.at.lng, this.at.lat]);
      else this.paintShape(ctx, frame, corners([lng, lat], [this.at.lng, this.at.lat]), true);
      return;
    }
    if (!this.tool) return;
    const { places = [], closed, text, name } = this.tool;
    if (!places.length) return;
    if (name === 'proposal') this.paintMove(ctx, frame, places[0], places[places.length - 1]);
    else if (name === 'pin') this.paintPin(ctx, frame, places[0]);
    else {
      const live = this.hand && !closed && this.at && DRAWN.includes(name);
      this.paintShape(ctx, frame, live ? [...places, [this.at.lng, this.at.lat]] : places, closed);
      if (name !== 'box') for (const place of places) this.paintDot(ctx, frame, place);
    }
    if (text) this.write(ctx, text, ...this.spot(frame, places[places.length - 1]));
  }

  spot(frame, [lon, lat]) { return [frame.px(worldX(lon)), frame.py(worldY(lat))]; }

  paintShape(ctx, frame, places, closed) {
    ctx.beginPath();
    places.forEach((place, i) => ctx[i ? 'lineTo' : 'moveTo'](...this.spot(frame, place)));
    if (closed) {
      ctx.closePath();
      ctx.globalAlpha = 0.12;
      ctx.fillStyle = this.theme.color('accent');
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    this.line(ctx);
  }

  line(ctx) {
    ctx.lineWidth = 4.5;
    ctx.strokeStyle = this.theme.color('map_halo');
    ctx.stroke();
    ctx.lineWidth = 2;
    ctx.strokeStyle = this.theme.color('accent');
    ctx.stroke();
  }

  paintMove(ctx, frame, old, now) {
    ctx.beginPath();
    ctx.moveTo(...this.spot(frame, old));
    ctx.lineTo(...this.spot(frame, now));
    ctx.setLineDash([6, 4]);
    this.line(ctx);
    ctx.setLineDash([]);
    this.paintDot(ctx, frame, old);
    this.paintPin(ctx, frame, now);
  }

  paintPin(ctx, frame, place) {
    const [x, y] = this.spot(frame, place);
    ctx.beginPath();
    ctx.arc(x, y, 11, 0, 7);
    ctx.moveTo(x - 17, y);
    ctx.lineTo(x + 17, y);
    ctx.moveTo(x, y - 17);
    ctx.lineTo(x, y + 17);
    this.line(ctx);
  }

  paintDot(ctx, frame, place) {
    ctx.beginPath();
    ctx.arc(...this.spot(frame, place), 4, 0, 7);
    ctx.fillStyle = this.theme.color('field');
    ctx.fill();
    this.line(ctx);
  }

  write(ctx, text, x, y) {
    ctx.font = this.theme.font(13, 600);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    const width = ctx.measureText(text).width;
    ctx.fillStyle = this.theme.color('field');
    ctx.fillRect(x + 14, y - 12, width + 12, 24);
    ctx.lineWidth = 1;
    ctx.strokeStyle = this.theme.color('line3');
    ctx.strokeRect(x + 14, y - 12, width + 12, 24);
    ctx.fillStyle = this.theme.color('ink');
    ctx.fillText(text, x + 20, y);
  }
}

const corners = ([x, y], [x2, y2]) => [[x, y], [x2, y], [x2, y2], [x, y2]];
