// Draws a map of ports on a canvas: the cells once per layout, and on top of them what changes.

import { draw, kinds } from './glyphs.js';
import { layOut } from './layout.js';
import { left } from './words.js';

const MARK = 9;
const MARK_NUMBERED = 17;
const COLOURS = ['ink', 'soft', 'cell', 'faint', 'accent', 'trail'];

export class Painter {
  layout = null;
  #canvas;
  #ports;
  #cells = document.createElement('canvas');
  #colours = {};
  #font = '';

  constructor(canvas, ports) {
    this.#canvas = canvas;
    this.#ports = ports;
  }

  /** Lays the map out for a width, and draws the cells with the colours and the font of a style. */
  lay(width, highest, style) {
    this.layout = layOut(this.#ports, width, highest);
    for (const name of COLOURS) {
      this.#colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
    this.#font = style.fontFamily;
    const ratio = window.devicePixelRatio;
    for (const canvas of [this.#canvas, this.#cells]) {
      canvas.width = Math.ceil((this.layout.width + 2) * ratio);
      canvas.height = Math.ceil((this.layout.height + 2) * ratio);
    }
    this.#canvas.style.width = `${this.layout.width + 2}px`;
    this.#canvas.style.height = `${this.layout.height + 2}px`;
    this.#drawCells(ratio);
  }

  #drawCells(ratio) {
    const context = this.#cells.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillStyle = this.#colours.soft;
    context.font = `11px ${this.#font}`;
    for (const label of this.layout.labels) {
      context.fillText(label.text, 44, label.y + Math.max(7, this.layout.cell / 2));
    }
    for (let index = 0; index < this.#ports.length; index++) {
      this.#fill(context, index, this.#colours.cell);
    }
  }

  /**
   * Draws the map as it is.
   *
   * `inUse` and `trails` have the index of a port and its view, or how fresh its trail is, from 1 to 0; `shown` is the
   * port that is looked at, and `now` is null if time is not known, so that nothing is counted down.
   */
  paint({ inUse, trails, shown, focused, now }) {
    const context = this.#canvas.getContext('2d');
    const ratio = window.devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.drawImage(this.#cells, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = 'middle';
    for (const [index, fresh] of trails) {
      context.globalAlpha = fresh;
      this.#fill(context, index, this.#colours.trail);
    }
    context.globalAlpha = 1;
    if (this.layout.numbered) {
      this.#drawNumbers(context);
    }
    const size = this.#markSize(inUse.length);
    for (const [index, view] of inUse) {
      this.#drawPort(context, index, view, size, now);
    }
    this.#frame(context, shown, focused);
  }

  #gap() {
    return this.layout.numbered ? 6 : Math.min(3, Math.max(1, this.layout.cell / 8));
  }

  #fill(context, index, colour) {
    const { x, y } = this.layout.at(index);
    const { cell, rowHeight, numbered } = this.layout;
    const gap = this.#gap();
    context.fillStyle = colour;
    if (cell < 7) {
      context.fillRect(x, y, cell - gap, rowHeight - gap);
    } else {
      context.beginPath();
      context.roundRect(x, y, cell - gap, rowHeight - gap, numbered ? 7 : Math.min(4, cell / 5));
      context.fill();
    }
  }

  #drawNumbers(context) {
    context.fillStyle = this.#colours.ink;
    context.font = `500 14px ${this.#font}`;
    for (const [index, port] of this.#ports.entries()) {
      const { x, y } = this.layout.at(index);
      context.fillText(String(port), x + 10, y + this.layout.rowHeight * 0.3);
    }
  }

  // A few marks may be larger than the cells they stand in; many would hide one another.
  #markSize(count) {
    const { cell, numbered, columns, height } = this.layout;
    if (numbered) {
      return MARK_NUMBERED;
    }
    const crowded = count * MARK * MARK > 0.3 * cell * columns * height;
    return crowded ? Math.max(2, cell - 1) : Math.max(MARK, Math.min(20, cell * 0.62));
  }

  #drawPort(context, index, view, size, now) {
    const { x, y } = this.layout.at(index);
    const { cell, rowHeight, numbered } = this.layout;
    const middle = (cell - this.#gap()) / 2;
    const at = numbered ? { x: x + 19, y: y + rowHeight * 0.63 } : { x: x + middle, y: y + middle };
    for (const kind of kinds(view)) {
      draw(context, kind, at.x, at.y, size, this.#colours, timeLeft(view, now));
    }
    if (numbered) {
      context.fillStyle = this.#colours.ink;
      context.font = `12px ${this.#font}`;
      context.fillText(note(view, now), x + 32, y + rowHeight * 0.635, cell - 42);
    }
  }

  #frame(context, index, focused) {
    const { x, y } = this.layout.at(index);
    const { cell, rowHeight, numbered } = this.layout;
    const wide = focused ? 2 : 1;
    const out = (cell < 14 ? 3 : 0) - wide / 2;
    context.strokeStyle = this.#colours.ink;
    context.lineWidth = wide;
    context.beginPath();
    context.roundRect(x - out, y - out, cell - this.#gap() + 2 * out, rowHeight - this.#gap() + 2 * out,
      numbered ? 7 : Math.min(4, 1 + cell / 5));
    context.stroke();
  }
}

/** What is left of the time of a port's lease, from 1 to 0; all of it if time is not known. */
function timeLeft({ leases }, now) {
  if (now === null || leases.length === 0) {
    return 1;
  }
  const end = Date.parse(leases[0].deadline);
  return Math.min(1, Math.max(0, (end - now) / Math.max(1, end - Date.parse(leases[0].since))));
}

/** A few characters beside the mark of a numbered cell. */
function note({ state, connected, leases, until }, now) {
  const open = connected > 0 ? `${connected} open` : '';
  const counting = (end) => (now !== null && end ? left(end, now) : '');
  switch (state) {
    case 'unused':
      return open;
    case 'leased':
      return [leases.length > 0 ? counting(leases[0].deadline) : '', open].filter(Boolean).join(', ');
    case 'resting':
      return [`rests ${counting(until)}`.trim(), open].filter(Boolean).join(', ');
    default:
      return state;
  }
}
