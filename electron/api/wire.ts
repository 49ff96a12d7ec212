/**
 * What a page may send over its socket, before the library that answers looks at it: that library prints what it cannot
 * understand, with the bytes of whoever sent it, and takes more than a page of ours ever sends.
 */
import type { MessageEvent, WebSocket } from 'ws';

/** Of a call that is given up, in the library's protocol; no number is a new call. */
const GIVEN_UP = 4;
const MAX_ID = 64;

/** Whether it is a call of the contract, or the end of one, as `@orpc/client` writes them: text, with no file in it. */
export function isMessage(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  const message = objectIn(data);
  if (message === null || typeof message['i'] !== 'string' || message['i'].length > MAX_ID) return false;
  if (message['t'] === GIVEN_UP) return true;
  const call = message['p'];
  if (message['t'] !== undefined || !isObject(call)) return false;
  // Headers and methods say how a body is to be unpacked, which is never needed here.
  return (
    typeof call['u'] === 'string' && call['u'].startsWith('/') && call['h'] === undefined && call['m'] === undefined
  );
}

/** A socket that hands on what is a message. @param refuse is told of anything else, and then nothing more comes */
export function onlyMessages(socket: WebSocket, refuse: () => void): Pick<WebSocket, 'addEventListener' | 'send'> {
  let isRefused = false;
  const addEventListener = (type: string, listener: (event: never) => void): void => {
    if (type !== 'message') {
      socket.addEventListener(type as 'close', listener as () => void);
      return;
    }
    socket.addEventListener('message', (event: MessageEvent) => {
      if (isRefused) return;
      if (isMessage(event.data)) return listener(event as never);
      isRefused = true;
      refuse();
    });
  };
  return { addEventListener: addEventListener as WebSocket['addEventListener'], send: socket.send.bind(socket) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
