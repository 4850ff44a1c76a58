// What the hand does with the map beside looking: one tool at a time, started and ended by Python.
// A tool may take a gesture (true) before marks and cells see it.
export class Tools {
  constructor(map, theme, calls) {
    Object.assign(this, { map, theme, calls, tool: null });
  }

  // wanted: {name, …} as Python told it, or null to put the tool away.
  set(wanted) { this.tool = wanted; }

  click() { return false; }

  down() { return false; }

  move() { return false; }

  up() { return false; }

  redraw() {}
}
