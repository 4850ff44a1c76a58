// The present view as one picture for paper: everything is drawn again at a higher ratio, then taken
// together in the order in which it lies on each other.
const TURN = 15; // milliseconds between two looks whether all is drawn

// parts: redraw() draws everything anew; idle() tells whether it is there. The worker draws marks
// and cells, so they are waited for.
export async function picture(map, ratio, { redraw, idle }) {
  await drawn(redraw, idle);
  return taken(map, ratio);
}

async function drawn(redraw, idle) {
  redraw();
  do await new Promise((done) => { setTimeout(done, TURN); });
  while (!idle());
}

function taken(map, ratio) {
  const size = map.getSize();
  const page = document.createElement('canvas');
  page.width = Math.round(size.x * ratio);
  page.height = Math.round(size.y * ratio);
  const ctx = page.getContext('2d');
  ctx.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
  ctx.fillRect(0, 0, page.width, page.height);
  const corner = map.getContainer().getBoundingClientRect();
  const spot = (box) =>
    [box.left - corner.left, box.top - corner.top, box.width, box.height].map((n) => n * ratio);
  const panes = Object.values(map.getPanes()).filter((pane) => pane.style.display !== 'none');
  const found = new Set(panes.flatMap((pane) => [...pane.querySelectorAll('canvas, img')]));
  for (const part of sorted([...found])) {
    const box = part.getBoundingClientRect();
    if (!box.width || !box.height || !part.width) continue;
    ctx.save();
    const tile = part.parentElement.closest('.leaflet-tile');
    if (tile) { // the part of a stretched picture that is its own
      ctx.beginPath();
      ctx.rect(...spot(tile.getBoundingClientRect()));
      ctx.clip();
    }
    ctx.globalAlpha = Number(getComputedStyle(part).opacity) * opacity(part);
    ctx.drawImage(part, ...spot(box));
    ctx.restore();
  }
  return page.toDataURL('image/png');
}

// A layer may be half seen through as a whole.
const opacity = (part) => Number(getComputedStyle(part.closest('.leaflet-layer') || part).opacity);

// By the level of their pane, and of their layer in it.
function sorted(parts) {
  const level = (box) => (box && Number(getComputedStyle(box).zIndex)) || 0;
  return parts
    .map((part) => [level(part.closest('.leaflet-pane')), level(part.closest('.leaflet-layer')), part])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map(([, , part]) => part);
}
