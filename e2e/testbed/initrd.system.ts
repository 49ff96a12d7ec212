/** Which place of an initrd's image decides over its policy, against the systemd of each suite. No system is booted for it. */
import { expect } from 'playwright/test';
import { askAbout } from '../harness/merge-run.ts';
import { makeScratch } from '../harness/scratch.ts';
import type { HostTree, Tree } from '../harness/trees/description.ts';
import { test } from './bed.ts';
import { rootfsOf, SUITES } from './rootfs.ts';

const INITRD: Tree = { 'etc/initrd-release': 'ID=debian\n' };

/** One bare image at the first path, with symlinks that lead to it or past it. */
const WAYS: Readonly<Record<string, readonly [image: string, links: Tree]>> = {
  'plainly in /.extra': ['.extra/sysext/foo.raw', {}],
  'elsewhere, where the directory is a symlink': ['srv/exts/foo.raw', { '.extra/sysext': { l: '../srv/exts' } }],
  'elsewhere, where /.extra is a symlink': ['srv/extra/sysext/foo.raw', { '.extra': { l: 'srv/extra' } }],
  'in /.extra by a directory outside': ['.extra/sysext/foo.raw', { 'run/extensions': { l: '../.extra/sysext' } }],
  'in another folder of /.extra': ['.extra/other/foo.raw', { 'run/extensions': { l: '../.extra/other' } }],
  'behind a symlink out of /.extra': ['srv/bar.raw', { '.extra/sysext/foo.raw': { l: '../../srv/bar.raw' } }],
  'behind a symlink into /.extra': [
    '.extra/other/foo.raw',
    { 'run/extensions/foo.raw': { l: '/.extra/other/foo.raw' } },
  ],
  'in a .v directory': ['.extra/sysext/foo.raw.v/foo_1.raw', {}],
  'in a .v directory elsewhere': [
    'srv/foo.raw.v/foo_1.raw',
    { '.extra/sysext/foo.raw.v': { l: '../../srv/foo.raw.v' } },
  ],
  'behind a symlink in a .v directory': [
    'srv/foo_1.raw',
    { '.extra/sysext/foo.raw.v/foo_1.raw': { l: '../../../srv/foo_1.raw' } },
  ],
  'in a .v directory outside that leads in': [
    '.extra/foo.raw.v/foo_1.raw',
    { 'run/extensions/foo.raw.v': { l: '../../.extra/foo.raw.v' } },
  ],
};

function treeOf([image, links]: readonly [string, Tree], host: Tree): HostTree {
  const release = 'usr/lib/extension-release.d/extension-release.foo';
  return {
    class: 'sysext',
    shapes: [],
    force: false,
    host: { 'usr/lib/os-release': 'ID=debian\n', ...host, ...links },
    entries: [
      {
        p: image,
        f: 'squashfs',
        t: { 'usr/bin/foo': 'x', [release]: 'ID=_any\nSYSEXT_SCOPE="initrd system"\n' },
      },
    ],
  };
}

test('foretells of which images an initrd wants a signature, however symlinks lead to them', async ({ suite }) => {
  const scratch = makeScratch(`initrd-${suite}`);
  const runtime = { version: SUITES[suite], base: rootfsOf(suite) };
  try {
    const outcomes = new Map<string, string>();
    for (const [way, tree] of Object.entries(WAYS)) {
      for (const host of [INITRD, {}]) {
        const [found] = await askAbout(runtime, treeOf(tree, host), scratch);
        const name = `${way}${host === INITRD ? '' : ', of no initrd'}`;
        expect(found?.difference ?? null, name).toBeNull();
        outcomes.set(name, found?.real.outcome ?? 'not asked');
      }
    }
    expect(outcomes.get('plainly in /.extra')).toBe('fails');
    expect(outcomes.get('elsewhere, where the directory is a symlink')).toBe('merged');
    expect(outcomes.get('in another folder of /.extra')).toBe('fails');
    expect(outcomes.get('in another folder of /.extra, of no initrd')).toBe('merged');
  } finally {
    scratch.remove();
  }
});
