/** Every finding is held by tests that are there, and the figures of attacks in docs/security.md are those of the tests. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EROFS_CASES } from '../hostile/erofs-cases.ts';
import { EXT_CASES } from '../hostile/ext-cases.ts';
import { GPT_CASES } from '../hostile/gpt-cases.ts';
import { SQUASHFS_CASES } from '../hostile/squashfs-cases.ts';
import { ACTS, FRAMES, MESSAGES } from '../soak/rude.ts';
import { FINDINGS, type Finding } from './findings.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
/** As it stands in the source, between whichever quotes. */
const isTitleIn = (source: string, title: string) =>
  ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`));

test('there are sixty of the report, in order, and those of the endurance run', () => {
  const numbers = FINDINGS.map(({ number }) => number);
  expect(numbers.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, at) => `S${at + 1}`));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test.each(FINDINGS)('$number: $what', ({ heldBy }) => {
  expect(heldBy.length).toBeGreaterThan(0);
  for (const [file, title] of heldBy) {
    expect(existsSync(join(PROJECT, file)), file).toBe(true);
    expect(isTitleIn(read(file), title), `${file}: ${title}`).toBe(true);
  }
});

test('a title that is not there is seen', () => {
  const [file = ''] = FINDINGS[0]?.heldBy[0] ?? [];
  expect(isTitleIn(read(file), 'a planted title')).toBe(false);
});

test('docs/security.md has the figures of the tests', () => {
  const security = read('docs/security.md');
  const of = (...kinds: Finding['kind'][]) => FINDINGS.filter(({ kind }) => kinds.includes(kind)).length;
  const images = [...SQUASHFS_CASES, ...EXT_CASES, ...EROFS_CASES, ...GPT_CASES].length;
  const helper = Number(
    /IN_PROCESS = ([\d_]+);/.exec(read('electron/helper/request-fuzz.test.ts'))?.[1]?.replaceAll('_', ''),
  );
  for (const figure of [
    `${of('in')} ways in`,
    `${of('image')} ways to make`,
    `${of('door')} ways to hold up`,
    `${of('loss')} ways to end`,
    `${of('helper')} ways to misuse`,
    `${of('text')} ways to deceive`,
    `${images} images`,
    `${helper.toLocaleString('en')} random requests`,
    `${Object.keys(FRAMES).length} frames`,
    `${MESSAGES.length} messages`,
    `${Object.keys(ACTS).length} kinds of rudeness`,
  ]) {
    expect(security, figure).toContain(figure);
  }
});
