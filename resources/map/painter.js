// The page's end of its worker: orders go out, answers are given to who waits for them.
export class Painter {
  constructor() {
    this.hearers = {};
    this.asked = 0; // orders whose answer has not come yet
    this.worker = new Worker('worker.js', { type: 'module' });
    this.worker.onmessage = ({ data }) => {
      if (data.answer) this.asked--; // a picture may also come by itself
      this.hearers[data.is]?.(data);
    };
    this.worker.onerror = (event) => console.error(`worker: ${event.message}`);
  }

  get idle() { return this.asked === 0; }

  hear(what, hearer) { this.hearers[what] = hearer; }

  tell(order, message = {}, transferred = []) {
    this.worker.postMessage({ order, ...message }, transferred);
  }

  // An order that is answered once.
  ask(order, message, transferred) {
    this.asked++;
    this.tell(order, message, transferred);
  }
}
