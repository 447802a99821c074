// What a server-side ephemeral port is, told with what happens on this server right now.

import { byId, setText, show } from './dom.js';
import { duration, left, several, time } from './words.js';

export function showStory(model) {
  const { control, ports, sessions } = model.snapshot;
  const port = control.slice(control.lastIndexOf(':') + 1);
  setText(byId('lesson'), `FTP needs two connections. Commands go to port ${port}. Every file and every listing travels `
    + `over a second one, to a port that this server picks a moment before, ${choice(model, ports)}, and lends to `
    + 'one client for one transfer: a server-side ephemeral port.');
  const moment = momentText(model);
  show(byId('moment'), moment !== '');
  setText(byId('moment'), moment);
  const empty = sessions.length === 0 && moment === '';
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
  const { sessions, addresses } = model.snapshot;
  const pending = addresses.flatMap((one) => one.ports).find((one) => one.leases.length > 0);
  if (pending) {
    const lease = pending.leases[0];
    const chance = model.live ? `it has ${left(lease.deadline, now)} left to connect`
      : `it had until ${time(lease.deadline, now)} to connect`;
    return `Port ${pending.port} was lent to ${lease.client} at ${time(lease.since, now)} for one transfer; ${chance}.`;
  }
  const working = sessions.find((one) => one.data !== null && one.data.mode === 'passive');
  if (working) {
    const port = working.data.server.slice(working.data.server.lastIndexOf(':') + 1);
    return `Port ${port} was lent to session ${working.id}, whose data connection came from ${working.data.client} at `
      + `${time(working.data.since, now)}. The port is free to be lent again while that one still runs: `
      + 'connections are told apart by all four numbers.';
  }
  const last = model.leases.find((one) => one.cause === 'connected');
  if (last) {
    return `Port ${last.port} was lent to ${last.client} at ${time(last.since, now)}; the client connected after `
      + `${duration(last.ended - last.since)}, and from then on the port was free to be lent again.`;
  }
  return sessions.length === 0 ? ''
    : `${several(sessions.length, 'session')} ${sessions.length === 1 ? 'has' : 'have'} only a control connection now. `
      + 'A port is lent when a client asks for one, with PASV or EPSV.';
}
