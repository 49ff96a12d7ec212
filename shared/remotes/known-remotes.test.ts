import { expect, test } from 'vitest';
import { KNOWN_REMOTES, layoutOf, suitingFirst } from './known-remotes.ts';

const offered = (osRelease: Readonly<Record<string, string>>) =>
  suitingFirst(
    KNOWN_REMOTES.map(({ name, url }) => ({ name, url, enabled: false })),
    new Map(Object.entries(osRelease)),
  ).map(({ name }) => name);

test.each([
  // os-release(5) of each, as these systems have it.
  [{ ID: 'flatcar', ID_LIKE: 'coreos', VERSION_ID: '4459.2.0' }, ['flatcar']],
  [{ ID: 'fedora', VARIANT_ID: 'coreos', VERSION_ID: '43', OSTREE_VERSION: '43.1' }, ['fedora', 'fedora-community']],
  [{ ID: 'fedora', VARIANT_ID: 'silverblue', VERSION_ID: '44' }, ['fedora', 'fedora-community']],
  [{ ID: 'bazzite', ID_LIKE: 'fedora', VARIANT_ID: 'bazzite', VERSION_ID: '43' }, ['fedora', 'fedora-community']],
  [{ ID: 'opensuse-microos', ID_LIKE: 'suse opensuse', VERSION_ID: '20260720' }, ['opensuse']],
  [{ ID: 'debian', VERSION_ID: '13' }, ['frostyard']],
])('on %o what is made for it comes first', (osRelease, expected) => {
  expect(offered(osRelease as Record<string, string>).slice(0, expected.length)).toEqual(expected);
});

test('elsewhere they come in their own order, behind what is in use', () => {
  const all = KNOWN_REMOTES.map(({ name }) => name);
  expect(offered({ ID: 'fedora', VARIANT_ID: 'workstation', VERSION_ID: '43' })).toEqual(all);
  expect(offered({ ID: 'debian', VERSION_ID: '12' })).toEqual(all);
  const own = { name: 'own', url: 'https://example.org/', enabled: true };
  const flatcar = { name: 'flatcar', url: 'https://extensions.flatcar.org/extensions/', enabled: false };
  expect(suitingFirst([own, flatcar], new Map([['ID', 'flatcar']]))).toEqual([own, flatcar]);
});

test('each says where its images stand; of others a server tells it', () => {
  for (const { url, layout } of KNOWN_REMOTES) expect(layoutOf(url)).toBe(layout);
  expect(layoutOf('https://example.org/')).toMatchObject({ lists: 'any', osRelease: 'perhaps' });
});
