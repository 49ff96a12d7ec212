import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignText, messageOf } from '../messages/message.ts';
import type { Extension } from '../model/extension.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { packSnapshot, unpackSnapshot } from './snapshot-text.ts';

/** What is written alike in JSON, or is a word of it. */
const NAMES = ['null', '"', '""', '1', 'true', '[]', '', 'a', '"a"', '__proto__', 'at', 'values'];

const extensions = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...NAMES.map((name) => `sysext:/${name}`)),
    name: fc.constantFrom(...NAMES),
    version: fc.constantFrom(null, ...NAMES),
    description: fc.constantFrom(null, ...NAMES),
    size: fc.constantFrom(null, 0, 1, 2 ** 40),
    listed: fc.constantFrom(true, false),
    units: fc.array(fc.constantFrom(...NAMES), { maxLength: 2 }),
    release: fc.constantFrom(null, {}, { ID: 'null' }, { ID: '_any' }),
    verdict: fc.constantFrom<Extension['verdict']>(
      { compatible: null, code: 'host-unknown', message: foreignText('null'), fields: [] },
      {
        compatible: true,
        code: 'any-os',
        message: messageOf('common.try-again-if-it-stays-please'),
        fields: [{ field: 'ID', host: 'null', extension: null, result: 'any' }],
      },
    ),
  }),
  { selector: ({ id }) => id },
);

test('what a text is read as is the snapshot that it was made of', () => {
  fc.assert(
    fc.property(extensions, (some) => {
      const snapshot = {
        revision: 7,
        host: { hostname: 'null' },
        extensions: some,
        ignored: [],
        keys: Object.fromEntries(some.map(({ id }, at) => [id, `key ${at % 3}`])),
      } as unknown as Snapshot;
      expect(unpackSnapshot(packSnapshot(snapshot))).toEqual(snapshot);
    }),
  );
});

test('a text is made once, and what thousands have in common stands in it once', () => {
  const some = Array.from({ length: 2000 }, (_, at) => ({
    id: `sysext:/${at}`,
    name: `${at}`,
    description: at % 2 === 0 ? 'This stands in half of them.' : null,
  }));
  const snapshot = { extensions: some, keys: {} } as unknown as Snapshot;
  const text = packSnapshot(snapshot);
  expect(packSnapshot(snapshot)).toBe(text);
  expect(text.split('This stands in half of them.')).toHaveLength(2);
});
