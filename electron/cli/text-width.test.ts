/** Columns of a terminal: what this Unicode says of each character is what Python's database says of it. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { cutTo, padTo, widthOf } from './text-width.ts';

/** Of what is assigned and shown: its code point and how wide it is. */
const ASK = `
import unicodedata
for point in range(0x20, 0x110000):
    one = chr(point)
    category = unicodedata.category(one)
    # Spacing marks (Mc) become others now and then with a new Unicode.
    if category in ('Cn', 'Cc', 'Cf', 'Cs', 'Co', 'Mc', 'Zl', 'Zp'):
        continue
    none = category in ('Mn', 'Me') or 0x1160 <= point <= 0x11ff or 0xd7b0 <= point <= 0xd7ff
    print(point, 0 if none else 2 if unicodedata.east_asian_width(one) in 'WF' else 1)
`;

test('every character that Unicode has', () => {
  const { stdout, status } = spawnSync('python3', ['-c', ASK], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(status).toBe(0);
  const wrong: string[] = [];
  let asked = 0;
  for (const line of stdout.trim().split('\n')) {
    const [point = 0, width] = line.split(' ').map(Number);
    const one = String.fromCodePoint(point);
    // A newer Unicode makes another kind of mark of one now and then.
    if (/\p{Mc}/u.test(one)) continue;
    asked++;
    const ours = widthOf(one);
    if (ours !== width) wrong.push(`U+${point.toString(16)} is ${width}, not ${ours}`);
  }
  expect(asked).toBeGreaterThan(140_000);
  expect(wrong).toEqual([]);
});

test.each([
  ['日本語', 6],
  ['e\u0301', 1],
  ['ｶﾞ', 2],
  ['🐳 whale', 8],
  ['plain', 5],
  ['', 0],
])('%s takes %i', (text, width) => expect(widthOf(text)).toBe(width));

test('a text is cut between characters, and what it takes is what was given', () => {
  expect(cutTo('日本語', 6)).toBe('日本語');
  expect(cutTo('日本語', 5)).toBe('日本…');
  expect(cutTo('日本語', 4)).toBe('日…');
  expect(cutTo('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  expect(cutTo('abc', 1)).toBe('…');
  expect(widthOf(padTo('日本', 7))).toBe(7);
});
