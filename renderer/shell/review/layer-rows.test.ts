import { expect, test } from 'vitest';
import type { MergeOutcome } from '../../../shared/model/plan.ts';
import { foldRows, layerRows } from './layer-rows.ts';

const outcome = (change: Partial<MergeOutcome>): MergeOutcome =>
  ({ class: 'sysext', before: [], after: [], uncertain: [], versions: {}, ...change }) as MergeOutcome;

test('another version is told by both, what stays as it is has no row, and the highest layer is the first', () => {
  const rows = layerRows(
    outcome({
      before: ['gone', 'same', 'tilde', 'unnamed'],
      after: ['new', 'same', 'tilde', 'unnamed'],
      versions: {
        gone: { before: '3', after: null },
        new: { before: null, after: '1.1' },
        same: { before: '5', after: '5' },
        // A way back.
        tilde: { before: '2.0', after: '1.0' },
        unnamed: { before: null, after: '7' },
      },
    }),
  );
  expect(rows).toEqual([
    { name: 'new', kind: 'added', version: '1.1' },
    { name: 'unnamed', kind: 'changed', version: '? → 7' },
    { name: 'tilde', kind: 'changed', version: '2.0 → 1.0' },
    { name: 'gone', kind: 'removed', version: '3' },
  ]);
});

test('of twenty rows all are shown, of more the first ten', () => {
  const rows = (count: number) =>
    layerRows(outcome({ after: Array.from({ length: count }, (_, at) => `layer-${at}`) }));
  expect(foldRows(rows(20))).toMatchObject({ shown: { length: 20 }, folded: { length: 0 } });
  const { shown, folded } = foldRows(rows(351));
  expect([shown.length, folded.length]).toEqual([10, 341]);
  expect([...shown, ...folded], 'nothing is lost').toEqual(rows(351));
});
