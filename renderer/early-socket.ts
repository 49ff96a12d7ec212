/** Opens the socket of the loopback door while the browser still reads the rest of the page. First script of index.html. */
import { takeToken } from './token.ts';

/** A socket to the core of this page. */
export function openSocket(): WebSocket {
  const socket = new WebSocket(`ws://${window.location.host}/api`, ['veneer', `veneer.token.${takeToken()}`]);
  // A Blob would have to be asked for its bytes, once more around the loop for each message.
  socket.binaryType = 'arraybuffer';
  return socket;
}

let early: WebSocket | null = window.location.protocol === 'http:' ? openSocket() : null;

/** The one that was opened at the start, to whoever asks first; null for everybody after. */
export function takeEarlySocket(): WebSocket | null {
  const socket = early;
  early = null;
  return socket?.readyState === WebSocket.CLOSED ? null : socket;
}
