import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accentProperties, contrastOf } from './accent.ts';

test('knows the contrasts of WCAG', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('takes a colour over only where it can be read, and a text that can be read on it', () => {
  expect(accentProperties('#ffe000', 'light')).toEqual({});
  expect(accentProperties('#ffe000', 'dark')).toMatchObject({ '--accent': '#ffe000', '--on-accent': '#10131f' });
  expect(accentProperties('', 'dark')).toEqual({});
  expect(accentProperties('red; x', 'dark')).toEqual({});
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, fc.constantFrom('light' as const, 'dark' as const), (red, green, blue, theme) => {
      const hex = `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
      const { '--on-accent': text } = accentProperties(hex, theme);
      if (text !== undefined) expect(contrastOf(text, hex)).toBeGreaterThanOrEqual(4.5);
      expect(text === undefined || contrastOf(hex, theme === 'light' ? '#ffffff' : '#1e1f24') >= 4.5).toBe(true);
    }),
  );
});
