// The page: feeds the model, and draws what changed, at most a few times per second.

import { byId, element, setText } from './dom.js';
import { Feed } from './feed.js';
import { LEGEND, draw } from './glyphs.js';
import { showCounts, showLeases, showSessions, showTable, showTotals } from './lists.js';
import { PortMap } from './map.js';
import { Model } from './model.js';
import { showStory } from './story.js';
import { time } from './words.js';

const LEAST_BETWEEN = 200;
const SECOND = 1000;
const MOST_MAPS = 8;
const UNUSED_ADDRESS = '';

const model = new Model();
const maps = new Map();
let drawn = 0;
let planned = false;

/** Asks for a drawing soon; however often it is asked, there is one. */
function changed() {
  if (!planned) {
    planned = true;
    setTimeout(() => requestAnimationFrame(render), Math.max(0, drawn + LEAST_BETWEEN - performance.now()));
  }
}

function render() {
  planned = false;
  drawn = performance.now();
  showStatus();
  if (model.snapshot !== null) {
    setText(byId('control'), model.snapshot.control);
    setText(byId('started'), time(model.snapshot.started, model.now()));
    showCounts(model);
    showStory(model);
    showMaps();
    showTable(model);
    showSessions(model);
    showLeases(model);
    showTotals(model);
  }
}

function showStatus() {
  const status = byId('status');
  document.body.classList.toggle('stale', !model.live && model.snapshot !== null);
  if (model.live) {
    status.dataset.state = model.snapshot?.draining ? 'draining' : 'live';
    const again = model.restarted ? ', the server was started again' : '';
    setText(status, model.snapshot?.draining ? 'Live: draining, no new sessions' : `Live${again}`);
  } else if (model.snapshot !== null) {
    status.dataset.state = 'lost';
    setText(status, `No connection. ${model.why || 'Trying again.'} This is how it was at ${time(model.snapshot.at)}.`);
  } else if (model.why !== '') {
    status.dataset.state = 'lost';
    setText(status, model.why);
  }
}

function showMaps() {
  const addresses = model.snapshot.addresses.map((one) => one.address);
  const wanted = addresses.length === 0 ? [UNUSED_ADDRESS] : addresses.slice(0, MOST_MAPS);
  for (const [key, map] of maps) {
    if (!wanted.includes(key) || map.set !== model.snapshot.ports) {
      map.view.remove();
      maps.delete(key);
    }
  }
  if (model.ports.length === 0) {
    return;
  }
  for (const address of wanted.filter((one) => !maps.has(one))) {
    const view = new PortMap(model, address, model.ports);
    maps.set(address, { set: model.snapshot.ports, view });
    // The others stay where they are, and keep the focus.
    const next = wanted.slice(wanted.indexOf(address)).find((one) => one !== address && maps.has(one));
    byId('maps').insertBefore(view.node, next === undefined ? null : maps.get(next).view.node);
  }
  for (const { view } of maps.values()) {
    view.draw();
  }
}

function showLegend() {
  const style = getComputedStyle(document.body);
  const colours = Object.fromEntries(['ink', 'cell', 'trail', 'faint', 'accent'].map((name) =>
    [name, style.getPropertyValue(`--${name}`).trim()]));
  byId('legend').replaceChildren(...LEGEND.map(([kind, text]) => {
    const ratio = Math.max(2, window.devicePixelRatio);
    const canvas = element('canvas', { width: 18 * ratio, height: 18 * ratio, 'aria-hidden': 'true' });
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    draw(context, kind, 9, 9, 14, colours, 0.7);
    return element('li', {}, canvas, text);
  }));
}

function recolour() {
  showLegend();
  for (const { view } of maps.values()) {
    view.resize();
  }
}

for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
  window.matchMedia(query).addEventListener('change', recolour);
}
byId('table').addEventListener('toggle', changed);
document.addEventListener('visibilitychange', changed);
setText(byId('zone'), `Times are in ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`);
showLegend();
setInterval(changed, SECOND);

new Feed({
  snapshot(snapshot) {
    model.read(snapshot);
    changed();
  },
  event(name, data) {
    model.event(name, data);
    changed();
  },
  connected(live, why) {
    model.live = live;
    model.why = why;
    changed();
  },
}).start();
