// What is known of the server: its last state, and the leases that events told of. Bounded, whatever the server does.

import { endpoint, portNumbers } from './words.js';

const KEPT_LEASES = 200;
const OPEN_LEASES = 20_000;
const KNOWN_PORTS = 20_000;

const portKey = (address, port) => `${address}|${port}`;
const leaseKey = (lease) => `${lease.address}|${lease.port}|${lease.client}|${lease.session}`;

export class Model {
  snapshot = null;
  live = false;
  why = '';
  /** Whether the server was started again while the page was open. */
  restarted = false;
  ports = [];
  /** Leases, newest first: {address, port, client, session, since, ended, cause}. */
  leases = [];
  lostEvents = 0;

  #started = null;
  #receivedAt = 0;
  #open = new Map();
  #last = new Map();
  #connections = new Map();
  #views = new Map();

  /** The server's time now, as far as its last state and the time since tell. */
  now() {
    return this.snapshot === null ? Date.now() : Date.parse(this.snapshot.at) + performance.now() - this.#receivedAt;
  }

  /** What the last state says of a port; undefined if it is plainly unused. */
  view(address, port) {
    return this.#views.get(portKey(address, port));
  }

  /** The sessions whose data connection is on a port. */
  connections(address, port) {
    return this.#connections.get(endpoint(address, port)) ?? [];
  }

  /** The last lease of a port that events told of. */
  last(address, port) {
    return this.#last.get(portKey(address, port));
  }

  read(snapshot) {
    this.#begin(snapshot.started);
    if (this.snapshot?.ports !== snapshot.ports) {
      this.ports = portNumbers(snapshot.ports);
    }
    snapshot.addresses.sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }));
    this.snapshot = snapshot;
    this.#receivedAt = performance.now();
    this.#views.clear();
    this.#connections.clear();
    for (const address of snapshot.addresses) {
      for (const port of address.ports) {
        this.#views.set(portKey(address.address, port.port), port);
      }
    }
    for (const session of snapshot.sessions.filter((one) => one.data !== null)) {
      const there = this.#connections.get(session.data.server);
      there ? there.push(session) : this.#connections.set(session.data.server, [session]);
    }
    this.#compareLeases(snapshot);
  }

  event(name, data) {
    if (name === 'hello') {
      this.#begin(data.started);
    } else if (name === 'lease-granted') {
      this.#granted(data, Date.parse(data.at));
    } else if (name === 'lease-ended') {
      this.#ended(data);
    } else if (name === 'lost') {
      this.lostEvents += data.count;
    }
  }

  #begin(started) {
    if (started !== this.#started) {
      this.restarted = this.#started !== null;
      this.#started = started;
      this.snapshot = null;
      this.leases = [];
      this.lostEvents = 0;
      for (const map of [this.#open, this.#last, this.#connections, this.#views]) {
        map.clear();
      }
    }
  }

  #granted(data, since) {
    const lease = {
      address: data.address, port: data.port, client: data.client, session: data.session,
      since, deadline: data.deadline, ended: null, cause: null, missed: 0,
    };
    this.leases.unshift(lease);
    this.leases.length = Math.min(this.leases.length, KEPT_LEASES);
    this.#remember(this.#open, leaseKey(data), lease, OPEN_LEASES);
    this.#remember(this.#last, portKey(data.address, data.port), lease, KNOWN_PORTS);
    return lease;
  }

  #remember(map, key, lease, most) {
    map.delete(key);
    map.set(key, lease);
    if (map.size > most) {
      map.delete(map.keys().next().value);
    }
  }

  #ended(data) {
    const lease = this.#open.get(leaseKey(data));
    if (lease) {
      lease.ended = Date.parse(data.at);
      lease.cause = data.cause;
      this.#open.delete(leaseKey(data));
    }
  }

  // Events can be lost, and leases be older than the page: the state knows which are pending.
  #compareLeases(snapshot) {
    const pending = new Set();
    for (const { address, ports } of snapshot.addresses) {
      for (const { port, leases } of ports) {
        for (const view of leases) {
          const lease = { address, port, ...view };
          pending.add(leaseKey(lease));
          if (!this.#open.has(leaseKey(lease)) && !this.#knows(lease)) {
            this.#granted(lease, Date.parse(view.since));
          }
        }
      }
    }
    this.leases.sort((a, b) => b.since - a.since);
    const at = Date.parse(snapshot.at);
    for (const [key, lease] of this.#open) {
      // Its end may still be on its way: only the second state without it counts.
      lease.missed = pending.has(key) || lease.since >= at ? 0 : lease.missed + 1;
      if (lease.missed > 1) {
        lease.ended = at;
        lease.cause = 'unseen';
        this.#open.delete(key);
      }
    }
  }

  // The state may be older than the event that told of the lease's end.
  #knows(lease) {
    const last = this.#last.get(portKey(lease.address, lease.port));
    return last !== undefined && last.since >= Date.parse(lease.since);
  }
}
