// The lists of the page: counts, sessions, leases, ports in use, totals.

import { byId, element, fit, setText, show } from './dom.js';
import { cause, duration, endpoint, left, number, several, time } from './words.js';

const MOST_ROWS = 200;
const MOST_SESSIONS = 50;
const MOST_LEASES = 30;

const COUNTS = ['unused', 'leased', 'connected', 'resting', 'blocked', 'closing', 'withdrawn', 'waiting'];
const NOTES = { leased: 'ports lent', connected: 'data connections', waiting: 'requests waiting' };
const ALWAYS = ['unused', 'leased', 'connected', 'resting'];

/** Numbers at a glance; what is rare shows only when there is some. */
export function showCounts(model) {
  const { counts, ports } = model.snapshot;
  // No address is in use before the first session, and then nothing is counted yet.
  const all = model.snapshot.addresses.length === 0 ? { ...counts, unused: model.ports.length } : counts;
  const shown = COUNTS.filter((name) => ALWAYS.includes(name) || all[name] > 0);
  fit(byId('counts'), shown, () => element('div', {}, element('dt'), element('dd')), (node, name) => {
    node.dataset.count = name;
    setText(node.firstChild, NOTES[name] ?? name);
    setText(node.lastChild, number(all[name]));
  });
  setText(byId('range'), `${ports.replaceAll(',', ', ')} (${several(model.ports.length, 'port')})`);
}

export function showSessions(model) {
  const { sessions } = model.snapshot;
  const busy = (session) => session.data !== null || session.command !== null;
  const shown = sessions.length <= MOST_SESSIONS ? sessions
    : [...sessions.filter(busy), ...sessions.filter((one) => !busy(one))].slice(0, MOST_SESSIONS);
  setText(byId('sessions-count'), number(sessions.length));
  show(byId('session-none'), sessions.length === 0);
  more(byId('session-more'), sessions.length - shown.length);
  fit(byId('session-list'), shown, makeSession, (node, session) => updateSession(node, session, model.now()));
}

function makeSession() {
  const who = element('p', { class: 'who' }, element('bdi'), ' ', element('span', { class: 'aside' }));
  const pair = (name) => element('div', { class: name }, element('dt'),
    element('dd', {}, element('span', { class: 'client' }), element('span', { class: 'arrow' }, ' → '),
      element('span', { class: 'server' })));
  return element('li', {}, who, element('dl', { class: 'pairs' }, pair('control'), pair('data')),
    element('p', { class: 'doing' }, element('bdi')));
}

function updateSession(node, session, now) {
  node.dataset.session = session.id;
  setText(node.querySelector('.who bdi'), session.user ?? 'not logged in');
  setText(node.querySelector('.who span'), `session ${session.id}, since ${time(session.since, now)}`);
  updatePair(node.querySelector('.control'), 'control', session.control);
  const data = node.querySelector('.data');
  show(data, session.data !== null);
  if (session.data !== null) {
    updatePair(data, session.data.mode === 'active' ? 'data, active' : 'data', session.data);
  }
  const doing = node.querySelector('.doing');
  show(doing, session.command !== null);
  setText(doing.firstChild, session.command ?? '');
}

function updatePair(node, name, pair) {
  setText(node.firstChild, name);
  setText(node.querySelector('.client'), pair.client);
  setText(node.querySelector('.server'), pair.server);
}

export function showLeases(model) {
  const now = model.now();
  const shown = model.leases.slice(0, MOST_LEASES);
  show(byId('lease-none'), shown.length === 0);
  const lost = byId('lease-lost');
  show(lost, model.lostEvents > 0);
  setText(lost, `There were too many at once: ${several(model.lostEvents, 'event')} did not reach this page.`);
  fit(byId('lease-list'), shown, makeLease, (node, lease) => updateLease(node, lease, model, now));
}

function makeLease() {
  return element('li', {}, element('time'), element('b'), element('span', { class: 'to' }),
    element('span', { class: 'held' }, element('i')), element('span', { class: 'end' }));
}

function updateLease(node, lease, model, now) {
  const [when, port, to, held, end] = node.children;
  setText(when, time(lease.since, now));
  setText(port, endpoint(model.snapshot.addresses.length > 1 ? lease.address : '', lease.port).replace(/^:/, ''));
  setText(to, `to ${lease.client}, session ${lease.session}`);
  node.dataset.end = lease.cause ?? 'pending';
  // Of the time the client had, how much it took.
  const share = ((lease.ended ?? now) - lease.since) / (Date.parse(lease.deadline) - lease.since);
  held.firstChild.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  if (lease.cause !== null) {
    setText(end, `${cause(lease.cause)} after ${duration(lease.ended - lease.since)}`);
  } else {
    setText(end, model.live ? `${left(lease.deadline, now)} left to connect` : 'was pending');
  }
}

/** The table is for who cannot use the map: it is filled while it is open. */
export function showTable(model) {
  const rows = model.snapshot.addresses.flatMap(({ address, ports }) => ports.map((port) => ({ address, ...port })));
  setText(byId('table-count'), number(rows.length));
  const shown = byId('table').open ? rows.slice(0, MOST_ROWS) : [];
  const now = model.now();
  const columns = () => element('tr', {}, ...Array.from({ length: 7 }, () => element('td')));
  fit(byId('table-rows'), shown, columns, (row, view) => {
    const at = (iso) => (iso ? time(iso, now) : '');
    const lease = view.leases[0];
    const clients = view.leases.slice(0, 3).map((one) => one.client).join(', ');
    const others = view.leases.length > 3 ? `, and ${view.leases.length - 3} more` : '';
    const state = view.state === 'unused' && view.listening ? 'unused, listening' : view.state;
    [view.address, view.port, state, clients + others, at(lease?.since ?? view.since), at(lease?.deadline ?? view.until),
      view.connected].forEach((text, index) => setText(row.children[index], String(text)));
  });
  more(byId('table-more'), byId('table').open ? rows.length - shown.length : 0);
}

function more(node, count) {
  show(node, count > 0);
  setText(node, `And ${number(count)} more, which are in /ports.`);
}

export function showTotals(model) {
  const { totals, counts, lastExhaustion } = model.snapshot;
  const rows = [['granted', 'leases granted', totals.granted], ['pending', 'pending now', counts.pending],
    ...Object.entries(totals.ended).map(([name, count]) => [name, `ended: ${cause(name)}`, count]),
    ['waited', 'had to wait for a port', totals.waited], ['refused', 'got no port', totals.refused],
    ['strangers', 'strangers reset', totals.strangers], ['bindFailures', 'ports that could not be bound', totals.bindFailures]];
  fit(byId('total-list'), rows, () => element('div', {}, element('dt'), element('dd')), (node, [name, label, count]) => {
    node.dataset.total = name;
    setText(node.firstChild, label);
    setText(node.lastChild, number(count));
  });
  setText(byId('exhaustion'), lastExhaustion === null ? 'Never.' : exhaustion(lastExhaustion, model.now()));
}

function exhaustion({ at, client, session, counts }, now) {
  const states = ['unused', 'leased', 'resting', 'blocked', 'closing', 'withdrawn'].filter((name) => counts[name] > 0)
    .map((name) => `${number(counts[name])} ${name}`).join(', ');
  return `${time(at, now)}, for ${client} (session ${session}). Of ${several(counts.ports, 'port')}: ${states}; `
    + `${several(counts.pending, 'lease')} pending, ${several(counts.waiting, 'request')} waiting.`;
}
