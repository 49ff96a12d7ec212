import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMatchPattern, matchPattern, nameByPattern } from './match-pattern.ts';
import { transferText } from './transfer.ts';
import { parseTransferFile } from './transfer-file.ts';

test('every wildcard of sysupdate.d(5)', () => {
  const hash = 'ab'.repeat(32);
  const uuid = '4f68bce3-e8cd-4db1-96e7-fbcaf984b709';
  const name = `x_1.2_${uuid}_ff_1_0_1_1700000000000000_644_4096_1_2_${hash}.raw`;
  expect(matchPattern('x_@v_@u_@f_@a_@g_@r_@t_@m_@s_@d_@l_@h.raw', name, 257)).toEqual({
    version: '1.2',
    sha256: hash,
    size: 4096,
    mode: 0o644,
    changedAt: 1_700_000_000_000_000,
  });
});

test.each([
  ['tool-@v-x86-64.raw', 'tool-1.0-x86-64.raw', '1.0'],
  ['tree-@v-42-x86-64.raw', 'tree-2.2.1-1.fc42-42-x86-64.raw', '2.2.1-1.fc42'],
  // The first place counts, though a later one would fit.
  ['tool-@v.raw', 'tool-1.raw.raw', null],
  ['tool-@v.raw', 'tool-.raw', null],
  ['tool-@v.raw', 'other-1.raw', null],
  ['tool-@v.raw', 'tool-1 2.raw', null],
  ['tool-@v-@s.raw', 'tool-1-x.raw', null],
  ['@v', '1.0', '1.0'],
])('%s on %s', (pattern, name, version) => {
  expect(matchPattern(pattern, name, 262)?.version ?? null).toBe(version);
});

test.each([
  ['tool-1.raw.asc', '1', null],
  ['tool-1,2.raw', '1,2', null],
  ['tool-1~rc^2.raw', null, '1~rc^2'],
])('%s means something else to 257 and to 262', (name, before, since) => {
  expect(matchPattern('tool-@v.raw', name, 257)?.version ?? null).toBe(before);
  expect(matchPattern('tool-@v.raw', name, 262)?.version ?? null).toBe(since);
});

test.each(['tool.raw', 'tool-@v@s.raw', 'tool-@v-@v.raw', 'tool-@v-@x.raw', '@'])('%s is none', (pattern) => {
  expect(isMatchPattern(pattern)).toBe(false);
});

test('a name that a pattern gives is one that it fits', () => {
  expect(nameByPattern('tool-@v-%a.raw', '1')).toBe('tool-1-%a.raw');
  expect(nameByPattern('tool-@v-@s.raw', '1')).toBe(null);
  const versions = fc.stringMatching(/^[0-9a-z.]{1,12}$/);
  fc.assert(
    fc.property(versions, (version) => {
      const name = nameByPattern('tool_@v.raw', version) ?? '';
      // A version may hold what stands behind it; then systemd-sysupdate does not know it again either.
      fc.pre(name.indexOf('.raw') === name.length - 4);
      expect(matchPattern('tool_@v.raw', name, 262)?.version).toBe(version);
    }),
  );
});

const SPECIFIERS = { a: 'x86-64', w: '42', o: 'fedora' };

test('reads what Veneer writes', () => {
  const text = transferText({
    name: 'tool',
    url: 'https://example.org/a%20b/',
    patterns: ['tool-@v-%a.raw', 'tool-@v.raw.xz'],
    verify: true,
    store: { place: 'kept', store: '/var/lib/extensions.d', directory: '/var/lib/extensions' },
    keep: 2,
  });
  expect(parseTransferFile(text, SPECIFIERS)).toEqual({
    isOurs: true,
    minVersion: null,
    protectedVersions: [],
    verify: true,
    source: {
      type: 'url-file',
      path: 'https://example.org/a%20b/',
      patterns: ['tool-@v-x86-64.raw', 'tool-@v.raw.xz'],
    },
    target: {
      type: 'regular-file',
      path: '/var/lib/extensions.d/tool',
      patterns: ['tool-@v-x86-64.raw', 'tool-@v.raw'],
      currentSymlink: '/var/lib/extensions/tool.raw',
      instancesMax: 3,
    },
  });
});

test('reads what others write', () => {
  const text = `; Fedora's
[Transfer]
Verify=false
MinVersion=1.0
ProtectVersion=%w "2 0"
[Source]
Type = url-file
Path=https://extensions.example/tree/
MatchPattern="tree-@v-%w-%a.raw" \\
  tree-@v-%a.raw
[Target]
InstancesMax=2
Type=regular-file
Path=/var/lib/extensions.d/
MatchPattern=tree-@v-%w-%a.raw
CurrentSymlink=/var/lib/extensions/tree.raw
`;
  const file = parseTransferFile(text, SPECIFIERS);
  expect(file).toMatchObject({ isOurs: false, verify: false, minVersion: '1.0', protectedVersions: ['42', '2 0'] });
  expect(file.source.patterns).toEqual(['tree-@v-42-x86-64.raw', 'tree-@v-x86-64.raw']);
  expect(file.target.path).toBe('/var/lib/extensions.d');
});

test.each(['', '[Source]\nType=url-file\n', 'MatchPattern=tool-@v\n'])('says what %j lacks', (text) => {
  expect(() => parseTransferFile(text, SPECIFIERS)).toThrow('is missing');
});
