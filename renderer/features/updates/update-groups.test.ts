/** Which updates are called what: nothing is up to date that could not be asked. */
import { expect, test } from 'vitest';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Unasked, UpdateItem } from '../../../shared/model/update.ts';
import { sourcelessIn, updateGroupOf, versionsToDelete } from './update-groups.ts';

const item = (more: Partial<UpdateItem>): UpdateItem =>
  ({
    class: 'sysext',
    name: 'tool',
    way: 'download',
    source: 'bakery',
    installed: '1.0',
    newest: null,
    fits: null,
    pinned: null,
    held: false,
    stored: ['1.0'],
    problem: null,
    elsewhere: [],
    ...more,
  }) as UpdateItem;

const AWAY = { name: 'bakery', host: 'example.org' } as Unasked;

test.each([
  ['updates', item({ newest: '2.0', fits: true }), []],
  ['updates', item({ newest: '2.0', fits: null }), []],
  ['held', item({ newest: '2.0', fits: true, pinned: '1.0' }), []],
  ['held', item({ newest: '2.0', held: true }), []],
  ['unfit', item({ newest: '2.0', fits: false }), []],
  ['current', item({}), []],
  // After a roll back, what is stored and newer.
  ['held', item({ stored: ['2.0', '1.0'] }), []],
  ['unknown', item({}), [AWAY]],
  ['current', item({ source: 'other' }), [AWAY]],
] as const)('%s', (group, one, unasked) => {
  expect(updateGroupOf(one, unasked)).toBe(group);
});

test('what is deleted is told by version: as many stay as Settings say, or the transfer file of somebody else', () => {
  const kept = { stored: ['4', '3', '2', '1'], surplus: ['1'], installed: '4', component: 'tool' };
  const versions = (more: Partial<UpdateItem>, keep: number) => versionsToDelete(item({ ...kept, ...more }), keep);
  expect(versions({ isOurs: true, way: 'sysupdate' }, 1)).toEqual({ by: null, versions: ['2', '1'] });
  expect(versions({ isOurs: false, way: 'download' }, 2)).toEqual({ by: null, versions: ['1'] });
  // The number of Settings is none of theirs.
  for (const keep of [0, 9])
    expect(versions({ isOurs: false, way: 'sysupdate' }, keep)).toEqual({ by: 'tool', versions: ['1'] });
  // After a way back, what is newer than the one in use goes no sooner than what is older.
  expect(versions({ isOurs: true, installed: '2' }, 2)).toEqual({ by: null, versions: ['1'] });
});

test('who has no source stands there by name, once, and neither masked nor shadowed', () => {
  const extension = (name: string, more: Partial<Extension> = {}) =>
    ({ name, class: 'sysext', listed: true, masks: false, shadowedBy: null, ...more }) as Extension;
  const extensions = [
    extension('terminal'),
    extension('editor'),
    extension('tool'),
    extension('mask', { masks: true }),
    extension('below', { shadowedBy: 'editor' }),
  ];
  expect(sourcelessIn(extensions, [item({})]).map(({ name }) => name)).toEqual(['editor', 'terminal']);
});
