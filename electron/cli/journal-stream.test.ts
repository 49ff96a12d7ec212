import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { isJournal } from './journal-stream.ts';

test('only the stream that the service manager named is the journal', () => {
  const scratch = makeScratch('stream');
  const fd = openSync(join(scratch.path, 'stream'), 'w');
  const { dev, ino } = fstatSync(fd);
  expect(isJournal(fd, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(true);
  expect(isJournal(fd, { JOURNAL_STREAM: `${dev}:${ino + 1}` }), 'as after a redirection').toBe(false);
  expect(isJournal(fd, {})).toBe(false);
  closeSync(fd);
  expect(isJournal(fd, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(false);
  scratch.remove();
});
