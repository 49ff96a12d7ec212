/** What the caller leaves to the helper decides nothing of the outcome: limits, the mask, the keys of a terminal and its end. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';

const MAIN = fileURLToPath(programFile('helper'));
const SIZE = 100_000_000;

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('own-process');
});
afterEach(() => tree.remove());

const installed = () => join(tree.path, 'var/lib/extensions.d/tool/tool-1.raw');

function request(image: string): readonly [string, string] {
  const parameters = {
    protocol: HELPER_PROTOCOL,
    class: 'sysext',
    root: tree.path,
    name: 'tool',
    store: '/var/lib/extensions.d',
    version: '1',
    architecture: null,
    sha256: createHash('sha256').update(readFileSync(image)).digest('hex'),
    keep: null,
    current: true,
    versioned: false,
    adopts: null,
    origin: null,
  };
  return ['install', JSON.stringify(parameters)];
}

/** Installs a small image. @param script a shell script that ends with `exec "$@"` */
function installUnder(script: string): { readonly stdout: string; readonly stderr: string } {
  tree.put('image', 'x'.repeat(100_000));
  const fd = openSync(join(tree.path, 'image'), 'r');
  const args = ['-c', script, 'sh', process.execPath, '--no-warnings', MAIN, ...request(join(tree.path, 'image'))];
  try {
    return spawnSync('bash', args, { stdio: [fd, 'pipe', 'pipe'], encoding: 'utf8', timeout: 120_000 });
  } finally {
    closeSync(fd);
  }
}

test.each([
  ['few open files', 'ulimit -S -n 40; exec "$@"'],
  ['small files', 'ulimit -S -f 1; exec "$@"'],
  ['little time', 'ulimit -S -t 20; exec "$@"'],
  ['a narrow mask', 'umask 777; exec "$@"'],
  ['signals that are ignored', 'trap "" CHLD PIPE TERM; exec "$@"'],
])('does the whole work under %s', (_, script) => {
  const { stdout, stderr } = installUnder(script);
  expect(stdout, stderr).toContain('"result"');
  expect(statSync(installed()).mode & 0o777).toBe(0o644);
  expect(statSync(installed()).size).toBe(100_000);
});

/** Bit of CAP_SYS_RESOURCE (capabilities(7)), by which a hard limit can be raised; containers may lack it. */
const mayRaise = (BigInt(`0x${/^CapEff:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`) >> 24n) & 1n;

test('what was bound for good is raised by who may, and else nothing is begun', () => {
  const { stdout, stderr } = installUnder('ulimit -f 1; ulimit -n 64; exec "$@"');
  if (mayRaise === 1n) {
    expect(stdout, stderr).toContain('"result"');
    expect(statSync(installed()).size).toBe(100_000);
  } else {
    expect(stdout, stderr).toMatch(/"code":"unsupported".*is too small for a change/);
    expect(existsSync(join(tree.path, 'var'))).toBe(false);
  }
});

test.each(['SIGTSTP', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTTOU', 'SIGALRM'] as const)(
  '%s in the middle of the copy ends and stops nothing',
  async (signal) => {
    const image = join(tree.path, 'image');
    writeFileSync(image, '');
    truncateSync(image, SIZE);
    const fd = openSync(image, 'r');
    const helper = spawn(process.execPath, ['--no-warnings', MAIN, ...request(image)], {
      stdio: [fd, 'pipe', 'inherit'],
    });
    closeSync(fd);
    let said = '';
    let sent = 0;
    helper.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (!said.includes('"result"') && sent++ < 3) helper.kill(signal);
    });
    // Once it has answered, a late signal may still meet it while Node ends and catches none any more.
    const goOn = setInterval(() => said.includes('"result"') && helper.kill('SIGCONT'), 500);
    const ended = new Promise<number | null>((settle) => helper.once('close', settle));
    const status = await Promise.race([ended, sleep(20_000).then(() => 'it stands still')]);
    clearInterval(goOn);
    helper.kill('SIGKILL');
    expect(sent).toBeGreaterThan(0);
    expect(said).toContain('"result"');
    expect(status).not.toBe('it stands still');
    expect(existsSync(installed())).toBe(true);
  },
);
