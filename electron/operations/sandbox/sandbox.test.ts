/** A real sandbox: namespaces of our own, in which this machine's systemd-sysext merges and nothing outside changes. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GUARDED_READER } from '../../../e2e/harness/guarded-reader.ts';
import { programFile } from '../../../e2e/harness/program-files.ts';
import { imageOf } from '../../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { foreignText } from '../../../shared/messages/message.ts';
import type { Step } from '../../../shared/model/plan.ts';
import type { LocalReader } from '../../extensions/local-reader.ts';
import { createLocalReader } from '../../reader/local-reader.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

const HELPER = { program: process.execPath, args: ['--no-warnings', fileURLToPath(programFile('helper'))] };
const IMAGES = fileURLToPath(new URL('../../../assets/sandbox', import.meta.url));

let scratch: Scratch;
let reader: LocalReader;
const opened: Sandbox[] = [];
beforeEach(() => {
  scratch = makeScratch('sandbox-room');
  reader = createLocalReader(GUARDED_READER, null);
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  reader.close();
  scratch.remove();
});

async function open(): Promise<Sandbox> {
  const folder = join(scratch.path, 'sandbox');
  const one = await openSandbox({ reader, folder, images: IMAGES, helper: HELPER, asSystemd: null });
  opened.push(one);
  return one;
}

const root = () => join(scratch.path, 'sandbox/root');
const STEP = { class: 'sysext', sentence: foreignText('') } as const;
const run = ({ executor }: Sandbox, step: Record<string, unknown>) =>
  executor.run({ ...STEP, ...step } as unknown as Step, () => {}, []);
/** A file as who is inside sees it; null where there is none. */
const inside = ({ target }: Sandbox, path: string) => {
  const place = `${target.mounts.prefix}${root()}/${path}`;
  return existsSync(place) ? readFileSync(place, 'utf8') : null;
};

test('what is merged inside is there for who is inside alone, images and links as well as folders, and goes again', async () => {
  const sandbox = await open();
  expect(sandbox.executor.kind).toBe('sandbox');
  // Of samples this one stops a merge, as it would anywhere.
  rmSync(join(root(), 'var/lib/extensions/broken.raw'));
  await run(sandbox, { verb: 'merge', force: false, mutable: null });
  const [editor, metrics] = [inside(sandbox, 'usr/bin/editor'), inside(sandbox, 'usr/bin/metrics')];
  expect([editor, metrics]).toEqual([expect.stringContaining('echo editor'), expect.any(String)]);
  expect(inside(sandbox, 'usr/bin/terminal')).toContain('terminal 1.1');
  expect(existsSync(join(root(), 'usr/bin/editor')), 'outside').toBe(false);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(scratch.path);
  // While it is merged, files change where they really are.
  await run(sandbox, { verb: 'mask', names: ['editor'], allowMovingAside: false });
  expect(existsSync(join(root(), 'etc/extensions/editor'))).toBe(true);
  expect(inside(sandbox, 'usr/bin/editor'), 'merged still').toBe(editor);
  await run(sandbox, { verb: 'refresh', force: false, mutable: null });
  expect(inside(sandbox, 'usr/bin/editor')).toBeNull();
  expect(inside(sandbox, 'usr/bin/metrics')).toBe(metrics);
  await run(sandbox, { verb: 'unmerge', force: false, mutable: null });
  expect(inside(sandbox, 'usr/bin/metrics')).toBeNull();
  expect(inside(sandbox, 'usr/bin/hello')).toContain('from the base');
});

test('an image that came after the merge comes with the next one', async () => {
  const sandbox = await open();
  rmSync(join(root(), 'var/lib/extensions/broken.raw'));
  await run(sandbox, { verb: 'merge', force: false, mutable: null });
  const files = { 'usr/share/late': 'late' };
  writeFileSync(join(root(), 'var/lib/extensions/late.raw'), imageOf(scratch, { name: 'late', files }));
  expect(inside(sandbox, 'usr/share/late')).toBeNull();
  await run(sandbox, { verb: 'refresh', force: false, mutable: null });
  expect(inside(sandbox, 'usr/share/late')).toBe('late');
  // Copies of what no merge needs any more go: no more than those of two are there.
  for (let round = 0; round < 2; round++) await run(sandbox, { verb: 'refresh', force: false, mutable: null });
  expect(readdirSync(join(scratch.path, 'sandbox/unpacked')).length).toBeLessThanOrEqual(2);
});

test('a merge that systemd refuses is told with what it said, and nothing is merged', async () => {
  const sandbox = await open();
  const refused = run(sandbox, { verb: 'merge', force: false, mutable: null });
  await expect(refused).rejects.toMatchObject({ code: 'systemd-failed', detail: expect.stringContaining('broken') });
  expect(inside(sandbox, 'usr/bin/editor')).toBeNull();
});

test('its namespace ends with it, and what a person did in the tree is there the next time', async () => {
  const first = await open();
  await run(first, { verb: 'mask', names: ['editor'], allowMovingAside: false });
  const pid = Number(/^\/proc\/(\d+)\//.exec(first.target.mounts.prefix)?.[1]);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  first.close();
  await expect.poll(() => existsSync(`/proc/${pid}/root/proc`), { timeout: 60_000 }).toBe(false);
  rmSync(join(root(), 'var/lib/extensions/gpu-runtime'), { recursive: true });
  await open();
  expect(existsSync(join(root(), 'etc/extensions/editor'))).toBe(true);
  expect(existsSync(join(root(), 'var/lib/extensions/gpu-runtime'))).toBe(false);
  // One that an earlier Veneer made otherwise is made anew.
  rmSync(join(scratch.path, 'sandbox/samples-1'));
  await open();
  expect(existsSync(join(root(), 'etc/extensions/editor'))).toBe(false);
  expect(existsSync(join(root(), 'var/lib/extensions/gpu-runtime'))).toBe(true);
});
