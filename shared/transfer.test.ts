import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storeFor } from './store.ts';
import { isSourcePattern, isSourceUrl, isTransferName, transferText } from './transfer.ts';

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
