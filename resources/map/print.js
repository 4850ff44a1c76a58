// The present view as one picture for paper: everything is drawn again at a higher ratio, then taken
// together in the order in which it lies on each other.
const TURN = 15; // milliseconds between two looks whether all is drawn

// parts: redraw() draws everything anew; idle() tells whether it is there. The worker draws marks
// and cells, so they are waited for.
export async function picture(map, ratio, { redraw, idle }) {
  window.printRatio = ratio;
  try {
    await drawn(redraw, idle);
    return taken(map, ratio);
  } finally {
    window.printRatio = 0;
    redraw();
  }
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
  const panes = Object.values(map.getPanes()).filter((pane) => pane.style.display !== 'none');
  const found = new Set(panes.flatMap((pane) => [...pane.querySelectorAll('canvas, img')]));
  for (const part of sorted([...found])) {
    const box = part.getBoundingClientRect();
    const at = [box.left - corner.left, box.top - corner.top, box.width, box.height];
    if (box.width && box.height && part.width) {
      ctx.globalAlpha = Number(getComputedStyle(part).opacity) * opacity(part);
      ctx.drawImage(part, ...at.map((n) => n * ratio));
    }
  }
  return page.toDataURL('image/png');
}

// A layer may be half seen through as a whole.
const opacity = (part) => Number(getComputedStyle(part.closest('.leaflet-layer') || part).opacity);

// By the level of their pane.
function sorted(parts) {
  const level = (part) => Number(getComputedStyle(part.closest('.leaflet-pane')).zIndex) || 0;
  return parts.map((part) => [level(part), part]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}
