/**
 * Small images that were expensive or endless to look at: each reading of each ends in time, within memory, with an
 * answer. With VENEER_HOSTILE_LOG=1 it prints what each took.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFor, type Ended, runGuarded } from '../harness/guarded.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import type { Case } from '../hostile/cases.ts';
import { EROFS_CASES } from '../hostile/erofs-cases.ts';
import { EXT_CASES } from '../hostile/ext-cases.ts';
import { GPT_CASES } from '../hostile/gpt-cases.ts';
import type { Outcome } from '../hostile/read-all.ts';
import { SQUASHFS_CASES } from '../hostile/squashfs-cases.ts';

// Of the processor, of which the same work takes twice as much where four others want it.
const GUARD = { memory: 512 << 20, timeouts: 12_000 };
const STEPS = ['verdict', 'walk', 'listing', 'contents', 'findings'];

let scratch: Scratch;
let reader = '';
beforeAll(() => {
  scratch = makeScratch('hostile');
  reader = bundleFor(scratch, new URL('../hostile/read-all.ts', import.meta.url));
});
afterAll(() => scratch.remove());

function makeTree({ make, size }: Case): string {
  const root = join(scratch.path, `tree-${performance.now()}`);
  mkdirSync(join(root, 'var/lib/extensions'), { recursive: true });
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  scratch.put(`${root.slice(scratch.path.length + 1)}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
  const fd = openSync(join(root, 'var/lib/extensions/x.raw'), 'wx');
  const bytes = make();
  writeSync(fd, bytes);
  ftruncateSync(fd, size ?? bytes.length);
  closeSync(fd);
  return root;
}

function outcomesOf({ lines }: Ended): Outcome[] {
  return lines.map((line) => JSON.parse(line) as Outcome).filter(({ said }) => said !== undefined);
}

describe.each([...SQUASHFS_CASES, ...EXT_CASES, ...EROFS_CASES, ...GPT_CASES])('$name', (one) => {
  test('is answered in every reading', async () => {
    const ended = await runGuarded(reader, [makeTree(one)], GUARD);
    const outcomes = outcomesOf(ended);
    const seen = JSON.stringify(outcomes, null, 1);
    if (process.env['VENEER_HOSTILE_LOG'] !== undefined)
      process.stdout.write(
        `${one.name}: ${ended.mostMemory >> 20} MiB ${outcomes.map(({ step, ms, said, problem }) => `\n    ${step} ${ms} ms ${problem ?? ''} ${said}`).join('')}\n`,
      );
    expect(ended.killed, `${seen}\n${ended.lines.at(-1)}`).toBeNull();
    expect(ended.stderr).toBe('');
    expect(outcomes.map(({ step }) => step)).toEqual(STEPS);
    if (one.expected !== undefined) expect(outcomes.map(({ problem }) => problem)).toContain(one.expected);
  });
});
