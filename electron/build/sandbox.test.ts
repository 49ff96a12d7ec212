/** Commands of recipes, kept apart by the real programs. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { type Bounds, findSandbox, type Sandbox } from './sandbox.ts';

let scratch: Scratch;
const at = (path: string) => `${scratch.path}/${path}`;
beforeEach(() => {
  scratch = makeScratch('sandbox');
  mkdirSync(at('stage'));
});
afterEach(() => scratch.remove());

describe.each([['bubblewrap'], ['unshare']] as const)('by %s', (name) => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await findSandbox(scratch.path, [name]);
  });
  const shell = (text: string, bounds?: Bounds) => sandbox.run(at('stage'), ['sh', '-c', text], bounds);

  test('it is where the extension is, and sees nothing of this machine but its programs', async () => {
    scratch.put('stage/usr/a', 'x');
    scratch.put('secret', 'x');
    const { stdout, stderr, status } = await shell(
      `pwd; cat usr/a; echo; umask; echo /* /etc/* | tr ' ' '\\n' | grep -vE '^/(bin|sbin|lib.*)$'; env | sort | grep -v PWD; id -u; ls ${scratch.path} /home /root /proc/1`,
    );
    expect({ stdout, status }).toEqual({
      stdout: `/extension\nx\n0022\n/dev\n/etc\n/extension\n/tmp\n/usr\n${['/etc/alternatives', '/etc/ld.so.cache'].filter((one) => existsSync(one)).join('\n')}\nHOME=/tmp\nLC_ALL=C\nPATH=/usr/bin:/bin:/usr/sbin:/sbin\nSOURCE_DATE_EPOCH=315532800\nSYSTEMD_COLORS=0\nTZ=UTC\n0\n`,
      status: 2,
    });
    expect(stderr.match(/No such file/g)).toHaveLength(4);
  });

  test('it writes to the extension and to /tmp alone, and has no right that root has', async () => {
    const tried = ['/extension/made', '/tmp/made', '/usr/made', '/etc/made', '/dev/made', '/made'];
    const { stdout } = await shell(`for one in ${tried.join(' ')}; do (: >$one) 2>/dev/null && echo $one; done`);
    expect(stdout).toBe('/extension/made\n/tmp/made\n');
    for (const asked of ['mount -o remount,bind,rw /usr', 'mknod device b 1 1', 'chroot /usr', 'hostname other']) {
      expect(await shell(asked), asked).toMatchObject({ stderr: expect.stringMatching(/permitted|denied|must be/) });
    }
    expect(readdirSync('/usr')).not.toContain('made');
    expect(readdirSync(at('stage'))).toEqual(['made']);
  });

  test('it reaches no network, not even this machine', async () => {
    let asked = 0;
    const server = createServer((_, answer) => {
      asked++;
      answer.end('x');
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const { port } = server.address() as AddressInfo;
    const ask = `import urllib.request; urllib.request.urlopen("http://127.0.0.1:${port}/", timeout=5)`;
    const { status, stderr } = await sandbox.run(at('stage'), ['python3', '-c', ask]);
    server.close();
    expect(stderr).toMatch(/unreachable|refused/);
    expect([status, asked]).toEqual([1, 0]);
  });

  test('it has so much time and memory, and leaves no process', async () => {
    const { broken } = await shell('(sleep 2; echo late >late) & sleep 60', { timeoutMs: 500 });
    expect(broken).toBe('too-slow');
    const { stderr } = await sandbox.run(at('stage'), ['python3', '-c', 'bytearray(3 * 1024 ** 3)']);
    expect(stderr).toContain('MemoryError');
    await new Promise((settle) => setTimeout(settle, 2000));
    expect(readdirSync(at('stage'))).toEqual([]);
  });

  test('what its processes have together is bounded, and what they share counts once', async () => {
    const one = 'import time; content = bytearray(80_000_000); time.sleep(60)';
    const { broken } = await shell(`for one in 1 2 3 4; do python3 -c '${one}' & done; wait; touch late`, {
      memory: 200_000_000,
    });
    expect(broken).toBe('too-big');
    const shared = 'import os, time; content = bytearray(80_000_000); [os.fork() for one in range(3)]; time.sleep(1)';
    const parts = { memory: 200_000_000 };
    expect(await sandbox.run(at('stage'), ['python3', '-c', shared], parts)).toMatchObject({ status: 0, broken: null });
    // What ends while it is looked at has nothing any more.
    const brief = [
      'import os, random, time',
      'content = bytearray(80_000_000)',
      'def child():',
      '    if os.fork() == 0:',
      '        time.sleep(random.random() / 50)',
      '        os._exit(0)',
      'until = time.time() + 3',
      'while time.time() < until:',
      '    for one in range(8): child()',
      '    while True:',
      '        try: os.wait()',
      '        except ChildProcessError: break',
    ].join('\n');
    expect(await sandbox.run(at('stage'), ['python3', '-c', brief], parts)).toMatchObject({ status: 0, broken: null });
    expect(readdirSync(at('stage'))).toEqual([]);
  });

  test('its words are words, whatever stands in them', async () => {
    const words = ['.', '$(touch x)', '--', '; touch y', "'", '-x'];
    const { stdout } = await sandbox.run(at('stage'), ['printf', '%s\\n', ...words]);
    expect(stdout).toBe(`${words.join('\n')}\n`);
    expect(readdirSync(at('stage'))).toEqual([]);
  });
});

test('where neither works, that is told', async () => {
  await expect(findSandbox(scratch.path, [])).rejects.toMatchObject({
    code: 'unsupported',
    nextStep: { id: 'build.install-program' },
  });
});
