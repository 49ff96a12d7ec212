import type { Snapshot } from '../model/snapshot.ts';
import { rule } from './rule.ts';

/** What keeps Veneer from seeing which images are merged. */
export const imagesUnseen = rule(
  ['images-unseen'],
  'measured: the backing file of a loop device is read from /sys',
  ({ host, extensions }: Pick<Snapshot, 'host' | 'extensions'>) =>
    host.unseen === null || !extensions.some(({ type }) => type === 'raw')
      ? []
      : [{ id: 'images-unseen', severity: 'note', subject: { kind: 'host' }, message: host.unseen }],
);
