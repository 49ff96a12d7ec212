/** The lines of the helper in a real journal, beside the machine's, in a mount namespace of the test's own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { programFile } from '../harness/program-files.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const MAIN = fileURLToPath(programFile('helper'));
const JOURNALD = '/usr/lib/systemd/systemd-journald';
const MASK = '/etc/extensions/tool';

let namespace: MountNamespace;
let scratch: Scratch;
let journald: ChildProcess | null;
beforeEach(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('helper-journal');
  journald = null;
  // Takes what is written to /etc, and keeps none of it.
  for (const layer of ['upper', 'work']) mkdirSync(join(scratch.path, layer));
  const options = `lowerdir=/etc,upperdir=${scratch.path}/upper,workdir=${scratch.path}/work`;
  namespace.run('mount', '-t', 'overlay', 'overlay', '-o', options, '/etc');
  namespace.run('mkdir', '--parents', '/run/extensions/tool/usr/share');
});
afterEach(async () => {
  if (journald !== null) {
    const { exitCode, signalCode } = journald;
    const gone = new Promise((settle) => journald?.once('close', settle));
    journald.kill();
    if (exitCode === null && signalCode === null) await gone;
  }
  namespace.close();
  scratch.remove();
});

async function startJournal(): Promise<void> {
  const [program = '', ...args] = [...namespace.enter, JOURNALD];
  journald = spawn(program, args, { stdio: 'ignore' });
  for (let left = 100; left > 0; left--) {
    if (namespace.run('test', '-S', '/run/systemd/journal/socket').status === 0) return;
    await sleep(50);
  }
  throw new Error('journald did not come up');
}

function helper(verb: string, parameters: object, script = 'exec "$@"'): string {
  const request = JSON.stringify({ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', ...parameters });
  const call = [process.execPath, '--no-warnings', MAIN, verb, request];
  return namespace.run('bash', '-c', script, 'bash', ...call).output;
}

const mask = (names: readonly string[], script?: string) => helper('mask', { names, allowMovingAside: false }, script);

async function lines(count: number, ...matches: readonly string[]): Promise<Record<string, string>[]> {
  const journal = ['--identifier=veneer-helper', '--output=json', '--no-pager', '--directory=/run/log/journal'];
  for (let left = 60; ; left--) {
    const { output } = namespace.run('journalctl', '--quiet', ...journal, ...matches);
    const found = output.split('\n').filter((line) => line.startsWith('{'));
    if (found.length >= count || left === 0) return found.map((line) => JSON.parse(line) as Record<string, string>);
    await sleep(50);
  }
}

describe.runIf(isRoot)('as root, for the running system', () => {
  test('a line before the change and one after it, of the same call', async () => {
    await startJournal();
    expect(mask(['tool'])).toContain('"result"');
    const [begun, done, ...others] = await lines(2);
    expect(begun).toMatchObject({ VENEER_VERB: 'mask', VENEER_USER: '0', VENEER_OUTCOME: 'begun', PRIORITY: '6' });
    expect(done).toMatchObject({ VENEER_VERB: 'mask', VENEER_OUTCOME: 'done' });
    expect(JSON.parse(done?.['VENEER_PARAMETERS'] ?? '')).toMatchObject({ class: 'sysext', names: ['tool'] });
    expect(done?.['VENEER_CALL']).toBe(begun?.['VENEER_CALL']);
    expect(others).toEqual([]);
  });

  test('its lines are found by what they are, and by the extension', async () => {
    await startJournal();
    namespace.run('mkdir', '--parents', '/run/extensions/other/usr/share');
    mask(['tool', 'other']);
    namespace.run('rmdir', MASK);
    mask(['tool']);
    helper('at-boot', { enable: 'no' });
    const all = await lines(5, 'MESSAGE_ID=078d7d0057e84c3f90e91d4bbc6d9f9c');
    expect(all.map((line) => [line['VENEER_OUTCOME'], line['EXTENSION']])).toEqual([
      ['begun', ['tool', 'other']],
      ['done', ['tool', 'other']],
      ['begun', 'tool'],
      ['done', 'tool'],
      ['invalid-input', undefined],
    ]);
    expect(await lines(2, 'EXTENSION=other')).toHaveLength(2);
    expect(await lines(4, 'EXTENSION=tool')).toHaveLength(4);
  });

  test('what failed and what was refused has its line, and none can add a field', async () => {
    await startJournal();
    mask(['unheard']);
    helper('mask', { names: ['a\nVENEER_USER=1'], allowMovingAside: false });
    helper('de\nVENEER_OUTCOME=done', {});
    const found = await lines(4);
    expect(found.map((line) => line['VENEER_OUTCOME'])).toEqual([
      'begun',
      'not-found',
      'invalid-input',
      'invalid-input',
    ]);
    expect(found.map((line) => line['VENEER_USER'])).toEqual(['0', '0', '0', '0']);
    expect(found.map((line) => line['VENEER_VERB'])).toEqual(['mask', 'mask', 'mask', 'unknown']);
  });

  test('without a journal nothing is changed', () => {
    expect(mask(['tool'])).toMatch(/"code":"unsupported".*The journal cannot be written to/);
    expect(namespace.run('test', '-e', MASK).status).not.toBe(0);
  });

  test('few open files suppress no line', async () => {
    await startJournal();
    for (let limit = 20; limit < 32; limit++) {
      namespace.run('rmdir', MASK);
      const before = (await lines(0)).length;
      const answer = mask(['tool'], `ulimit -S -n ${limit}; exec "$@"`);
      const isDone = namespace.run('test', '-e', MASK).status === 0;
      expect(answer.includes('"result"'), `${limit} files`).toBe(isDone);
      if (isDone) expect((await lines(before + 2)).length, `${limit} files`).toBe(before + 2);
    }
  });
});
