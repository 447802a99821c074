// The map of the passive ports of one bound address, walked over with keys or a pointer.

import { element, setText } from './dom.js';
import { Painter } from './painter.js';
import { portText } from './words.js';

const TRAIL = 6_000;
const SNAP = 8;
const LOWEST = 280;
const HIGHEST = 520;

export class PortMap {
  #model;
  #address;
  #ports;
  #painter;
  #canvas = element('canvas', { 'aria-hidden': 'true' });
  #slider;
  #readout = element('p', { class: 'readout' });
  #shown = 0;
  #watch = new ResizeObserver(() => this.resize());

  constructor(model, address, ports) {
    this.#model = model;
    this.#address = address;
    this.#ports = ports;
    this.#painter = new Painter(this.#canvas, ports);
    const name = address === '' ? 'Passive ports' : `Passive ports on ${address}`;
    // To assistive technology a slider is what arrow keys move, and what says in words where it stands.
    this.#slider = element('div', {
      class: 'map', role: 'slider', tabindex: '0', 'aria-label': name, 'aria-describedby': 'map-keys',
      'aria-valuemin': ports[0], 'aria-valuemax': ports.at(-1),
    }, this.#canvas);
    this.node = element('div', { class: 'address' }, element('h3', {}, name), this.#slider, this.#readout);
    this.#slider.addEventListener('keydown', (event) => this.#key(event));
    for (const change of ['focus', 'blur']) {
      this.#slider.addEventListener(change, () => this.draw());
    }
    for (const change of ['pointermove', 'pointerdown']) {
      this.#canvas.addEventListener(change, (event) => this.#point(event));
    }
    this.#watch.observe(this.node);
  }

  /** Lays it out again, for another width, height or colours. */
  resize() {
    this.#painter.layout = null;
    this.draw();
  }

  remove() {
    this.#watch.disconnect();
    this.node.remove();
  }

  draw() {
    const width = Math.floor(this.node.clientWidth);
    if (width === 0) {
      return;
    }
    if (this.#painter.layout === null) {
      const highest = Math.max(LOWEST, Math.min(HIGHEST, window.innerHeight * 0.7));
      this.#painter.lay(width, highest, getComputedStyle(this.node));
    }
    const now = this.#model.now();
    this.#painter.paint({
      inUse: this.#inUse(),
      trails: this.#trails(now),
      shown: this.#shown,
      focused: document.activeElement === this.#slider,
      now: this.#model.live ? now : null,
    });
    this.#say(now);
  }

  #inUse() {
    const address = this.#model.snapshot?.addresses.find((one) => one.address === this.#address);
    return (address?.ports ?? []).map((view) => [this.#index(view.port), view]).filter(([index]) => index >= 0);
  }

  // Ports that were lent a moment ago: leases that last milliseconds would not be seen at all.
  #trails(now) {
    return this.#model.leases.filter((lease) => this.#model.live && lease.address === this.#address)
      .map((lease) => [this.#index(lease.port), 1 - Math.max(0, now - (lease.ended ?? now)) / TRAIL])
      .filter(([index, fresh]) => index >= 0 && fresh > 0);
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

  #say(now) {
    const port = this.#ports[this.#shown];
    const text = portText(port, this.#model.view(this.#address, port), this.#model.connections(this.#address, port),
      this.#model.last(this.#address, port), now);
    setText(this.#readout, text);
    if (this.#slider.getAttribute('aria-valuetext') !== text) {
      this.#slider.setAttribute('aria-valuenow', port);
      this.#slider.setAttribute('aria-valuetext', text);
    }
  }

  #key(event) {
    const { columns } = this.#painter.layout;
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns,
      PageUp: -10 * columns, PageDown: 10 * columns, Home: -Infinity, End: Infinity };
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key in moves) {
      this.#show(this.#shown + moves[event.key]);
    } else if (event.key === 'n' || event.key === 'p') {
      this.#showInUse(event.key === 'n');
    } else {
      return;
    }
    event.preventDefault();
  }

  #show(index) {
    this.#shown = Math.max(0, Math.min(this.#ports.length - 1, index));
    this.draw();
  }

  #showInUse(next) {
    const indexes = this.#inUse().map(([index]) => index);
    const found = next ? indexes.find((one) => one > this.#shown) ?? indexes[0]
      : indexes.findLast((one) => one < this.#shown) ?? indexes.at(-1);
    if (found !== undefined) {
      this.#show(found);
    }
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const found = this.#near(x, y) ?? this.#painter.layout.find(x, y);
    if (found >= 0 && found !== this.#shown) {
      this.#show(found);
    }
  }

  // Small cells are hard to hit: a port in use that is close by is meant.
  #near(x, y) {
    const { cell, at } = this.#painter.layout;
    let nearest = cell < 2 * SNAP ? SNAP : 0;
    let found = null;
    for (const [index] of this.#inUse()) {
      const place = at(index);
      const far = Math.hypot(place.x + cell / 2 - x, place.y + cell / 2 - y);
      if (far < nearest) {
        nearest = far;
        found = index;
      }
    }
    return found;
  }
}
