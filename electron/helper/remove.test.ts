/** What is stored of a name that was removed, and the mask that goes with the last of a name. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { linkIn } from '../../e2e/harness/trees/flat.ts';
import { englishOf } from '../../shared/messages/message.ts';
import { removeExtension, vacuumStore } from './remove.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('removed');
  for (const version of ['1.0', '2.0']) tree.put(`var/lib/extensions.d/app/app-${version}.raw`, version);
});
afterEach(() => tree.remove());

const isThere = (path: string) => existsSync(join(tree.path, path));
const named = () => ({ class: 'sysext', root: tree.path, name: 'app' }) as const;
const link = () => linkIn(tree, 'var/lib/extensions/app.raw', '/var/lib/extensions.d/app/app-2.0.raw');
const mask = () => mkdirSync(join(tree.path, 'etc/extensions/app'), { recursive: true });

test('what is stored of a removed name is deleted by a removal that purges, and by no other', () => {
  link();
  removeExtension({ ...named(), purge: false });
  expect(isThere('var/lib/extensions.d/app/app-1.0.raw')).toBe(true);
  expect(() => removeExtension({ ...named(), purge: false })).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  );
  expect(removeExtension({ ...named(), purge: true })).toHaveLength(2);
  expect(isThere('var/lib/extensions.d/app')).toBe(false);
  expect(() => removeExtension({ ...named(), purge: true })).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  );
});

test('old versions of a removed name are deleted, none of which is current, and a pinned one is not', () => {
  tree.put('var/lib/veneer/pins/sysext-app.json', '{"version":"1.0","held":false}\n');
  expect(vacuumStore({ ...named(), keep: 2 })).toEqual([]);
  expect(vacuumStore({ ...named(), keep: 0 })).toEqual(['Deleted /var/lib/extensions.d/app/app-2.0.raw.']);
  tree.put('var/lib/veneer/pins/sysext-app.json', '{"version":null,"held":true}\n');
  vacuumStore({ ...named(), keep: 0 });
  expect(isThere('var/lib/extensions.d/app')).toBe(false);
});

test('the mask of a name goes with the last of it', () => {
  link();
  mask();
  removeExtension({ ...named(), purge: false });
  expect(isThere('etc/extensions/app')).toBe(true);
  const said = removeExtension({ ...named(), purge: true }).map(englishOf);
  expect(said).toContain('Removed the empty directory /etc/extensions/app.');
  expect(isThere('etc/extensions/app')).toBe(false);
});

test('a mask stays that keeps another entry of the name out', () => {
  link();
  mask();
  tree.put('usr/lib/extensions/app.raw', 'of the vendor');
  removeExtension({ ...named(), purge: true });
  expect(isThere('etc/extensions/app')).toBe(true);
  expect(isThere('var/lib/extensions.d/app')).toBe(false);
});
