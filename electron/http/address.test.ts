import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChecksums } from '../../shared/remotes/checksums.ts';
import { fileAddress, localPath } from './address.ts';

const PARTS = [
  '../',
  '/',
  '.',
  'a',
  '%2e',
  '%',
  '\0',
  '\\',
  'x.raw',
  '..',
  ' ',
  '\t',
  'é',
  ':',
  'http:',
  '?',
  '#',
  '@',
  '//',
];

test.each(['https://host.example/folder/', 'file:///media/usb/'])(
  'whatever a list has, no entry of it leads out of %s',
  (folder) => {
    const path = fc.array(fc.constantFrom(...PARTS), { maxLength: 6 }).map((parts) => parts.join(''));
    let taken = 0;
    fc.assert(
      fc.property(path, (one) => {
        for (const file of parseChecksums(`${'a'.repeat(64)}  ${one}\n`).files) {
          taken++;
          const address = fileAddress(folder, file.path);
          expect(address.startsWith(folder)).toBe(true);
          expect(decodeURIComponent(new URL(address).pathname).endsWith(`/${file.path}`)).toBe(true);
          if (folder.startsWith('file:')) expect(localPath(address)).toBe(`/media/usb/${file.path}`);
        }
      }),
      { numRuns: 2000, examples: [['  ..'], [' ../x'], ['http:evil.example'], ['a/ ..']] },
    );
    expect(taken).toBeGreaterThan(100);
  },
);
