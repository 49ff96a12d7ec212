import { readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { currentTargets, sparingCurrent } from './spare-current.ts';

const FOLDER = 'var/lib/extensions.d/tool';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('spare');
  tree.put(`${FOLDER}/tool-1.0.raw`, '1.0');
  tree.put(`${FOLDER}/tool-2.0.raw`, '2.0');
  tree.put('etc/sysupdate.tool.d/50-veneer.transfer', '[Target]\nCurrentSymlink=/var/lib/extensions/tool.raw\n');
  tree.put('var/lib/extensions/.keep', '');
  symlinkSync('../extensions.d/tool/tool-1.0.raw', join(tree.path, 'var/lib/extensions/tool.raw'));
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);

test('what is current is there again, and nothing else of what was taken', async () => {
  expect(currentTargets(tree.path, 'tool')).toEqual([`/${FOLDER}/tool-1.0.raw`]);
  const { said, spared } = await sparingCurrent(tree.path, 'tool', async () => {
    // As systemd-sysupdate does with what begins so (transfer_remove_temporary()).
    for (const one of storedIn(at(FOLDER))) if (one.startsWith('.#')) unlinkSync(at(`${FOLDER}/${one}`));
    for (const version of ['1.0', '2.0']) unlinkSync(at(`${FOLDER}/tool-${version}.raw`));
    return 'done';
  });
  expect([said, spared]).toEqual(['done', [`/${FOLDER}/tool-1.0.raw`]]);
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw']);
  expect(readFileSync(at(`${FOLDER}/tool-1.0.raw`), 'utf8')).toBe('1.0');
});

test('also where the work fails; what stayed is left as it is', async () => {
  const failing = sparingCurrent(tree.path, 'tool', () => {
    unlinkSync(at(`${FOLDER}/tool-1.0.raw`));
    return Promise.reject(new Error('the server is away'));
  });
  await expect(failing).rejects.toThrow('the server is away');
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
  expect(await sparingCurrent(tree.path, 'tool', () => Promise.resolve(1))).toEqual({ said: 1, spared: [] });
  expect(await sparingCurrent(tree.path, 'other', () => Promise.resolve(2))).toEqual({ said: 2, spared: [] });
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
});
