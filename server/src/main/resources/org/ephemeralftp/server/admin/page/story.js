// What a server-side ephemeral port is, told with what happens on this server right now.

import { byId, setText, show } from './dom.js';
import { duration, left, several, time } from './words.js';

const WORTH_TELLING = 700;
const TIME_TO_READ = 4000;
let told = null;
let toldAt = 0;

export function showStory(model) {
  const { control, ports, sessions } = model.snapshot;
  const port = control.slice(control.lastIndexOf(':') + 1);
  setText(byId('lesson'), `FTP needs two connections. Commands go to port ${port}. Every file and every listing travels `
    + `over a second one, to a port that this server picks a moment before, ${choice(model, ports)}, and lends to `
    + 'one client for one transfer: a server-side ephemeral port.');
  const moment = momentText(model);
  show(byId('moment'), moment !== '');
  setText(byId('moment'), moment);
  const empty = model.live && sessions.length === 0 && moment === '';
  show(byId('try'), empty);
  if (empty) {
    setText(byId('try-command'), `curl --user demo ftp://${host(control)}:${port}/`);
  }
}

function choice(model, ports) {
  return model.ports.length === 1 ? `here always ${ports}` : `at random from ${ports.replaceAll(',', ', ')}`;
}

function host(control) {
  const bound = control.slice(0, control.lastIndexOf(':'));
  return bound === '0.0.0.0' || bound === '[::]' ? window.location.hostname : bound;
}

/** The most telling thing: a lease that waits, else one at work, else the last one, else who might ask for one. */
function momentText(model) {
  const now = model.now();
  const pending = oldest(model.snapshot.addresses.flatMap((one) => one.ports)
    .flatMap(({ port, leases }) => leases.map((lease) => ({ port, ...lease }))), now);
  if (pending) {
    return pendingText(pending, model.live, now);
  }
  const { sessions } = model.snapshot;
  const working = oldest(sessions.filter((one) => one.data?.mode === 'passive')
    .map(({ id, data }) => ({ id, ...data })), now);
  if (working) {
    const port = working.server.slice(working.server.lastIndexOf(':') + 1);
    return `Port ${port} was lent to session ${working.id}, whose data connection came from ${working.client} at `
      + `${time(working.since, now)}. The port is free to be lent again while that one still runs: `
      + 'connections are told apart by all four numbers.';
  }
  const last = lastText(model, now);
  return last !== '' || sessions.length === 0 ? last
    : `${several(sessions.length, 'session')} ${sessions.length === 1 ? 'has' : 'have'} only a control connection now. `
      + 'A port is lent when a client asks for one, with PASV or EPSV.';
}

// What lasts for milliseconds cannot be read; the oldest stays the same until it is over.
function oldest(things, now) {
  return things.filter((one) => now - Date.parse(one.since) > WORTH_TELLING)
    .reduce((a, b) => (a === undefined || b.since < a.since ? b : a), undefined);
}

function pendingText({ port, client, since, deadline }, live, now) {
  const chance = live ? `it has ${left(deadline, now)} left to connect` : `it had until ${time(deadline, now)} to connect`;
  return `Port ${port} was lent to ${client} at ${time(since, now)} for one transfer; ${chance}.`;
}

function lastText(model, now) {
  const last = model.leases.find((one) => one.cause === 'connected');
  if (!last) {
    return '';
  }
  if (!model.leases.includes(told) || performance.now() - toldAt > TIME_TO_READ) {
    told = last;
    toldAt = performance.now();
  }
  return `Port ${told.port} was lent to ${told.client} at ${time(told.since, now)}; the client connected after `
    + `${duration(told.ended - told.since)}, and from then on the port was free to be lent again.`;
}
