// The map of the passive ports of one bound address: drawn on a canvas, walked over with keys or a pointer.

import { draw, kinds } from './glyphs.js';
import { layOut } from './layout.js';
import { element, setText } from './dom.js';
import { left, portText } from './words.js';

const MARK = 9;
const TRAIL = 6_000;
const SNAP = 8;

export class PortMap {
  #model;
  #address;
  #ports;
  #layout = null;
  #shown = 0;
  #base = document.createElement('canvas');
  #colours = {};
  #watch = new ResizeObserver(() => this.resize());

  constructor(model, address, ports) {
    this.#model = model;
    this.#address = address;
    this.#ports = ports;
    const name = address === '' ? 'Passive ports' : `Passive ports on ${address}`;
    this.canvas = element('canvas', { 'aria-hidden': 'true' });
    this.slider = element('div', {
      class: 'map', role: 'slider', tabindex: '0', 'aria-label': name,
      'aria-describedby': 'map-keys', 'aria-valuemin': ports[0], 'aria-valuemax': ports.at(-1),
    }, this.canvas);
    this.readout = element('p', { class: 'readout' });
    this.node = element('div', { class: 'address' }, element('h3', {}, name), this.slider, this.readout);
    this.slider.addEventListener('keydown', (event) => this.#key(event));
    this.canvas.addEventListener('pointermove', (event) => this.#point(event));
    this.canvas.addEventListener('pointerdown', (event) => this.#point(event));
    for (const change of ['focus', 'blur']) {
      this.slider.addEventListener(change, () => this.draw());
    }
    this.#watch.observe(this.node);
  }

  /** Forgets the layout, for another width, height or colours. */
  resize() {
    this.#layout = null;
    this.draw();
  }

  remove() {
    this.#watch.disconnect();
    this.node.remove();
  }

  draw() {
    if (this.#layout === null && !this.#lay()) {
      return;
    }
    const context = this.canvas.getContext('2d');
    const ratio = window.devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.#base, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const now = this.#model.now();
    this.#drawTrails(context, now);
    if (this.#layout.numbered) {
      this.#drawNumbers(context);
    }
    const inUse = this.#inUse();
    const size = this.#markSize(inUse.length);
    for (const [index, view] of inUse) {
      this.#drawPort(context, index, view, size, now);
    }
    this.#drawFocus(context);
    this.#say(now);
  }

  #lay() {
    const width = Math.floor(this.node.clientWidth);
    if (width === 0) {
      return false;
    }
    this.#layout = layOut(this.#ports, width, Math.max(280, Math.min(520, window.innerHeight * 0.7)));
    const style = getComputedStyle(this.node);
    for (const name of ['ink', 'soft', 'cell', 'faint', 'accent', 'trail']) {
      this.#colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
    this.#colours.font = style.fontFamily;
    const ratio = window.devicePixelRatio;
    for (const canvas of [this.canvas, this.#base]) {
      canvas.width = Math.ceil((this.#layout.width + 2) * ratio);
      canvas.height = Math.ceil((this.#layout.height + 2) * ratio);
    }
    this.canvas.style.width = `${this.#layout.width + 2}px`;
    this.canvas.style.height = `${this.#layout.height + 2}px`;
    this.#drawBase(ratio);
    return true;
  }

  #drawBase(ratio) {
    const context = this.#base.getContext('2d');
    const { labels, cell } = this.#layout;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = 'middle';
    context.fillStyle = this.#colours.soft;
    context.font = `11px ${this.#colours.font}`;
    context.textAlign = 'right';
    for (const label of labels) {
      context.fillText(label.text, 44, label.y + Math.max(7, cell / 2));
    }
    for (let index = 0; index < this.#ports.length; index++) {
      this.#fill(context, index, this.#colours.cell);
    }
  }

  #drawNumbers(context) {
    context.fillStyle = this.#colours.ink;
    context.textBaseline = 'middle';
    context.font = `500 14px ${this.#colours.font}`;
    for (const [index, port] of this.#ports.entries()) {
      const { x, y } = this.#layout.at(index);
      context.fillText(String(port), x + 10, y + this.#layout.rowHeight * 0.3);
    }
  }

  #fill(context, index, colour) {
    const { x, y } = this.#layout.at(index);
    const { cell, rowHeight, numbered } = this.#layout;
    const gap = numbered ? 6 : Math.min(3, Math.max(1, cell / 8));
    context.fillStyle = colour;
    if (cell < 7) {
      context.fillRect(x, y, cell - gap, rowHeight - gap);
    } else {
      context.beginPath();
      context.roundRect(x, y, cell - gap, rowHeight - gap, numbered ? 7 : Math.min(4, cell / 5));
      context.fill();
    }
  }

  // Ports that were lent a moment ago: leases that last milliseconds would not be seen at all.
  #drawTrails(context, now) {
    for (const lease of this.#model.leases) {
      const age = now - (lease.ended ?? now);
      if (lease.address === this.#address && age < TRAIL && this.#model.live) {
        const index = this.#index(lease.port);
        if (index >= 0) {
          context.globalAlpha = 1 - Math.max(0, age) / TRAIL;
          this.#fill(context, index, this.#colours.trail);
        }
      }
    }
    context.globalAlpha = 1;
  }

  #inUse() {
    const address = this.#model.snapshot?.addresses.find((one) => one.address === this.#address);
    return (address?.ports ?? []).map((view) => [this.#index(view.port), view]).filter(([index]) => index >= 0);
  }

  #index(port) {
    let low = 0;
    let high = this.#ports.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ports[middle] < port) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.#ports[low] === port ? low : -1;
  }

  // A few marks may be larger than the cells they stand in; many would hide one another.
  #markSize(count) {
    const { cell, numbered, columns, rowHeight } = this.#layout;
    if (numbered) {
      return 17;
    }
    const crowded = count * MARK * MARK > 0.3 * cell * columns * this.#layout.height;
    return crowded ? Math.max(2, cell - 1) : Math.max(MARK, Math.min(20, rowHeight * 0.62));
  }

  #drawPort(context, index, view, size, now) {
    const { x, y } = this.#layout.at(index);
    const { cell, rowHeight, numbered } = this.#layout;
    const marks = kinds(view);
    if (!numbered) {
      const half = Math.max(1, cell / 8) / 2;
      for (const kind of marks) {
        draw(context, kind, x + cell / 2 - half, y + rowHeight / 2 - half, size, this.#colours, this.#left(view, now));
      }
      return;
    }
    for (const kind of marks) {
      draw(context, kind, x + 19, y + rowHeight * 0.63, size, this.#colours, this.#left(view, now));
    }
    context.fillStyle = this.#colours.ink;
    context.textBaseline = 'middle';
    context.font = `12px ${this.#colours.font}`;
    context.fillText(this.#note(view, now), x + 32, y + rowHeight * 0.635, cell - 42);
  }

  #left(view, now) {
    if (!this.#model.live || view.leases.length === 0) {
      return 1;
    }
    const lease = view.leases[0];
    const whole = Date.parse(lease.deadline) - Date.parse(lease.since);
    return whole > 0 ? Math.min(1, (Date.parse(lease.deadline) - now) / whole) : 0;
  }

  #note(view, now) {
    const connected = view.connected > 0 ? `${view.connected} open` : '';
    const counting = (until) => (this.#model.live && until ? left(until, now) : '');
    switch (view.state) {
      case 'leased':
        return [view.leases.length > 0 ? counting(view.leases[0].deadline) : '', connected].filter(Boolean).join(', ');
      case 'unused':
        return connected;
      case 'resting':
        return [`rests ${counting(view.until)}`.trim(), connected].filter(Boolean).join(', ');
      default:
        return view.state;
    }
  }

  #drawFocus(context) {
    const { x, y } = this.#layout.at(this.#shown);
    const { cell, rowHeight, numbered } = this.#layout;
    const gap = numbered ? 6 : Math.min(3, Math.max(1, cell / 8));
    const more = cell < 14 ? 3 : 0;
    context.strokeStyle = this.#colours.ink;
    context.lineWidth = document.activeElement === this.slider ? 2 : 1;
    const inset = context.lineWidth / 2;
    context.beginPath();
    context.roundRect(x - more + inset, y - more + inset, cell - gap + 2 * (more - inset), rowHeight - gap + 2 * (more - inset),
      numbered ? 7 : Math.min(4, 1 + cell / 5));
    context.stroke();
  }

  #say(now) {
    const port = this.#ports[this.#shown];
    const text = portText(port, this.#model.view(this.#address, port), this.#model.connections(this.#address, port),
      this.#model.last(this.#address, port), now);
    setText(this.readout, text);
    if (this.slider.getAttribute('aria-valuetext') !== text) {
      this.slider.setAttribute('aria-valuenow', port);
      this.slider.setAttribute('aria-valuetext', text);
    }
  }

  #key(event) {
    const { columns } = this.#layout;
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns,
      PageUp: -10 * columns, PageDown: 10 * columns, Home: -Infinity, End: Infinity };
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key in moves) {
      this.#show(this.#shown + moves[event.key]);
    } else if (event.key === 'n' || event.key === 'p') {
      this.#showInUse(event.key === 'n' ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  }

  #show(index) {
    this.#shown = Math.max(0, Math.min(this.#ports.length - 1, index));
    this.draw();
  }

  #showInUse(step) {
    const indexes = this.#inUse().map(([index]) => index);
    const next = step > 0 ? indexes.find((one) => one > this.#shown) ?? indexes[0]
      : indexes.findLast((one) => one < this.#shown) ?? indexes.at(-1);
    if (next !== undefined) {
      this.#show(next);
    }
  }

  // Small cells are hard to hit: a port in use that is close by is meant.
  #point(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    let found = this.#layout.find(x, y);
    if (this.#layout.cell < 2 * SNAP) {
      let nearest = SNAP;
      for (const [index] of this.#inUse()) {
        const at = this.#layout.at(index);
        const far = Math.hypot(at.x + this.#layout.cell / 2 - x, at.y + this.#layout.rowHeight / 2 - y);
        if (far < nearest) {
          nearest = far;
          found = index;
        }
      }
    }
    if (found >= 0 && found !== this.#shown) {
      this.#show(found);
    }
  }
}
