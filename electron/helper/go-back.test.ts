/** Links and masks of a name are put back as they stood, in a tree; that the timer does it on a booted system: keep.system.ts. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { putBack } from './go-back.ts';
import { recordIntent, recordOutcome } from './journal.ts';
import type { HelperRequest } from './request.ts';
import { onTrial } from './trial.ts';
import { noteName } from './trial-record.ts';

const FOLDER = 'var/lib/confexts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('go-back');
  mkdirSync(join(tree.path, FOLDER), { recursive: true });
  mkdirSync(join(tree.path, 'run/confexts'), { recursive: true });
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const note = () => noteName(tree.path, 'confext', 'a');
const back = (noted: ReturnType<typeof note>) => putBack(tree.path, noted).map((one) => one.id);

test('a link to another version, a link that went, and one that came', () => {
  symlinkSync('../confexts.d/a_1.raw', at(`${FOLDER}/a.raw`));
  const before = note();
  expect(before.entries).toMatchObject([{ kind: 'symlink', target: '../confexts.d/a_1.raw' }]);
  rmSync(at(`${FOLDER}/a.raw`));
  symlinkSync('../confexts.d/a_2.raw', at(`${FOLDER}/a.raw`));
  expect(back(before)).toEqual(['helper.is-as-before']);
  expect(readlinkSync(at(`${FOLDER}/a.raw`))).toBe('../confexts.d/a_1.raw');
  rmSync(at(`${FOLDER}/a.raw`));
  back(before);
  expect(readlinkSync(at(`${FOLDER}/a.raw`))).toBe('../confexts.d/a_1.raw');

  rmSync(at(`${FOLDER}/a.raw`));
  const nothing = note();
  symlinkSync('../confexts.d/a_2.raw', at(`${FOLDER}/a.raw`));
  expect(back(nothing)).toEqual([]);
  expect(readdirSync(at(FOLDER))).toEqual([]);
});

test('a mask that was made goes, and one that was taken away is there again', () => {
  tree.put(`${FOLDER}/a.raw`, 'image');
  const before = note();
  mkdirSync(at('run/confexts/a'));
  back(before);
  expect(existsSync(at('run/confexts/a'))).toBe(false);
  mkdirSync(at('run/confexts/a'));
  const masked = note();
  rmdirSync(at('run/confexts/a'));
  back(masked);
  expect(readdirSync(at('run/confexts/a'))).toEqual([]);
  expect(readFileSync(at(`${FOLDER}/a.raw`), 'utf8')).toBe('image');
});

test('files are never made, changed or taken away: what is not as it was is said', () => {
  tree.put(`${FOLDER}/a.raw`, 'image');
  const before = note();
  rmSync(at(`${FOLDER}/a.raw`));
  expect(() => putBack(tree.path, before)).toThrow(/a\.raw/);
  const nothing = note();
  tree.put(`${FOLDER}/a.raw`, 'another');
  expect(() => putBack(tree.path, nothing)).toThrow(/a\.raw/);
  expect(readFileSync(at(`${FOLDER}/a.raw`), 'utf8')).toBe('another');
});

test('what is as it was is left alone', () => {
  symlinkSync('../confexts.d/a_1.raw', at(`${FOLDER}/a.raw`));
  expect(back(note())).toEqual([]);
});

test('a change of a tree is never on trial, and leaves no line in the journal', async () => {
  const request = {
    root: tree.path,
    verb: 'mask',
    class: 'confext',
    trial: { begins: true },
  } as unknown as HelperRequest;
  expect(await onTrial(request, async () => 'done')).toBe('done');
  // Either would fail here, where no journal is.
  await recordIntent(request, {});
  await recordOutcome(request, {}, 'done');
  expect(existsSync(at('run/veneer'))).toBe(false);
});
