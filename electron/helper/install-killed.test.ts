/** The helper as a program, killed at each step of an install. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOLDER, type Installing, installingInto, sha256 } from '../../e2e/harness/installing.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { removeExtension } from './remove.ts';

let tree: Scratch;
let tool: Installing;
beforeEach(() => {
  tree = makeScratch('install');
  tool = installingInto(tree);
});
afterEach(() => tree.remove());

test('a helper that is killed leaves the old version or the new one, whichever step it is at', () => {
  const text = `2.0${'x'.repeat(3_000_000)}`;
  const { store, ...rest } = tool.request('2.0', { sha256: sha256(text) });
  const parameters = JSON.stringify({ protocol: HELPER_PROTOCOL, store: store.store, ...rest });
  const run = (killAt: number | null) => {
    const fd = openSync(tool.image(text), 'r');
    const main = fileURLToPath(programFile('helper'));
    const preload = programFile('kill-at').href;
    const args = ['--no-warnings', '--import', preload, main, 'install', parameters];
    const env = killAt === null ? {} : { KILL_AT: String(killAt) };
    const ended = spawnSync(process.execPath, args, { stdio: [fd, 'pipe', 'pipe'], env, encoding: 'utf8' });
    closeSync(fd);
    return ended;
  };
  tool.installText('1.0');
  let kills = 0;
  for (let step = 1; ; step++) {
    const { signal, stdout, stderr } = run(step);
    if (signal !== 'SIGKILL') {
      expect(stdout, stderr).toContain('"result"');
      break;
    }
    kills++;
    expect([sha256('1.0'), sha256(text)], `killed at ${step}`).toContain(sha256(tool.current()));
    for (const fileName of storedIn(tool.at(FOLDER)).filter((one) => one.startsWith('tool-'))) {
      const whole = fileName.includes('1.0') ? sha256('1.0') : sha256(text);
      expect(sha256(readFileSync(tool.at(`${FOLDER}/${fileName}`), 'utf8')), `killed at ${step}`).toBe(whole);
    }
    // What a retry begins from, so that the next round is killed later in the same work.
    removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
    tool.installText('1.0');
  }
  expect(kills).toBeGreaterThan(10);
  expect(run(null).stdout).toContain('"result"');
  const leftovers = [...storedIn(tool.at(FOLDER)), ...readdirSync(tool.at('var/lib/extensions'))].filter((one) =>
    one.startsWith('.'),
  );
  expect(leftovers).toEqual([]);
  expect(tool.current()).toBe(text);
});
