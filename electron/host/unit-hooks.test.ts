import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readUnitHooks } from './unit-hooks.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('unit-hooks');
});
afterEach(() => scratch.remove());

function link(path: string): void {
  const place = join(scratch.path, path);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync('../x', place);
}

// systemd.unit(5): links in TARGET.wants, .requires and .upholds, and Upholds= in drop-ins, add to what the target starts.
test('what links, and what drop-ins uphold, is started by its target; a file in TARGET.wants is passed over', () => {
  link('etc/systemd/system/multi-user.target.wants/linked.service');
  link('usr/lib/systemd/system/multi-user.target.upholds/upheld.service');
  scratch.put('usr/lib/systemd/system/multi-user.target.wants/file.service', '[Service]\n');
  scratch.put(
    'usr/lib/systemd/system/multi-user.target.d/10-x.conf',
    '[Unit]\nUpholds=dropped.service other.service\n',
  );
  scratch.put(
    'usr/lib/systemd/system/multi-user.target.d/large.conf',
    `[Unit]\nUpholds=large.service\n${'#'.repeat(70_000)}`,
  );
  expect(Object.fromEntries(readUnitHooks(scratch.path))).toEqual({
    'linked.service': 'multi-user.target',
    'upheld.service': 'multi-user.target',
    'dropped.service': 'multi-user.target',
    'other.service': 'multi-user.target',
  });
});

test('a tree without any has none', () => {
  expect(readUnitHooks(scratch.path).size).toBe(0);
});
