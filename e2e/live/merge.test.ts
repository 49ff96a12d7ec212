/** What Veneer says of whole random hosts, against what this machine's own systemd makes of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runMerges } from '../harness/merge-run.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import { runSeed } from '../harness/random/chance.ts';
import { randomTree, type TreeWishes } from '../harness/random-tree.ts';
import { mergeForReal, OUT } from '../harness/real-merge.ts';
import { ownRuntime, type Runtime } from '../harness/runtime.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { buildTree } from '../harness/trees/build.ts';

const TREES = 100;
/** An ordinary user has no loop devices, so no image can be merged. */
const FORMS = isRoot ? 'folders and images' : 'folders';

let scratch: Scratch;
let runtime: Runtime;
let wishes: TreeWishes;
beforeAll(() => {
  scratch = makeScratch('live-merge');
  runtime = ownRuntime(scratch);
  const hasConfext = existsSync('/usr/bin/systemd-confext');
  wishes = { classes: hasConfext ? ['sysext', 'sysext', 'confext'] : ['sysext'], images: isRoot };
});
afterAll(() => scratch.remove());

test(`predicts what comes of ${TREES} random hosts with ${FORMS}`, async () => {
  const { comparisons, report } = await runMerges(runtime, TREES, wishes, scratch);
  expect(report).toBe('');
  const outcomes = comparisons.map(({ real }) => real.outcome);
  for (const outcome of process.env['VENEER_TREE'] === undefined ? ['merged', 'fails'] : [])
    expect(outcomes.filter((one) => one === outcome).length).toBeGreaterThan(5);
}, 480_000);

test('a seed makes the same tree again, also when it went through a file', () => {
  const seed = runSeed();
  for (let at = 0; at < 200; at++) {
    const tree = randomTree(`${seed}/${at}`, { classes: ['sysext', 'confext'], images: true });
    const again = randomTree(`${seed}/${at}`, { classes: ['sysext', 'confext'], images: true });
    expect(JSON.parse(JSON.stringify(tree))).toEqual(again);
  }
});

test('nothing is left behind, whether it merges, fails or cannot even run', async () => {
  const mark = `left-${process.pid}`;
  const release = { [`usr/lib/extension-release.d/extension-release.${mark}`]: 'ID=_any\n' };
  const root = join(scratch.path, 'left');
  const entry = { p: `etc/extensions/${mark}.raw`, f: 'squashfs', t: release } as const;
  const folder = { p: `etc/extensions/${mark}`, f: 'dir', t: release } as const;
  const tree = { class: 'sysext', shapes: [], force: false, host: { 'usr/lib/os-release': 'ID=debian\n' } } as const;
  buildTree({ ...tree, entries: [isRoot ? entry : folder] }, root);
  expect(await mergeForReal(runtime, root, { class: 'sysext' })).toMatchObject({ outcome: 'merged', merged: [mark] });
  buildTree({ ...tree, host: {}, entries: [{ p: 'var/lib/extensions/loop', f: 'link', l: 'loop' }] }, root);
  expect(await mergeForReal(runtime, root, { class: 'sysext' })).toMatchObject({ outcome: 'fails', listed: null });
  const bare = { ...runtime, base: join(scratch.path, 'bare') };
  await expect(mergeForReal(bare, root, { class: 'sysext' })).rejects.toThrow();
  expect(leftovers()).toEqual([]);
  // The kernel lets a loop device go a moment after the last mount of it.
  await vi.waitFor(() => expect(loopsWith(mark)).toEqual([]), 5000);
});

/** Mounts and folders that the runner made for this process, of which this process can see. */
function leftovers(): string[] {
  const mine = `${OUT}${process.pid}-`;
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [...mounts, ...readdirSync(tmpdir())].filter((line) => line.includes(mine));
}

function loopsWith(mark: string): string[] {
  const backing = readdirSync('/sys/block')
    .map((name) => `/sys/block/${name}/loop/backing_file`)
    .filter((path) => existsSync(path));
  return backing.map((path) => readFileSync(path, 'utf8')).filter((file) => file.includes(mark));
}
