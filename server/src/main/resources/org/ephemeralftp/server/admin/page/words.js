// How numbers, times, ports and causes are put into words.

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const digits = new Intl.NumberFormat('en-GB');
const DAY = 86_400_000;

const CAUSES = {
  'connected': 'connected',
  'timed-out': 'did not connect in time',
  'replaced': 'asked for another port',
  'aborted': 'gave it up',
  'session-closed': 'session ended',
  'server-stopped': 'server stopped',
  'unseen': 'ended; this page missed how',
};

export const number = (value) => digits.format(value);

export const several = (count, thing) => `${number(count)} ${thing}${count === 1 ? '' : 's'}`;

/** A time of the server in the reader's zone; with the day, if it is another one. */
export function time(iso, now = Date.now()) {
  const at = new Date(iso);
  const today = Math.abs(now - at.getTime()) < DAY && new Date(now).getDate() === at.getDate();
  return today ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

export function duration(millis) {
  if (millis < 1000) {
    return `${Math.max(0, Math.round(millis))} ms`;
  }
  if (millis < 9950) {
    return `${(millis / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What is left until a moment, in whole seconds: 0 only when it is over. */
export function left(until, now) {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return seconds < 120 ? `${seconds} s` : duration(seconds * 1000);
}

export const cause = (name) => CAUSES[name] ?? name;

/** An address and a port, as the server writes them. */
export const endpoint = (address, port) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);

/** The numbers of a set such as 50000-50009,50020, ascending. */
export function portNumbers(text) {
  const numbers = [];
  for (const range of text.split(',').filter((part) => part !== '')) {
    const [first, last = first] = range.split('-').map(Number);
    for (let port = first; port <= last; port++) {
      numbers.push(port);
    }
  }
  return numbers;
}

/** Text of a map: which port it is, what it does, for whom, since when. A countdown changes, so times stand for it. */
export function portText(port, view, connections, last, now) {
  const parts = [`Port ${port}: ${stateText(view, now)}`];
  for (const session of connections.slice(0, 3)) {
    const who = session.user === null ? `session ${session.id}` : `${session.user}, session ${session.id}`;
    const command = session.command === null ? '' : `, ${session.command}`;
    parts.push(`connected to ${session.data.client} since ${time(session.data.since, now)} (${who}${command})`);
  }
  const unnamed = (view?.connected ?? 0) - Math.min(3, connections.length);
  if (unnamed > 0) {
    parts.push(connections.length === 0 ? several(unnamed, 'connection') : `and ${several(unnamed, 'more connection')}`);
  }
  if (last && (view?.leases?.length ?? 0) === 0) {
    const end = last.cause === 'connected' ? `who connected after ${duration(last.ended - last.since)}` : cause(last.cause);
    parts.push(`last lent to ${last.client} at ${time(last.since, now)} (${end})`);
  }
  return `${parts.join('; ')}.`;
}

function stateText(view, now) {
  const until = view?.until ? ` until ${time(view.until, now)}` : '';
  switch (view?.state ?? 'unused') {
    case 'leased':
      return view.leases.length === 0 ? 'being lent' : view.leases.slice(0, 3).map((lease) =>
        `lent to ${lease.client} (session ${lease.session}) at ${time(lease.since, now)}, `
          + `to connect by ${time(lease.deadline, now)}`).join(', and ')
        + (view.leases.length > 3 ? `, and ${view.leases.length - 3} more` : '');
    case 'resting':
      return `resting${until}, as a late connection of an ended lease may still arrive`;
    case 'blocked':
      return `blocked${until}: another program holds it`;
    case 'closing':
      return 'closing';
    case 'withdrawn':
      return 'withdrawn: the server itself listens there';
    default:
      return view?.listening ? 'unused, still listening for a moment' : 'unused';
  }
}
