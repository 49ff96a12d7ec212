import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightText } from './highlight.ts';

const kinds = (path: string, text: string) =>
  highlightText(path, text)
    .filter(({ kind }) => kind !== null)
    .map(({ text: piece, kind }) => [kind, piece]);

test('tells the parts of a unit file apart', () => {
  expect(kinds('a.service', '# why\n[Service]\nExecStart=/bin/true # no comment\n')).toEqual([
    ['comment', '# why'],
    ['section', '[Service]'],
    ['key', 'ExecStart'],
  ]);
});

test('tells the parts of a script apart', () => {
  expect(kinds('usr/bin/tool', '#!/bin/sh\necho "a # b" # say it\n')).toEqual([
    ['comment', '#!/bin/sh'],
    ['string', '"a # b"'],
    ['comment', '# say it'],
  ]);
});

test('loses nothing of any text', () => {
  fc.assert(
    fc.property(fc.constantFrom('a.conf', 'a.sh', 'data'), fc.string(), (path, text) => {
      for (const whole of [text, `#!/bin/sh\n${text}`]) {
        expect(
          highlightText(path, whole)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(whole);
      }
    }),
  );
});
