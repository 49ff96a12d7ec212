import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutableModeOf, namesOfLayers, parseMountinfo, refinedMode } from './mount-table.ts';

test('reads the line of a merged hierarchy', () => {
  const line =
    '92 42 0:40 / /srv/a\\040tree/usr ro,relatime shared:22 - overlay sysext ro,lowerdir=/run/systemd/sysext/meta/usr:/x,redirect_dir=on';
  expect(parseMountinfo(line)).toEqual([
    {
      device: '0:40',
      root: '/',
      mountPoint: '/srv/a tree/usr',
      fileSystem: 'overlay',
      source: 'sysext',
      options: ['ro', 'relatime'],
      superOptions: ['ro', 'lowerdir=/run/systemd/sysext/meta/usr:/x', 'redirect_dir=on'],
    },
  ]);
});

test('passes over what has not its form', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(Array.isArray(parseMountinfo(text))).toBe(true);
    }),
  );
});

/**
 * Mount tables that systemd 257.13 made of one folder with usr/ and opt/, a tmpfs on /var/lib/extensions.mutable (262.1 makes
 * the same); `with` has the directories usr and opt there.
 */
const line = (hierarchy: string, upper: string | null, imports = false) => {
  const meta = `/run/systemd/sysext/meta/${hierarchy}`;
  const kept = imports ? `:/var/lib/extensions.mutable/${hierarchy}` : '';
  const work =
    upper === null ? '' : `,upperdir=${upper},workdir=${upper.replace(/[^/]+$/, `.systemd-${hierarchy}-workdir`)}`;
  const mode = upper === null ? 'ro' : 'rw';
  return `119 66 0:47 / /${hierarchy} ${mode},nodev,relatime shared:11 - overlay sysext ${mode},lowerdir=${meta}${kept}:/run/systemd/sysext/extensions/a/${hierarchy}:/${hierarchy}${work},redirect_dir=on`;
};
const passing = (hierarchy: string) => `/run/systemd/sysext/mh_workspace/${hierarchy}/${hierarchy}`;
const kept = (hierarchy: string) => `/var/lib/extensions.mutable/${hierarchy}`;

test.each([
  ['no', 'no', [line('usr', null), line('opt', null)]],
  ['auto without', 'no', [line('usr', null), line('opt', null)]],
  ['auto with usr alone', 'auto', [line('usr', kept('usr')), line('opt', null)]],
  ['yes', 'yes', [line('usr', kept('usr')), line('opt', kept('opt'))]],
  ['yes, usr is a link', 'yes', [line('usr', '/srv/kept'), line('opt', kept('opt'))]],
  ['import with', 'import', [line('usr', null, true), line('opt', null, true)]],
  ['import with usr alone', 'import', [line('usr', null, true), line('opt', null)]],
  ['ephemeral', 'ephemeral', [line('usr', passing('usr')), line('opt', passing('opt'))]],
  ['ephemeral-import with', 'ephemeral-import', [line('usr', passing('usr'), true), line('opt', passing('opt'), true)]],
])('tells the mode: %s', (_, mode, lines) => {
  const mounts = parseMountinfo(lines.join('\n'));
  expect(mutableModeOf(mounts)).toBe(mode);
  expect(mounts.map(namesOfLayers)).toEqual([['a'], ['a']]);
});

/** 262 merges /opt in a mutable mode also where no extension has it; the host's own is there where it is not empty. */
test.each([
  ['yes', ['/opt'], kept('opt')],
  ['yes', [], kept('opt')],
  ['ephemeral', ['/opt'], passing('opt')],
  ['ephemeral', [], passing('opt')],
  ['import', [kept('opt'), '/opt'], null],
  ['ephemeral-import', [kept('opt')], passing('opt')],
])('tells the mode of a hierarchy that no extension has: %s', (mode, below, upper) => {
  const lower = ['/run/systemd/sysext/meta/opt', ...below].join(':');
  const work = upper === null ? '' : `,upperdir=${upper},workdir=/x/.systemd-opt-workdir`;
  const mounts = parseMountinfo(
    `1 66 0:58 / /opt rw,nodev shared:34 - overlay sysext rw,lowerdir=${lower}${work},redirect_dir=on`,
  );
  expect(mutableModeOf(mounts)).toBe(mode);
});

test('believes what 262 wrote down only as far as the mounts bear it out', () => {
  const origin = (mode: string) => `{"mutable":{"mode":"${mode}"},"extensions":{}}`;
  expect(refinedMode('yes', origin('auto'))).toBe('auto');
  expect(refinedMode('ephemeral', origin('ephemeral-import'))).toBe('ephemeral-import');
  expect(refinedMode('no', origin('import'))).toBe('import');
  expect(refinedMode('no', origin('yes')), 'an extension brought it').toBe('no');
  for (const strange of ['', 'null', '[]', '{"mutable":null}', '{"mutable":{"mode":7}}', origin('constructor')]) {
    expect(refinedMode('yes', strange)).toBe('yes');
  }
});
