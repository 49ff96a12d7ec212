/** Random requests to the helper: none is accepted that a checker of its own would not accept. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { mayAccept } from '../../e2e/harness/helper-request-checker.ts';
import { mutatedRequest, randomOf, rightParameters } from '../../e2e/harness/helper-requests.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { HELPER_VERBS } from '../../shared/changes/actions.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { parseRequest } from './request.ts';

const SEED = Number(process.env['VENEER_SEED'] ?? Date.now() % 0x7fffffff);
const IN_PROCESS = 100_000;
/** A start of the helper takes a while; VENEER_CASES=all makes some hundred. */
const CALLS = process.env['VENEER_CASES'] === 'all' ? 400 : 40;
const ROOTS = [
  '/',
  '/',
  '/',
  '/',
  '//',
  '/.',
  '/tree',
  '/tree/',
  '/tree/../',
  '/..',
  'tree',
  '',
  null,
  1,
  '/a\0b',
  '/tree//x',
];

const accepts = (args: readonly string[], byPolkit: boolean): boolean => {
  try {
    parseRequest(args, byPolkit ? { PKEXEC_UID: '1000' } : {});
    return true;
  } catch (error) {
    if (!(error instanceof VeneerError)) throw error;
    return false;
  }
};

test('the checker and the helper take every right request', () => {
  for (const verb of HELPER_VERBS) {
    const body = { protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', ...rightParameters(verb) };
    const args = [verb, JSON.stringify(body)];
    expect([verb, mayAccept(args, true), accepts(args, true)]).toEqual([verb, true, true]);
  }
});

test(`of ${IN_PROCESS} random requests none is accepted that should not be`, () => {
  const random = randomOf(SEED);
  const wrong: (readonly string[])[] = [];
  const count = { accepted: 0, refused: 0 };
  for (let at = 0; at < IN_PROCESS; at++) {
    const args = mutatedRequest(random, ROOTS);
    const byPolkit = random(2) === 0;
    if (!accepts(args, byPolkit)) count.refused++;
    else if (mayAccept(args, byPolkit)) count.accepted++;
    else wrong.push(args);
  }
  expect(wrong.slice(0, 5), `VENEER_SEED=${SEED}`).toEqual([]);
  // Neither all nor none: else nothing would be shown.
  expect(count.accepted).toBeGreaterThan(IN_PROCESS / 100);
  expect(count.refused).toBeGreaterThan(IN_PROCESS / 10);
});

test(`the helper itself refuses what it should, in ${CALLS} calls, and changes nothing then`, () => {
  const tree = makeScratch('fuzz');
  chmodSync(tree.path, 0o755);
  mkdirSync(join(tree.path, 'var'));
  // As it is shipped, in one file: that starts in a fraction of the time.
  const main = join(tree.path, 'helper.cjs');
  const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile: main });
  const random = randomOf(SEED + 1);
  // Nothing here stands for the `/` of this machine, so that what is accepted changes a tree that goes again.
  const roots = [tree.path, tree.path, tree.path, `${tree.path}/`, `${tree.path}/../nowhere`, 'tree', '', null];
  const filesOf = () => readdirSync(tree.path, { recursive: true, encoding: 'utf8' }).sort();
  const codes = new Set<string>();
  try {
    for (let at = 0; at < CALLS; at++) {
      const args = mutatedRequest(random, roots);
      if (args.some((one) => one.includes('\0'))) continue;
      const before = filesOf();
      // pkexec cannot be asked for a tree, so that the call counts as root's own.
      const { stdout, signal } = spawnSync(process.execPath, [main, ...args], {
        encoding: 'utf8',
        env: {},
        input: '',
      });
      const what = `VENEER_SEED=${SEED}: ${JSON.stringify(args)}`;
      const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { type: string; code?: string };
      codes.add(last.code ?? last.type);
      expect(signal, what).toBe(null);
      if (mayAccept(args, false)) continue;
      expect(last, what).toMatchObject({ type: 'error', code: 'invalid-input' });
      expect(filesOf(), what).toEqual(before);
    }
  } finally {
    tree.remove();
  }
  expect(codes).toContain('invalid-input');
});
