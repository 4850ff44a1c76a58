// The present view as one picture for paper: every canvas drawn again at a higher ratio.
export async function picture(map, ratio) {
  const size = map.getSize();
  const page = document.createElement('canvas');
  page.width = Math.round(size.x * ratio);
  page.height = Math.round(size.y * ratio);
  const ctx = page.getContext('2d');
  ctx.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
  ctx.fillRect(0, 0, page.width, page.height);
  const corner = map.getContainer().getBoundingClientRect();
  const panes = Object.values(map.getPanes()).filter((pane) => pane.style.display !== 'none');
  const found = panes.flatMap((pane) => [...pane.querySelectorAll('canvas, img')]);
  window.printRatio = ratio;
  redraw(map);
  for (const part of sorted([...new Set(found)])) {
    const box = part.getBoundingClientRect();
    const at = [box.left - corner.left, box.top - corner.top, box.width, box.height];
    if (box.width && box.height) ctx.drawImage(part, ...at.map((n) => n * ratio));
  }
  window.printRatio = 0;
  redraw(map);
  return page.toDataURL('image/png');
}

const redraw = (map) => map.eachLayer((layer) => {
  if (layer.canvas && layer.redraw) layer.redraw();
});

// In the order in which they lie on each other: by the level of their pane.
function sorted(parts) {
  const level = (part) => Number(getComputedStyle(part.closest('.leaflet-pane')).zIndex) || 0;
  return parts.map((part) => [level(part), part]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}
