/** What a browser gives a page, as far as its state asks for it, around a real connection to a real core. */
import { type ClientOptions, WebSocket } from 'ws';

export interface PageGlobals {
  /** Cuts the connection that was opened last, as a machine that went to sleep does. */
  cut(): void;
  /** How many connections were opened. */
  opened(): number;
}

/** A store of texts that lives as long as the page. */
function createStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/**
 * Puts them where the page's modules look, which are imported afterwards.
 *
 * @param url of the door, with the token in the fragment
 */
export function becomePage(url: string): PageGlobals {
  const { origin, host, hash, protocol, pathname } = new URL(url);
  const sockets: WebSocket[] = [];
  /** A browser says of which page it is, and no script can say otherwise. */
  class SocketOfPage extends WebSocket {
    constructor(address: string, protocols: string[], options: ClientOptions = {}) {
      super(address, protocols, { ...options, headers: { origin } });
      sockets.push(this);
    }
  }
  const location = { protocol, host, hash, pathname };
  const history = {
    replaceState: () => {
      location.hash = '';
    },
  };
  const [localStorage, sessionStorage] = [createStorage(), createStorage()];
  const window = { location, history, localStorage, sessionStorage };
  for (const [name, value] of Object.entries({ window, localStorage, sessionStorage, WebSocket: SocketOfPage }))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  return { cut: () => sockets.at(-1)?.terminate(), opened: () => sockets.length };
}
