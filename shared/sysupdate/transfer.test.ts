import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storeFor } from '../images/store.ts';
import { lookAt } from '../systemd/match-pattern.ts';
import {
  isSourcePattern,
  isSourceUrl,
  isTransferName,
  streamPattern,
  transferText,
  withProtected,
} from './transfer.ts';
import { parseTransferFile } from './transfer-file.ts';

test.each([
  ['https://example.org/extensions', true],
  ['https://example.org', false],
  ['https://EXAMPLE.org/', false],
  ['https://example.org/a%20b?x=1', true],
  ['http://127.0.0.1:8080/tree/', true],
  ['http://[::1]/tree', true],
  ['http://example.org/extensions', false],
  ['http://127.0.0.1.example.org/', false],
  ['ftp://example.org/', false],
  ['file:///etc', false],
  ['https://me:secret@example.org/', false],
  ['https://example.org/#part', false],
  ['https://example.org/a b', false],
  ['https://example.org/a\nType=tar', false],
  ['https://example.org/a\\', false],
  ['https://example.org/?a\\', false],
  ['/etc', false],
])('%j may be fetched from: %s', (url, may) => {
  expect(isSourceUrl(url)).toBe(may);
});

test.each([
  ['tool-@v-%a.raw', true],
  ['tool-@v-%w-%a.raw.xz', true],
  ['@v.raw', true],
  ['tool.raw', false],
  ['tool-@v-@v.raw', false],
  ['tool-@v-%t.raw', false],
  ['tool-@v.raw other.raw', false],
  ['../tool-@v.raw', false],
  ['tool-@v.tar', false],
])('%j may be a pattern: %s', (pattern, may) => {
  expect(isSourcePattern(pattern)).toBe(may);
});

test('no input that is let through adds a line or a setting', () => {
  const near = (start: string, end: string) =>
    fc.string({ unit: fc.constantFrom(...'ab1.-_ %@=\n\r\\#[];\t"') }).map((text) => `${start}${text}${end}`);
  const store = storeFor('sysext', 'kept');
  const settings = (text: string) => text.split('\n').map((line) => line.split('=')[0]);
  const usual = { name: 'a', url: 'https://a.b/', patterns: ['a-@v.raw'], verify: true, store, keep: 2 };
  const [, ...known] = settings(transferText(usual));
  let through = 0;
  fc.assert(
    fc.property(
      near('a', 'b'),
      near('https://a.b/', ''),
      near('a', '@v.raw'),
      fc.boolean(),
      (name, url, pattern, verify) => {
        const right = { name: isTransferName(name), url: isSourceUrl(url), pattern: isSourcePattern(pattern) };
        const text = transferText({
          ...usual,
          verify,
          ...(right.name ? { name } : {}),
          ...(right.url ? { url } : {}),
          patterns: right.pattern ? [pattern] : usual.patterns,
        });
        if (right.name || right.url || right.pattern) through++;
        expect(settings(text).slice(1)).toEqual(known);
        expect(text).not.toMatch(/\\$/m);
      },
    ),
    { numRuns: 2000 },
  );
  expect(through).toBeGreaterThan(100);
});

test('a stream is followed alone, and what is outside of it stays', () => {
  const store = { place: 'kept', store: '/var/lib/extensions.d', directory: '/var/lib/extensions' } as const;
  const pattern = streamPattern('kubernetes-@v-%a.raw', 'kubernetes', 'v1.32.*') ?? '';
  expect(pattern).toBe('kubernetes-v1.32.@v-%a.raw');
  const url = 'https://a.example/';
  const text = transferText({ name: 'kubernetes', url, patterns: [pattern], verify: true, store, keep: 1 }, [
    'v1.32.13',
  ]);
  const file = parseTransferFile([text], { a: 'x86-64' }, 262);
  expect(file.target.patterns).toEqual([
    'kubernetes-v1.32.@v-x86-64.raw',
    'kubernetes-v1.32.@v.raw',
    'kubernetes-@v.raw/kept',
  ]);
  expect(file.protectedVersions).toEqual(['v1.32.13', '13']);
  expect(withProtected(text, [])).not.toContain('ProtectVersion');
  expect(parseTransferFile([withProtected(text, ['v1.32.2'])], { a: 'x86-64' }, 262).protectedVersions).toEqual([
    'v1.32.2',
    '2',
  ]);
  for (const wanted of ['v1.32', '*', 'latest', 'v1.32.*x'])
    expect(streamPattern('kubernetes-@v-%a.raw', 'kubernetes', wanted)).toBe(null);
});

test('where the OS release is in the name, systemd’s version ends before it', () => {
  const store = { place: 'kept', store: '/var/lib/extensions.d', directory: '/var/lib/extensions' } as const;
  const transfer = {
    name: 'tree',
    url: 'https://a.example/',
    patterns: ['tree-@v-%w-%a.raw'],
    verify: true,
    store,
    keep: 1,
  };
  const file = parseTransferFile([transferText(transfer, ['1.0-43'])], { a: 'x86-64', w: '44' }, 262);
  expect(file.protectedVersions).toEqual(['1.0-43', '1.0']);
  // 262 does not clean up what is there of another release.
  expect(lookAt(file.target.patterns, 'tree-1.0-44-x86-64.raw', 262)).toMatchObject({ version: '1.0' });
  expect(lookAt(file.target.patterns, 'tree-1.0-43-x86-64.raw', 262)).toBe('within');
  expect(transferText(transfer, [], 252)).not.toContain('kept');
});
