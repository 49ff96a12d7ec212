/** Images on an OEM partition, laid out as Flatcar does: the sources stand in shared/images/vendor-store.ts. */
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { checkChange } from './plan-request.ts';
import { rollbackChange, shownVersions, versionsOf } from './versions.ts';

let scratch: Scratch;
const at = (path: string) => join(scratch.path, path);
const read = () => readSystem({ root: scratch.path, asSystemd: 257, mounts: ownMounts(scratch.path) }, null);
const versions = async (name = 'oem-azure') =>
  shownVersions(await read(), 'sysext', name).map(({ version, isCurrent, vendor }) => [version, isCurrent, vendor]);

beforeEach(() => {
  scratch = makeScratch('vendor');
  scratch.put('usr/lib/os-release', 'ID=flatcar\nVERSION_ID=3760.2.0\n');
  for (const version of ['3602.2.0', '3760.2.0', 'initial'])
    scratch.put(`oem/sysext/oem-azure-${version}.raw`, version);
  scratch.put('oem/sysext/active-oem-azure', '');
  scratch.put('oem/sysext/oem-azure-tools-1.0.sig', '');
  scratch.put('etc/flatcar/oem-sysext/oem-azure-3815.2.0.raw', 'b');
  mkdirSync(at('etc/extensions'));
  symlinkSync('/oem/sysext/oem-azure-3760.2.0.raw', at('etc/extensions/oem-azure.raw'));
});
afterEach(() => scratch.remove());

test('all that the OS keeps of the name, with which is current, from both of its places', async () => {
  expect(await versions()).toEqual([
    ['3815.2.0', false, 'oem'],
    ['3760.2.0', true, 'oem'],
    ['3602.2.0', false, 'oem'],
    ['initial', false, 'oem'],
  ]);
  scratch.put('etc/flatcar/sysext/flatcar-python-3760.2.0.raw', 'p');
  symlinkSync('/etc/flatcar/sysext/flatcar-python-3760.2.0.raw', at('etc/extensions/flatcar-python.raw'));
  expect(await versions('flatcar-python')).toEqual([['3760.2.0', true, 'os']]);
  // Through the link that older systems have, it is still the partition.
  mkdirSync(at('usr/share'), { recursive: true });
  symlinkSync('../../oem', at('usr/share/oem'));
  rmSync(at('etc/extensions/oem-azure.raw'));
  symlinkSync('/usr/share/oem/sysext/oem-azure-3602.2.0.raw', at('etc/extensions/oem-azure.raw'));
  expect((await versions()).filter(([, isCurrent]) => isCurrent)).toEqual([['3602.2.0', true, 'oem']]);
});

test('nothing of it is ours to go back in, or to delete', async () => {
  const system = await read();
  expect(versionsOf(system, 'sysext', 'oem-azure')).toEqual([]);
  const said = 'The OS keeps the images of oem-azure itself.';
  expect(() => rollbackChange(system, 'sysext', 'oem-azure', null)).toThrow(said);
  expect(() => checkChange(system, { verb: 'vacuum', class: 'sysext', name: 'oem-azure', keep: 0 })).toThrow(said);
});

test('a link to a partition that is not mounted is a note, and any other to nowhere a warning', async () => {
  renameSync(at('oem'), at('not-mounted'));
  symlinkSync('/srv/gone.raw', at('etc/extensions/gone.raw'));
  const { extensions } = await read();
  expect(extensions.map(({ name, warnings }) => [name, warnings.map(({ id, severity }) => [id, severity])])).toEqual([
    ['gone', [['dangling', 'warning']]],
    ['oem-azure', [['vendor-image-absent', 'note']]],
  ]);
});
