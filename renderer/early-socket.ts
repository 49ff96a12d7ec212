/** Opens the socket of the loopback door while the browser still reads the rest of the page. First script of index.html. */
import { takeAddress, takeToken } from './token.ts';

/** A socket to the core of this page. */
export async function openSocket(): Promise<WebSocket> {
  await takeAddress();
  const socket = new WebSocket(`ws://${window.location.host}/api`, ['veneer', `veneer.token.${takeToken()}`]);
  // A Blob would have to be asked for its bytes, once more around the loop for each message.
  socket.binaryType = 'arraybuffer';
  return socket;
}

let early: Promise<WebSocket> | null = window.location.protocol === 'http:' ? openSocket() : null;
// Who asks for it hears of it; nobody may.
early?.catch(() => {});

/** The one that was opened at the start, to whoever asks first; null for everybody after. */
export async function takeEarlySocket(): Promise<WebSocket | null> {
  const asked = early;
  early = null;
  const socket = await asked;
  return socket?.readyState === WebSocket.CLOSED ? null : socket;
}
