/** Who does everything to the door that nobody should: each ends itself or is ended, and hurts nobody else. */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_MESSAGE } from '../../shared/window/max-message.ts';
import type { Chance } from '../harness/random/chance.ts';
import { connect, type DoorAddress, get, openWindow, upload } from './door.ts';
import type { Tally } from './tally.ts';

/** More than the time that half a request has, with the time between two looks for those (`web/server.ts`). */
const ENDED_MS = 40_000;

const masked = (first: number, length: number, payload = Buffer.alloc(0)) =>
  Buffer.concat([Buffer.from([first, 0x80 | length, 0, 0, 0, 0]), payload]);

/** Frames that end a connection (RFC 6455); some of them only together with the end of the line. */
export const FRAMES: Readonly<Record<string, Buffer>> = {
  'a message that is too long': Buffer.concat([Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1]), Buffer.alloc(4)]),
  'a message of the size of a disk': Buffer.from([0x82, 0xff, 0x7f, ...Array<number>(7).fill(0xff), 0, 0, 0, 0]),
  'a reserved opcode': masked(0x83, 0),
  'a frame that is not masked': Buffer.from([0x81, 0x01, 0x41]),
  'text that is no text': masked(0x81, 1, Buffer.from([0xff])),
  'a bit that nothing gives a meaning': masked(0xc1, 0),
  'a part of nothing': masked(0x80, 0),
  'a question in parts': masked(0x09, 0),
  'a goodbye of one byte': masked(0x88, 1, Buffer.from([3])),
  'parts that are too long together': Buffer.concat(
    Array.from({ length: 17 }, (_, at) =>
      Buffer.concat([Buffer.from([at === 0 ? 0x02 : 0, 0xfe, 0xff, 0xff, 0, 0, 0, 0]), Buffer.alloc(0xffff)]),
    ),
  ),
};

/** Messages of the right protocol that are out of order, or none at all. They may be answered, dropped or end the line. */
export const MESSAGES: readonly (string | Buffer)[] = [
  '{',
  'null',
  '[]',
  '{"i":"1","t":9,"p":{}}',
  // An answer, an event and an end for calls that were never made.
  '{"i":"77","p":{"s":200,"b":{"json":1}}}',
  '{"i":"77","t":3,"p":{"e":"message","d":1}}',
  '{"i":"77","t":4}',
  // The same number twice, and its end twice.
  '{"i":"5","p":{"u":"/system/watch"}}',
  '{"i":"5","p":{"u":"/system/watch"}}',
  '{"i":"5","t":4}',
  '{"i":"5","t":4}',
  '{"i":"6","p":{"u":"http://[","b":{"json":{}}}}',
  '{"i":"7","p":{"u":"/__proto__/constructor","b":{"json":{"__proto__":{"x":1}}}}}',
  '{"i":{"__proto__":1},"p":{"u":"/system/reload"}}',
  `{"i":"8","p":{"u":"/${'a/'.repeat(20_000)}"}}`,
  '['.repeat(100_000),
  Buffer.alloc(1000, 0xff),
];

export const ACTS: Readonly<Record<string, (door: DoorAddress, chance: Chance) => Promise<void>>> = {
  async 'a hostile frame'(door, chance) {
    const window = await openWindow(door);
    if (typeof window === 'number') return;
    const name = chance.pick(Object.keys(FRAMES));
    const line = (window.socket as unknown as { readonly _socket: Socket })._socket;
    line.write(FRAMES[name] as Buffer);
    // ws waits for our goodbye at its side, so that the end is the server's.
    await within(window.closed, `${name} did not end the connection`);
  },
  async 'half a frame'(door) {
    const window = await openWindow(door);
    if (typeof window === 'number') return;
    (window.socket as unknown as { readonly _socket: Socket })._socket.write(Buffer.from([0x82, 0xfe, 0x10]));
    await sleep(50);
    window.cut();
    await window.closed;
  },
  async 'messages out of order'(door, chance) {
    const window = await openWindow(door);
    if (typeof window === 'number') return;
    for (let count = 0; count < 6 && window.socket.readyState === window.socket.OPEN; count++) {
      window.socket.send(chance.pick(MESSAGES));
    }
    await sleep(chance.below(100));
    window.close();
    await within(window.closed, 'a window was not let go');
  },
  async 'gone before the answer'(door) {
    const window = await openWindow(door);
    if (typeof window === 'number') return;
    for (let id = 1; id < 10; id++) window.socket.send(`{"i":"${id}","p":{"u":"/system/reload"}}`);
    await sleep(1);
    window.cut();
    await window.closed;
  },
  async 'half a request'(door, chance) {
    const line = await connect(door);
    line.write('GET / HTTP/1.1\r\nHost: 127'.slice(0, 1 + chance.below(24)));
    const closed = new Promise<void>((settle) => line.once('close', () => settle()));
    line.resume();
    // Some go on their own; the others the server has to end.
    if (chance.maybe(0.8)) setTimeout(() => line.destroy(), chance.below(300));
    await within(closed, 'half a request was kept');
  },
  async 'no request at all'(door) {
    const line = await connect(door);
    line.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]));
    const closed = new Promise<void>((settle) => line.once('close', () => settle()));
    line.resume();
    await within(closed, 'what is no request was kept');
  },
  async 'an upload that is cut'(door, chance) {
    await upload(door, 'cut-1.0.raw', Buffer.alloc(400_000, 1), chance.below(300_000));
  },
  async 'somebody who is not let in'(door, chance) {
    const [path, headers, expected] = chance.pick([
      ['/', { host: 'evil.example' }, 421],
      ['/', { host: `127.0.0.1:${door.port}`, origin: 'http://evil.example' }, 403],
      ['/..%2fcli.cjs', { host: `127.0.0.1:${door.port}` }, 404],
      ['/%', { host: `127.0.0.1:${door.port}` }, 400],
    ] as const);
    const status = await get(door, path, headers);
    if (status !== expected) throw new Error(`${path} ${JSON.stringify(headers)} was answered with ${status}`);
  },
  async 'a message of the most bytes'(door) {
    const window = await openWindow(door);
    if (typeof window === 'number') return;
    window.socket.send(`"${'x'.repeat(MAX_MESSAGE - 2)}"`);
    await sleep(20);
    window.close();
    await within(window.closed, 'a window was not let go');
  },
};

async function within(end: Promise<void>, what: string): Promise<void> {
  const timer = new AbortController();
  const late = sleep(ENDED_MS, true, { signal: timer.signal }).catch(() => false);
  try {
    if ((await Promise.race([end, late])) === true) throw new Error(what);
  } finally {
    timer.abort();
  }
}

/** Each of them once. */
export async function doEverythingRude(door: DoorAddress, chance: Chance, tally: Tally): Promise<void> {
  await Promise.all(Object.keys(ACTS).map((name) => act(name, door, chance, tally)));
}

/** Goes on until the signal aborts. */
export async function keepRude(door: DoorAddress, chance: Chance, tally: Tally, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await act(chance.pick(Object.keys(ACTS)), door, chance, tally);
    await sleep(chance.below(200));
  }
}

async function act(name: string, door: DoorAddress, chance: Chance, tally: Tally): Promise<void> {
  tally.did(name);
  try {
    await (ACTS[name] as (typeof ACTS)[string])(door, chance);
  } catch (error) {
    tally.wrong(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
