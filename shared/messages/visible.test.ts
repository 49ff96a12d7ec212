import { expect, test } from 'vitest';
import { DE } from './de.ts';
import { setLanguage } from './language.ts';
import { messageOf } from './message.ts';
import { say } from './say.ts';
import { t } from './translate.ts';
import { isVisible, visibleJson, visibleText } from './visible.ts';

/** Escape, DEL, CSI, soft hyphen, Arabic mark, zero width, directions, separators, isolates, tags. */
const ACTING = [
  0x1b, 0x7f, 0x9b, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x202e, 0x2028, 0x2029, 0x2060, 0x2066, 0xfeff, 0xe0041,
];
const LETTERS = 'Ärger naïve 名前 עברית 🙂 a\u0301';

test('what acts is taken out, whatever plane it is of, and what is read stays', () => {
  for (const point of ACTING) {
    const text = `a${String.fromCodePoint(point)}b`;
    expect(visibleText(text)).toBe('a\ufffdb');
    expect(isVisible(text)).toBe(false);
  }
  expect(visibleText(LETTERS)).toBe(LETTERS);
});

test('JSON has the same value, and nothing in it that acts', () => {
  const value = {
    [`k\u202e`]: ACTING.map((point) => String.fromCodePoint(point)).join('|'),
    rest: `${LETTERS}\n\t"\\`,
  };
  for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    const shown = visibleJson(json);
    expect(JSON.parse(shown)).toEqual(value);
    expect(isVisible(shown.replaceAll('\n', ''))).toBe(true);
  }
});

test('sentences of the window are clean in every language, whatever name stands in them', () => {
  for (const language of [null, DE]) {
    setLanguage(language);
    expect(isVisible(say(messageOf('remote.there-is-no-remote-named', { name: '\u202etxt.raw' })))).toBe(true);
    expect(isVisible(t('Turn on {name}', { name: '\u202etxt' }))).toBe(true);
  }
  setLanguage(null);
});
