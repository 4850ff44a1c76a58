// The page's second thread: holds what is painted many thousand times, and paints it.
import { GridTiles } from './gridtiles.js';
import { Marks } from './marks.js';
import { MANY } from './store.js';

const say = (message, transferred) => postMessage(message, transferred);
const marks = new Marks(say);
const tiles = new GridTiles(say);

const orders = {
  sprites: ({ sheet, cells }) => marks.setSprites(sheet, cells),
  look: ({ look }) => marks.setLook(look),
  gridlook: ({ look }) => { tiles.look = look; },
  rows: ({ columns }) => marks.store.take(columns),
  paint: ({ frame, spare }) => marks.paint(frame, spare),
  change: ({ put, gone, fade }) => marks.change(put, gone, fade),
  merge: ({ on }) => { marks.most = on ? MANY : Infinity; },
  select: ({ handle }) => marks.select(handle),
  grids: (shapes) => tiles.take(shapes),
  fill: ({ classes, colors }) => tiles.fill(classes, colors),
  gc: ({ how }) => { globalThis.gc?.(how); say({ is: 'gc', answer: true }); }, // where memory is measured
  tile: (wanted) => tiles.paint(wanted),
};

onmessage = ({ data }) => orders[data.order](data);
