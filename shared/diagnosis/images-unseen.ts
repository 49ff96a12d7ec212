import type { Snapshot } from '../model/snapshot.ts';
import { rule } from './rule.ts';

/** What keeps Veneer from seeing the root hashes by which systemd would go. */
export const imagesUnseen = rule(
  ['images-unseen'],
  'verity_settings_load() of systemd 257: user.verity.roothash and user.verity.usrhash of an image',
  ({ host, extensions }: Pick<Snapshot, 'host' | 'extensions'>) =>
    host.unseen === null || !extensions.some(({ type }) => type === 'raw')
      ? []
      : [{ id: 'images-unseen', severity: 'note', subject: { kind: 'host' }, message: host.unseen }],
);
