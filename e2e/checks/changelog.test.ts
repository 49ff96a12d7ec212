/** The release notes of the packages are those of CHANGELOG.md. `npx vitest run e2e/checks/changelog -u` writes them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { debianChangelog, readChangelog, releasesElement } from '../../assets/packaging/changelog.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${project}${path}`, 'utf8');
const releases = readChangelog(read('CHANGELOG.md'));

test('the metainfo tells of the same releases', async () => {
  const path = `${project}assets/packaging/org.veneer.Veneer.metainfo.xml`;
  const metainfo = readFileSync(path, 'utf8');
  const made = metainfo.replace(/<releases>.*<\/releases>/s, () => releasesElement(releases));
  expect(made).toContain('<releases>');
  await expect(made).toMatchFileSnapshot(path);
});

test('the newest release is what package.json calls itself', () => {
  expect(releases[0]?.version).toBe((JSON.parse(read('package.json')) as { version: string }).version);
});

test('Debian’s changelog has an entry for each, in lines of 80 characters at most', () => {
  const text = debianChangelog(
    [
      {
        version: '1.2.3',
        date: '2026-11-25',
        lines: ['`veneer` says < and & as they are.', 'x'.repeat(40).concat(' ', 'y'.repeat(40))],
      },
    ],
    'veneer-headless',
    'Somebody <somebody@example.org>',
  );
  expect(text).toBe(
    `veneer-headless (1.2.3) unstable; urgency=medium\n\n  * veneer says < and & as they are.\n  * ${'x'.repeat(40)}\n    ${'y'.repeat(40)}\n\n -- Somebody <somebody@example.org>  Wed, 25 Nov 2026 00:00:00 +0000\n`,
  );
});

test('what is not released is in no package, and a heading that is none is an error', () => {
  expect(readChangelog('# Changes\n\n## Unreleased\n\n- a\n\n## 0.1.0 - 2026-01-02\n\n- b\n- c\n')).toEqual([
    { version: '0.1.0', date: '2026-01-02', lines: ['b', 'c'] },
  ]);
  expect(() => readChangelog('# Changes\n\n## soon\n')).toThrow('no release: soon');
});
