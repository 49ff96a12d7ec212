/** Each known remote has servers that behave like its publisher's: the specs of the publishers go through all of them. */
import { expect, test } from 'vitest';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { STAND_INS, standInFor } from '../harness/publishers/known.ts';

test('each known remote has a stand-in at its own address, and no other has one', () => {
  for (const { name, url } of KNOWN_REMOTES) expect(new URL(url).host).toBe(standInFor(name).host);
  expect(Object.keys(STAND_INS).sort()).toEqual(KNOWN_REMOTES.map(({ name }) => name).sort());
  expect(() => standInFor('another')).toThrow('has no stand-in');
});
