/** Bytes of a host that come late are written nowhere: the file that they were for is closed, and its number is another's. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { openBrought } from './brought-file.ts';
import type { Connection } from './connection.ts';

const scratch = makeScratch('brought-file');
afterAll(() => scratch.remove());

test('what comes after it was closed is in no other file', async () => {
  scratch.put('image.raw', 'xxxx');
  scratch.put('other', 'mine');
  const other = join(scratch.path, 'other');
  const coming = Promise.withResolvers<Buffer>();
  const connection: Pick<Connection, 'range'> = { range: () => coming.promise };
  const source = openBrought(connection, '/image.raw', Buffer.from(join(scratch.path, 'image.raw')), 4);
  const asked = source.read(0, 4);
  source.close();
  // The lowest number that is free: the one that was just closed.
  const file = openSync(other, 'r+');
  coming.resolve(Buffer.from('evil'));
  await expect(asked).rejects.toThrow('closed');
  closeSync(file);
  expect(readFileSync(other, 'utf8')).toBe('mine');
});
