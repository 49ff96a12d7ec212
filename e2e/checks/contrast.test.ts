/** The colours of the window against each other, by WCAG 2.2: 1.4.3 for text, 1.4.11 for what can be pressed or filled in. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(new URL('../../renderer/styles/base.css', import.meta.url), 'utf8');
const [USUAL = '', MORE = ''] = CSS.split('@media (prefers-contrast: more)');

type Channels = readonly [number, number, number];

/** By name, of one of the two appearances. */
function tokensOf(css: string, at: 0 | 1): Map<string, Channels> {
  const found = new Map<string, Channels>();
  for (const [, name = '', value = ''] of css.matchAll(/--([a-z-]+): ([^;]+);/g)) {
    const colours = value.match(/#[0-9a-f]{6}/g) ?? [];
    const colour = colours[at] ?? colours[0];
    if (colour !== undefined) found.set(name, channelsOf(colour));
  }
  return found;
}

const channelsOf = (colour: string): Channels =>
  [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16)) as never;

/** Relative luminance (WCAG 2.2, definitions). */
function luminance(channels: Channels): number {
  const [r, g, b] = channels.map((one) => {
    const part = one / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Channels;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a: Channels, b: Channels): number {
  const [bright, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** As `color-mix()` of a staged row has it. */
const mixed = (a: Channels, b: Channels, part: number): Channels =>
  a.map((one, at) => one * part + (b[at] ?? 0) * (1 - part)) as unknown as Channels;

const TEXT: readonly (readonly [text: string, ...on: string[]])[] = [
  [
    'text',
    'window',
    'surface',
    'selected',
    'staged',
    'hover',
    'pressed',
    'neutral-soft',
    'bad-soft',
    'warning-soft',
    'good-soft',
  ],
  ['muted', 'window', 'surface', 'selected', 'staged', 'hover', 'neutral-soft'],
  ['accent', 'window', 'surface', 'accent-soft'],
  ['good', 'window', 'surface', 'good-soft'],
  ['bad', 'window', 'surface', 'bad-soft'],
  ['warning', 'window', 'surface', 'warning-soft'],
  ['on-accent', 'accent', 'accent-strong'],
];
const CONTROLS: readonly (readonly [part: string, ...on: string[]])[] = [
  ['toggle-off', 'window', 'surface', 'selected', 'staged', 'hover', 'accent-soft'],
  ['border-strong', 'window', 'surface'],
  // The switch that is on, the focus, the bar of a selected row.
  ['accent', 'window', 'surface', 'selected', 'staged', 'hover'],
  ['knob', 'toggle-off'],
  ['on-accent', 'accent'],
  ['bad', 'window', 'surface', 'bad-soft'],
];

describe.each([
  ['light', 0, ''],
  ['dark', 1, ''],
  ['light, more contrast', 0, MORE],
  ['dark, more contrast', 1, MORE],
] as const)('%s', (_name, at, more) => {
  const tokens = new Map([...tokensOf(USUAL, at), ...tokensOf(more, at)]);
  const colour = (token: string): Channels => {
    const found = tokens.get(token);
    if (found === undefined) throw new Error(`base.css has no --${token}`);
    return found;
  };
  tokens.set('staged', mixed(colour('accent-soft'), colour('window'), 0.55));
  const tooLow = (pairs: typeof TEXT, least: number) =>
    pairs.flatMap(([front, ...grounds]) =>
      grounds
        .map((ground) => ({ pair: `${front} on ${ground}`, is: ratio(colour(front), colour(ground)) }))
        .filter(({ is }) => is < least)
        .map(({ pair, is }) => `${pair}: ${is.toFixed(2)}`),
    );

  test('text has 4.5 to 1', () => expect(tooLow(TEXT, 4.5)).toEqual([]));
  test('what can be pressed or filled in has 3 to 1, and every line where a person wants more', () => {
    const lines = more === '' ? [] : [['border', 'window', 'surface'] as const];
    expect(tooLow([...CONTROLS, ...lines], 3)).toEqual([]);
  });
});

test('counts as WCAG does', () => {
  expect(ratio([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  // The lightest grey that passes on white for text.
  expect(ratio(channelsOf('#767676'), [255, 255, 255])).toBeCloseTo(4.54, 2);
});
