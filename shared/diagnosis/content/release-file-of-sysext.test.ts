import { expect, test } from 'vitest';
import type { InsideFacts } from './facts.ts';
import { releaseFileOfSysext } from './release-file-of-sysext.ts';

const MISPLACED: InsideFacts = {
  ...{
    class: 'confext',
    name: 'c',
    isFile: true,
    mode: 0o644,
    isSeen: false,
    attributes: null,
    enforcesSelinux: false,
    expectedType: null,
  },
  path: 'usr/lib/extension-release.d/extension-release.c',
};

test('the release file of a confext stands below /etc', () => {
  expect(releaseFileOfSysext.find(MISPLACED)).toMatchObject([
    {
      id: 'release-file-of-sysext',
      subject: { kind: 'extension', class: 'confext', name: 'c', inside: MISPLACED.path },
    },
  ]);
  for (const fine of [
    { class: 'sysext' as const },
    { isFile: false },
    { path: 'etc/extension-release.d/extension-release.c' },
  ])
    expect(releaseFileOfSysext.find({ ...MISPLACED, ...fine })).toEqual([]);
});
