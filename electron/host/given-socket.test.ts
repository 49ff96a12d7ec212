/** What a service manager says it hands over, as sd_listen_fds(3) has it; that it is served: `e2e/testbed/packages.system.ts`. */
import { expect, test } from 'vitest';
import { takeGivenSocket } from './given-socket.ts';

const own = String(process.pid);

test('what is meant for nobody or another process is not taken, and the words for it go', () => {
  for (const [count, pid] of [
    [undefined, own],
    ['1', String(process.ppid)],
    ['1', undefined],
    ['0', own],
  ]) {
    const env: NodeJS.ProcessEnv = { LISTEN_FDNAMES: 'veneer', LISTEN_PIDFDID: '7', HOME: '/root' };
    if (count !== undefined) env['LISTEN_FDS'] = count;
    if (pid !== undefined) env['LISTEN_PID'] = pid;
    expect(takeGivenSocket(env), `${count} of ${pid}`).toBeNull();
    expect(env).toEqual({ HOME: '/root' });
  }
});

test('more than one socket is refused with what the unit needs', () => {
  expect(() => takeGivenSocket({ LISTEN_FDS: '2', LISTEN_PID: own })).toThrow(
    expect.objectContaining({ code: 'unsupported' }),
  );
});
