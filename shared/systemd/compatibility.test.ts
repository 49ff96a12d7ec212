import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MEASURED_VERSIONS, rulesFor } from './classes.ts';
import { type HostRelease, judgeFields } from './compatibility.ts';
import { EnvironmentFileError, parseEnvironmentFile } from './os-release.ts';

function host(osRelease: string, version: number): HostRelease {
  const fields = parseEnvironmentFile(osRelease, version);
  return { fields, architecture: 'x86-64', rules: rulesFor(version), scope: 'system', problem: null };
}

interface Recorded {
  readonly id: number;
  readonly hostOsRelease: string;
  readonly extensionRelease: string;
  readonly releaseFileNames: readonly string[];
  readonly strictXattr: string | null;
  readonly merged: Readonly<Record<string, boolean>>;
}

const recorded: Recorded[] = JSON.parse(
  readFileSync(new URL('../../e2e/fixtures/systemd/compatibility.json', import.meta.url), 'utf8'),
);

test('judges every recorded release file of the right name as systemd did', () => {
  const wrong: unknown[] = [];
  let judged = 0;
  for (const { id, hostOsRelease, extensionRelease, releaseFileNames, merged } of recorded) {
    if (releaseFileNames.length !== 1 || releaseFileNames[0] !== 'x') continue;
    for (const version of MEASURED_VERSIONS) {
      judged++;
      const on = host(hostOsRelease, version);
      const verdict = judgeFields(parseEnvironmentFile(extensionRelease, version), on, 'sysext');
      if (verdict.compatible !== merged[version]) wrong.push({ id, version, verdict, merged: merged[version] });
    }
  }
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(2000);
});

test('names the field that differs', () => {
  const flatcar = host('ID=flatcar\nVERSION_ID=4081.2.0\nSYSEXT_LEVEL=1.0\n', 257);
  const verdict = judgeFields(
    new Map([
      ['ID', 'flatcar'],
      ['SYSEXT_LEVEL', '2.0'],
    ]),
    flatcar,
    'sysext',
  );
  expect(verdict).toMatchObject({
    compatible: false,
    code: 'level',
    message: 'It was built for extension level 2.0, this host offers 1.0.',
  });
  expect(verdict.fields.find(({ field }) => field === 'SYSEXT_LEVEL')?.result).toBe('differs');
});

test('reads confext fields for confext', () => {
  const debian = host('ID=debian\nVERSION_ID=12\n', 257);
  const release = new Map([
    ['ID', 'debian'],
    ['VERSION_ID', '12'],
    ['CONFEXT_SCOPE', 'initrd'],
  ]);
  expect(judgeFields(release, debian, 'confext').code).toBe('scope');
  expect(judgeFields(release, debian, 'sysext').code).toBe('version-matches');
});

test('takes a host without an ID for one that no merge works on', () => {
  expect(judgeFields(new Map([['ID', '_any']]), host('NAME=x\n', 257), 'sysext')).toMatchObject({
    compatible: null,
    code: 'host-unknown',
  });
});

test('continues a comment after a backslash up to 253 and not from 254 on', () => {
  expect(parseEnvironmentFile('# a \\\nID=x\n', 252).get('ID')).toBeUndefined();
  expect(parseEnvironmentFile('# a \\\nID=x\n', 254).get('ID')).toBe('x');
});

test('refuses what systemd refuses to read', () => {
  expect(() => parseEnvironmentFile('ID=a\0b\n', 257)).toThrow(EnvironmentFileError);
  expect(() => parseEnvironmentFile('ID=\xff\n', 257)).toThrow(EnvironmentFileError);
});
