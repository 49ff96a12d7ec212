import { expect, test } from 'vitest';
import { shortSize } from './sizes.ts';

// What FORMAT_BYTES() of systemd prints without its last B (src/test/test-format-util.c).
test.each([
  [0, '0B'],
  [900, '900B'],
  [1023, '1023B'],
  [1024, '1K'],
  [1100, '1K'],
  [1500, '1.4K'],
  [3 * 1024 * 1024, '3M'],
  [47_972_352, '45.7M'],
  [2 * 1024 ** 3, '2G'],
  [Number.MAX_SAFE_INTEGER, '7.9P'],
])('%i bytes are %s', (bytes, text) => expect(shortSize(bytes)).toBe(text));
