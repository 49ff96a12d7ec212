import { expect, test } from 'vitest';
import { EMPTY_REQUEST } from '../../changes/empty-request.ts';
import { parseMountinfo } from '../../systemd/mount-table.ts';
import { staysAfterRestart, type TrialFacts } from './stays-after-restart.ts';

// Lines as the kernel writes them: of a Debian, of Flatcar (its /etc is an overlay of its own), and of what systemd-confext mounts.
const ROOT = '21 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n';
const CONFEXT = '60 21 0:55 / /etc ro,relatime - overlay confext ro,lowerdir=/run/systemd/confext/meta/etc:/etc\n';
const OWN_ETC = '40 21 0:40 / /etc rw,relatime - overlay overlay rw,lowerdir=/sysroot/usr/share/flatcar/etc\n';

const DISABLE = { verb: 'disable', class: 'confext', name: 'a' } as const;
const find = (mountinfo: string, plan: Partial<TrialFacts['plan']> = {}) =>
  staysAfterRestart
    .find({
      plan: { asksToKeep: true, request: { ...EMPTY_REQUEST, changes: [DISABLE] }, warnings: [], ...plan },
      mounts: parseMountinfo(mountinfo),
    })
    .map(({ id }) => id);

test.each([
  ['a root that can be written', ROOT, true],
  ['that below merged extensions', ROOT + CONFEXT, true],
  ['an /etc of its own', ROOT + OWN_ETC, true],
  ['an /etc of its own below merged extensions', ROOT + OWN_ETC + CONFEXT, false],
  ['a read-only root', ROOT.replace('rw,relatime', 'ro,relatime'), false],
  ['a read-only file system below merged extensions', ROOT.replace('vda rw', 'vda ro') + CONFEXT, false],
  [
    'a read-only root with an /etc of its own and a /var',
    `${ROOT.replace('rw,', 'ro,')}${OWN_ETC}${varOf('rw')}`,
    true,
  ],
  ['a read-only /var', ROOT + varOf('ro'), false],
])('%s', (_, mountinfo, goesBack) => {
  expect(find(mountinfo)).toEqual(goesBack ? [] : ['stays-after-restart']);
});

test('nothing is said where nothing is on trial, or where a restart ends it anyway', () => {
  const stays = ROOT + OWN_ETC + CONFEXT;
  expect(find(stays, { asksToKeep: false })).toEqual([]);
  expect(find(stays, { request: EMPTY_REQUEST }), 'merged anew at each boot').toEqual([]);
  expect(find(stays, { warnings: [{ id: 'mask-until-reboot' } as never] }), 'a mask below /run').toEqual([]);
});

function varOf(how: 'rw' | 'ro'): string {
  return `50 21 254:1 / /var ${how},relatime - ext4 /dev/vdb rw\n`;
}
