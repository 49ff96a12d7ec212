import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import { readIgnored } from './ignored.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('ignored');
  // None of these is in `systemd-sysext list` of 252, 257 and 262, but for the folder that 252 searches (measured).
  for (const name of ['foo.img', 'bar.RAW', 'tool.raw.xz', 'right.raw', 'README']) {
    scratch.put(`var/lib/extensions/${name}`, 'x');
  }
  mkdirSync(join(scratch.path, 'usr/lib/extensions/vendor/usr'), { recursive: true });
  mkdirSync(join(scratch.path, 'etc/confexts/mine'), { recursive: true });
  // Debian 12, whose package systemd is 252, has no systemd-confext.
  mkdirSync(join(scratch.path, 'var/lib/confexts/tuning/etc'), { recursive: true });
});
afterAll(() => scratch.remove());

const paths = (version: number) =>
  (['sysext', 'confext'] as const)
    .flatMap((extensionClass) => readIgnored(scratch.path, extensionClass, rulesFor(version)))
    .map(({ path }) => path)
    .sort();

test('names what a person meant and systemd passes over', () => {
  const suffixes = ['/var/lib/extensions/bar.RAW', '/var/lib/extensions/foo.img', '/var/lib/extensions/tool.raw.xz'];
  expect(paths(257)).toEqual(['/etc/confexts/mine', '/usr/lib/extensions/vendor', ...suffixes]);
  expect(paths(252)).toEqual(['/etc/confexts/mine', '/var/lib/confexts/tuning', ...suffixes]);
});

test('says of configuration extensions that a systemd before 254 has none', () => {
  const found = readIgnored(scratch.path, 'confext', rulesFor(252));
  expect(found.map(({ path, message }) => `${path}: ${message.text}`)).toEqual([
    '/etc/confexts/mine: systemd 252 has no configuration extensions.',
    '/var/lib/confexts/tuning: systemd 252 has no configuration extensions.',
  ]);
});
