/** By a name the helper finds the image that portabled would, and none that others than root can write to. */
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { needProfile, portableImage, readAttached } from './portable-images.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('portable-images');
  chmodSync(tree.path, 0o755);
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const code = (wanted: string) => expect.objectContaining({ code: wanted });

test('the first search directory that has the name, with links followed', () => {
  tree.put('usr/lib/portables/app.raw', 'x');
  expect(portableImage(tree.path, 'app')).toBe(at('usr/lib/portables/app.raw'));
  tree.put('var/lib/portables/app/usr/lib/os-release', '');
  expect(portableImage(tree.path, 'app')).toBe(at('var/lib/portables/app'));
  tree.put('opt/app_2.raw', 'x');
  mkdirSync(at('etc/portables'), { recursive: true });
  symlinkSync(at('opt/app_2.raw'), at('etc/portables/app'));
  expect(portableImage(tree.path, 'app')).toBe(at('opt/app_2.raw'));
  tree.put('run/portables/many.raw.v/many_1.raw', 'x');
  expect(portableImage(tree.path, 'many')).toBe(at('run/portables/many.raw.v'));
});

test('what is not there, leads nowhere, or belongs to others', () => {
  expect(() => portableImage(tree.path, 'nothing')).toThrowError(code('not-found'));
  mkdirSync(at('etc/portables'), { recursive: true });
  symlinkSync('/nowhere/at/all', at('etc/portables/lost'));
  expect(() => portableImage(tree.path, 'lost')).toThrowError(code('not-found'));
  tree.put('var/lib/portables/app.raw', 'x', 0o666);
  chmodSync(at('var/lib/portables/app.raw'), 0o666);
  expect(() => portableImage(tree.path, 'app')).toThrowError(code('unsupported'));
  chmodSync(at('var/lib/portables/app.raw'), 0o644);
  chmodSync(at('var/lib/portables'), 0o777);
  expect(() => portableImage(tree.path, 'app')).toThrowError(code('unsupported'));
});

test('a link into a folder of others leads to no image', () => {
  tree.put('home/app.raw', 'x');
  chmodSync(at('home'), 0o777);
  mkdirSync(at('etc/portables'), { recursive: true });
  symlinkSync(at('home/app.raw'), at('etc/portables/app.raw'));
  expect(() => portableImage(tree.path, 'app')).toThrowError(code('unsupported'));
});

test('a profile has a file for services', () => {
  tree.put('etc/systemd/portable/profile/mine/service.conf', '');
  mkdirSync(at('usr/lib/systemd/portable/profile/empty'), { recursive: true });
  needProfile(tree.path, 'mine');
  for (const name of ['empty', 'nothing']) expect(() => needProfile(tree.path, name)).toThrowError(code('not-found'));
});

test('what is attached, by what portabled wrote', () => {
  const drop = (paths: string) => `# Drop-in created for image '${paths}', do not edit.\n`;
  for (const unit of ['app.service', 'app.socket']) {
    tree.put(`etc/systemd/system.attached/${unit}`, '');
    tree.put(`etc/systemd/system.attached/${unit}.d/20-portable.conf`, drop('/a/app:/a/ext'));
  }
  tree.put('run/systemd/system.attached/other@.service.d/20-portable.conf', drop('/a/other'));
  tree.put('run/systemd/system.attached/other@.service', '');
  tree.put('run/systemd/system.attached/mine.service', '');
  mkdirSync(at('run/systemd/system.attached/x.service.d'), { recursive: true });
  symlinkSync(
    at('etc/systemd/system.attached/app.service.d/20-portable.conf'),
    at('run/systemd/system.attached/x.service.d/20-portable.conf'),
  );
  tree.put('run/systemd/system.attached/x.service', '');
  expect(readAttached(tree.path)).toEqual([
    { image: '/a/app', extensions: ['/a/ext'], runtime: false, units: ['app.service', 'app.socket'] },
    { image: '/a/other', extensions: [], runtime: true, units: ['other@.service'] },
  ]);
});
