import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMatchPattern, lookAt, matchPattern, nameByPattern } from './match-pattern.ts';

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

test.each([
  // 257 gives up on what is no pattern only where it uses it, and at a wildcard before a slash (measured).
  [257, ['a*@v'], 'x', 'broken'],
  [257, ['a-@v/x'], 'a-1', 'broken'],
  [262, ['a-@v/x'], 'a-1', 'within'],
  [257, ['sub/a-@v'], 'sub', 'within'],
  [257, ['sub/a-@v'], 'sub/a-1', '1'],
  [252, ['sub/a-@v'], 'sub', 'broken'],
  [262, ['**/a-@v.raw'], 'x/y/a-1.raw', '1'],
  [257, ['**/a-@v.raw'], 'a-1.raw', 'broken'],
  [257, ['a-@v.raw', 'sub/a-@v'], 'sub/a-1', '1'],
  [257, ['a@@@v'], 'a@1', '1'],
  [262, ['a-@v-@s'], 'a-1-0x10', '1'],
  // A file that a pattern with a folder owns, and never counts: it is no folder.
  [257, ['a-@v-44.raw', 'a-@v.raw/kept'], 'a-1-43.raw', 'within'],
])('systemd %i makes of %j and %s: %s', (version, patterns, path, expected) => {
  const found = lookAt(patterns, path, version);
  expect(typeof found === 'string' ? found : found.version).toBe(expected);
});

test('a pattern that fits wins over one that may fit further down, on 262 alone', () => {
  // Random components, seed 1cd0ee79, against systemd-sysupdate 262.1; pattern_match_many() of 257.13.
  const patterns = (first: string) => [first, 'c-v1.@v-x86-64.raw'];
  const name = 'c-v1.01-x86-64.raw';
  expect(lookAt(patterns('c-@v/c.raw'), name, 262)).toMatchObject({ version: '01' });
  expect(lookAt(patterns('c-@v/c.raw'), 'c-1', 262)).toBe('within');
  expect(lookAt(patterns(`${name}/@v.raw`), name, 257)).toBe('within');
  expect(lookAt(patterns(`${name}/@v.raw`), name, 262)).toMatchObject({ version: '01' });
});
