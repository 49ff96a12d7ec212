/** Which releases a person can choose from, of hosts by their own os-release files. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolders } from '../../e2e/harness/remotes.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { OtherOs } from '../host/os-tree.ts';
import { otherReleases, releasesKnown } from './other-releases.ts';

const hostOf = (fields: Readonly<Record<string, string>>, ...builtFor: Readonly<Record<string, string>>[]) => ({
  release: { fields: new Map(Object.entries(fields)), rules: rulesFor(257) } as unknown as HostRelease,
  extensions: builtFor.map((release, at) => ({ name: `x${at}`, class: 'sysext', release, masks: false }) as Extension),
});

const deployed = (kind: OtherOs['kind'], version: string): OtherOs => ({
  kind,
  path: '/ostree/deploy/x',
  release: {
    fields: new Map([
      ['ID', 'fedora'],
      ['VERSION_ID', version],
    ]),
    problem: null,
  },
  systemdVersion: 259,
});
const built = (osVersion: string | null, isOsVersionSure = true) => ({ remote: 'fedora', osVersion, isOsVersionSure });
const told = (known: ReturnType<typeof releasesKnown>) =>
  known.map(({ title, from, isNext }) => `${isNext ? '> ' : ''}${title.text} (${from})`);

const FEDORA = { NAME: 'Fedora Linux', ID: 'fedora', VERSION_ID: '43' };

test('what is staged is next, whatever else is known', () => {
  const known = releasesKnown(hostOf(FEDORA), [deployed('staged', '44'), deployed('older', '42')], [built('45')]);
  expect(told(known)).toEqual(['> fedora 44 (staged)', 'fedora 42 (older)', 'Fedora Linux 45 (published)']);
  // By the rules of the systemd that it brings.
  expect(known[0]?.systemdVersion).toBe(259);
});

test('builds that are published name releases: the nearest is next, and older ones and guesses are none', () => {
  const known = releasesKnown(
    hostOf(FEDORA),
    [],
    [built('45'), built('44'), built('42'), built('43'), built('46', false)],
  );
  expect(told(known)).toEqual(['> Fedora Linux 44 (published)', 'Fedora Linux 45 (published)']);
  expect(known[0]?.fields).toEqual({
    ID: 'fedora',
    ID_LIKE: '',
    VERSION_ID: '44',
    SYSEXT_LEVEL: '',
    CONFEXT_LEVEL: '',
  });
});

test('an OS that counts one by one has a next one, and no other has', () => {
  expect(told(releasesKnown(hostOf({ NAME: 'Debian GNU/Linux', ID: 'debian', VERSION_ID: '12' }), [], []))).toEqual([
    '> Debian GNU/Linux 13 (next)',
  ]);
  // Ubuntu, openSUSE Tumbleweed, Flatcar and Arch by their os-release files.
  for (const version of ['24.04', '20260101', '4230.2.0', ''])
    expect(releasesKnown(hostOf({ ID: 'other', VERSION_ID: version }), [], []), version).toEqual([]);
});

test('what an extension was built for: by the level where systemd would compare that, else by the version', () => {
  const flatcar = {
    NAME: 'Flatcar Container Linux by Kinvolk',
    ID: 'flatcar',
    VERSION_ID: '4230.2.0',
    SYSEXT_LEVEL: '1.0',
  };
  const known = releasesKnown(
    hostOf(
      flatcar,
      { ID: 'flatcar', SYSEXT_LEVEL: '2.0' },
      { ID: 'flatcar', SYSEXT_LEVEL: '1.0' },
      { ID: 'flatcar', VERSION_ID: '4372.0.0' },
      { ID: 'fedora', VERSION_ID: '9999' },
      { ID: '_any' },
    ),
    [],
    [],
  );
  expect(told(known)).toEqual(['> flatcar, level 2.0 (built-for)', 'flatcar 4372.0.0 (built-for)']);
  expect(known.find(({ isNext }) => isNext)?.why.text).toContain('was built for it.');
});

test('of a real remote that is on, the releases that its builds are for; of one that is off, none', async () => {
  const scratch = makeScratch('other-releases');
  scratch.put('tree/usr/lib/os-release', 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=39\n');
  // With builds for 12 and 41.
  makeFolders(scratch, 'served');
  const { session, host } = await openSession(scratch, join(scratch.path, 'tree'));
  const ask = async (enabled: boolean) => {
    const url = join(scratch.path, 'served');
    await session.catalog.remotes.put({ name: 'mine', url, enabled, trust: 'unsigned', key: null }, false);
    await session.catalog.refresh('revalidate', null, host.release(), null);
    return told(await otherReleases(session, host, null));
  };
  try {
    expect(await ask(false)).toEqual(['> Fedora Linux 40 (next)']);
    expect(await ask(true)).toEqual(['Fedora Linux 41 (published)', '> Fedora Linux 40 (next)']);
  } finally {
    session.close();
    scratch.remove();
  }
});
