import { hostname } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { englishOf } from '../../shared/messages/message.ts';
import { endsWhen, hintOfAgent, hintOfPort, hintOfSocket } from './how-to-reach.ts';

afterEach(() => vi.unstubAllEnvs());

test('over ssh a port is led to the browser under its own number, by the port of ssh', () => {
  vi.stubEnv('SSH_CONNECTION', '192.0.2.1 50000 192.0.2.2 2222');
  const hint = hintOfPort('http://127.0.0.1:4711/#secret', []);
  expect(hint).toMatch(new RegExp(`ssh -N -L 4711:127\\.0\\.0\\.1:4711 -p 2222 \\S+@${hostname()}\n`));
  expect(hint.split('\n').at(-1)).toBe('http://127.0.0.1:4711/#secret');
  vi.stubEnv('SSH_CONNECTION', undefined);
  expect(hintOfPort('http://127.0.0.1:4711/#secret', [])).toBe('http://127.0.0.1:4711/#secret');
});

test('a socket needs one command on the machine with the browser', () => {
  vi.stubEnv('SSH_CONNECTION', '192.0.2.1 50000 192.0.2.2 22');
  const hint = hintOfSocket('/run/user/1000/veneer/serve.sock', 'secret', []);
  expect(hint).toMatch(new RegExp(`^ {2}ssh -N -L 7070:/run/user/1000/veneer/serve\\.sock \\S+@${hostname()}$`, 'm'));
  expect(hint).toContain('\n  http://localhost:7070/#secret\n');
});

test('says when it ends, and by what polkit can ask where there is no desktop', () => {
  expect(englishOf(endsWhen(15 * 60_000))).toBe('It ends by itself when no window is open for 15 min.');
  expect(englishOf(endsWhen(90_000))).toBe('It ends by itself when no window is open for 90 s.');
  expect(englishOf(endsWhen(Number.POSITIVE_INFINITY))).toBe('It goes on until it is stopped.');
  vi.stubEnv('DISPLAY', undefined);
  vi.stubEnv('WAYLAND_DISPLAY', undefined);
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  const hint = hintOfAgent(4711);
  expect(hint === null ? '' : englishOf(hint)).toContain('pkttyagent --process 4711');
  vi.stubEnv('DISPLAY', ':0');
  expect(hintOfAgent(4711)).toBeNull();
  vi.restoreAllMocks();
});
