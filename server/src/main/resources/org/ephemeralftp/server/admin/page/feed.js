// The connection to the server: events as they come, and its state, read again after them.

const EVENTS = ['hello', 'lost', 'lease-granted', 'lease-ended', 'lease-refused', 'stranger', 'bind-failed',
  'session-opened', 'logged-in', 'login-failed', 'transferred', 'session-closed'];
const LEAST_PAUSE = 300;
const MOST_PAUSE = 2000;
const READ_LIMIT = 8000;
const FIRST_RETRY = 500;
const LAST_RETRY = 4000;
const TOKEN = 'The server wants its token. Open the page again with ?token= and the token.';

/** The listener has snapshot(object), event(name, object) and connected(boolean, why). */
export class Feed {
  #listener;
  #source = null;
  #open = false;
  #retry = FIRST_RETRY;
  #reading = false;
  #wanted = false;
  #earliest = 0;
  #next = 0;

  constructor(listener) {
    this.#listener = listener;
  }

  start() {
    const source = new EventSource('events');
    this.#source = source;
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        this.#listener.event(name, JSON.parse(event.data));
        this.#want();
      });
    }
    source.onopen = () => {
      this.#open = true;
      this.#want();
    };
    source.onerror = () => this.#again();
  }

  // A browser's own retry gives up on some answers, and waits as long as it likes.
  #again() {
    this.#source.close();
    this.#open = false;
    this.#listener.connected(false, '');
    setTimeout(() => this.start(), this.#retry);
    this.#retry = Math.min(LAST_RETRY, this.#retry * 2);
    this.#want();
  }

  #want() {
    if (this.#reading) {
      this.#wanted = true;
    } else if (!this.#wanted) {
      this.#wanted = true;
      this.#readIn(this.#earliest - performance.now());
    }
  }

  #readIn(millis) {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#read(), Math.max(0, millis));
  }

  // A large state takes longer to read and is read less often, so that reading never fills the time.
  async #read() {
    const began = performance.now();
    this.#reading = true;
    this.#wanted = false;
    try {
      await this.#ask();
    } catch {
      this.#listener.connected(false, '');
    }
    this.#reading = false;
    const pause = Math.max(LEAST_PAUSE, 4 * (performance.now() - began));
    this.#earliest = performance.now() + pause;
    this.#readIn(this.#wanted ? pause : Math.max(pause, MOST_PAUSE));
  }

  async #ask() {
    const answer = await fetch('ports', { cache: 'no-store', signal: AbortSignal.timeout(READ_LIMIT) });
    if (!answer.ok) {
      this.#listener.connected(false, answer.status === 401 ? TOKEN : `The server answers ${answer.status}.`);
      return;
    }
    this.#listener.snapshot(await answer.json());
    if (this.#open) {
      this.#retry = FIRST_RETRY;
      this.#listener.connected(true, '');
    }
  }
}
