// The page's end of its worker: orders go out, answers are given to who waits for them.
const STUCK = 5000; // milliseconds without an answer after which none is awaited any more

export class Painter {
  constructor() {
    this.hearers = {};
    this.asked = 0; // orders whose answer has not come yet
    this.since = 0; // the last answer, or the first of these orders
    this.worker = new Worker('worker.js', { type: 'module' });
    this.worker.onmessage = ({ data }) => {
      if (data.answer) this.asked--; // a picture may also come by itself
      this.since = performance.now();
      this.hearers[data.is]?.(data);
    };
    this.worker.onerror = (event) => console.error(`worker: ${event.message}`);
  }

  get idle() { return this.asked === 0; }

  // Whether the worker hangs; the page lives and can show no marks (seen: a font that never comes).
  get stuck() { return this.asked > 0 && performance.now() - this.since > STUCK; }

  hear(what, hearer) { this.hearers[what] = hearer; }

  tell(order, message = {}, transferred = []) {
    this.worker.postMessage({ order, ...message }, transferred);
  }

  // An order that is answered once.
  ask(order, message, transferred) {
    if (!this.asked) this.since = performance.now();
    this.asked++;
    this.tell(order, message, transferred);
  }
}
