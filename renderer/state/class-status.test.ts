import { expect, test } from 'vitest';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { classStatuses } from './class-status.ts';

test('a line of the band says where a class is merged, and that /etc is read-only then', () => {
  const hierarchy = (extensionClass: 'sysext' | 'confext', path: string, merged: boolean, writable = false) => ({
    ...{ class: extensionClass, path, merged, writable, since: merged ? 5 : null },
    extensions: merged ? ['a'] : [],
  });
  const extension = (name: string, state: string) => ({
    ...{ name, class: 'sysext', listed: true, masks: false, state },
  });
  const statuses = (...hierarchies: ReturnType<typeof hierarchy>[]) =>
    classStatuses({
      hierarchies,
      extensions: [extension('a', 'active'), extension('b', 'blocked')],
    } as unknown as Snapshot);
  const usr = hierarchy('sysext', '/usr', true);
  expect(statuses(usr, hierarchy('confext', '/etc', true))).toMatchObject([
    { class: 'sysext', paths: ['/usr'], isMerged: true, enabled: 2, fitting: 1, since: 5, isReadOnlyEtc: false },
    { class: 'confext', paths: ['/etc'], isMerged: true, isReadOnlyEtc: true },
  ]);
  expect(statuses(usr, hierarchy('confext', '/etc', true, true))[1]).toMatchObject({ isReadOnlyEtc: false });
  expect(statuses(hierarchy('sysext', '/usr', false), hierarchy('confext', '/etc', false))).toMatchObject([
    { class: 'sysext', isMerged: false, since: null },
  ]);
});
