import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { whatIf } from './what-if.ts';

const SAME = { ID: 'debian', ID_LIKE: undefined, SYSEXT_LEVEL: undefined, CONFEXT_LEVEL: undefined };

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('what-if');
});
afterEach(() => scratch.remove());

test('who fares how is told by name, in whatever order the file system has them', async () => {
  scratch.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const names = Array.from({ length: 30 }, (_, at) => `ext-${String(at).padStart(2, '0')}`);
  for (const name of [...names].sort((a, b) => (a.at(-1) ?? '').localeCompare(b.at(-1) ?? '')))
    putExtension(scratch, 'var/lib/extensions', name, 'ID=debian\nVERSION_ID=12\n');
  const system = await readSystem({ root: scratch.path, asSystemd: 257, mounts: ownMounts(scratch.path) }, null);
  const told = whatIf(system, { fields: { ...SAME, VERSION_ID: '13' }, systemdVersion: null });
  expect(told.map(({ name }) => name)).toEqual(names);
  expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['drops-out']));
});
