import { describe, expect, test } from 'vitest';
import { rulesFor } from '../../shared/systemd/classes.ts';
import { bestRelease } from '../remotes/best-release.ts';
import { releasesIn } from './releases.ts';
import type { ListOf } from './text-reader.ts';

const FLAT: ListOf = { remote: 'it', osRelease: 'perhaps', images: { stand: 'here', name: null } };

const read = (paths: readonly string[], list: ListOf = FLAT) =>
  releasesIn(
    paths.map((path) => ({ path, sha256: `${path.length}`.padStart(64, '0') })),
    list,
    null,
  );

test('a pattern that would take another extension for a version is not offered', () => {
  const patterns = (list: ListOf) =>
    read(['docker-29.6.2-x86-64.raw', 'docker-compose-5.3.1-x86-64.raw', 'other-1-x86-64.raw'], list).releases.map(
      ({ name, pattern }) => [name, pattern],
    );
  expect(patterns(FLAT)).toEqual([
    ['docker', null],
    ['docker-compose', 'docker-compose-@v-%a.raw'],
    ['other', 'other-@v-%a.raw'],
  ]);
  // In folders of their own nobody is mistaken.
  const inFolders: ListOf = { ...FLAT, images: { stand: 'by-name', names: null } };
  expect(patterns(inFolders)[0]).toEqual(['docker', 'docker-@v-%a.raw']);
});

test('a list of 100,000 names is looked through once, not once for each name', { timeout: 60_000 }, () => {
  const names = Array.from({ length: 100_000 }, (_, at) => `extension${at}`);
  const { releases } = read(names.flatMap((name) => [`${name}-1-x86-64.raw`, `${name}-tools-1-x86-64.raw`]));
  expect(releases.filter(({ pattern }) => pattern === null)).toHaveLength(100_000);
});

test('the manifest of an image, in each form that sysextmgr had', () => {
  const manifestOf = (...paths: string[]) => read(paths).releases.map(({ manifest }) => manifest?.path ?? null);
  expect(manifestOf('debug-29.1.x86-64.sysext.raw', 'debug-29.1.x86-64.manifest.gz')).toEqual([
    'debug-29.1.x86-64.manifest.gz',
  ]);
  expect(manifestOf('debug-29.1.x86-64.raw', 'debug-29.1.x86-64.manifest')).toEqual(['debug-29.1.x86-64.manifest']);
  expect(manifestOf('strace-29.1.x86-64.raw', 'strace-29.1.x86-64.raw.json')).toEqual(['strace-29.1.x86-64.raw.json']);
  expect(manifestOf('strace-29.1.x86-64.raw', 'other-29.1.x86-64.raw.json')).toEqual([null]);
});

test('what belongs to no folder that the remote tells of, or has a name that none needs, is refused', () => {
  const list: ListOf = { ...FLAT, osRelease: 'fedora', images: { stand: 'by-name', names: ['tree'] } };
  const { releases, refused } = read(['tree-1-43-x86-64.raw', 'gone-1-43-x86-64.raw', 'SHA256SUMS.txt'], list);
  expect(releases.map(({ name, osVersion }) => [name, osVersion])).toEqual([['tree', '43']]);
  expect(refused).toBe(1);
  expect(read(['--help-1.raw', 'fine-1.raw'])).toMatchObject({ refused: 1, releases: [{ name: 'fine' }] });
});

describe('of several builds', () => {
  const host = {
    fields: new Map([
      ['ID', 'fedora'],
      ['VERSION_ID', '43'],
    ]),
    architecture: 'x86-64',
    rules: rulesFor(257),
    scope: 'system',
    problem: null,
  } as const;
  const best = (osRelease: 'fedora' | 'perhaps', ...paths: string[]) =>
    bestRelease(read(paths, { ...FLAT, osRelease, images: { stand: 'here', name: 'tool' } }).releases, host, () => null)
      ?.release.path;

  test('the newest that may fit is shown, and where none does, the one that says most', () => {
    expect(best('fedora', 'tool-3-44-x86-64.raw', 'tool-2-43-arm64.raw', 'tool-1-43-x86-64.raw')).toBe(
      'tool-1-43-x86-64.raw',
    );
    expect(best('fedora', 'tool-9-43-arm64.raw', 'tool-3-41-x86-64.raw', 'tool-2-42-x86-64.raw')).toBe(
      'tool-2-42-x86-64.raw',
    );
    expect(best('fedora', 'tool-9-43-arm64.raw')).toBe('tool-9-43-arm64.raw');
  });

  test('what only looks like a release rules nothing out, but the host’s own comes first', () => {
    expect(best('perhaps', 'tool-1.3-44-x86-64.raw')).toBe('tool-1.3-44-x86-64.raw');
    expect(best('perhaps', 'tool-1.3-44-x86-64.raw', 'tool-1.2-43-x86-64.raw')).toBe('tool-1.2-43-x86-64.raw');
  });
});
