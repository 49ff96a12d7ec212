import type { Snapshot } from '../model/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What keeps Veneer from seeing which images are merged. */
export function imagesUnseen({ host, extensions }: Pick<Snapshot, 'host' | 'extensions'>): Diagnosis[] {
  if (host.unseen === null || !extensions.some(({ type }) => type === 'raw')) return [];
  return [
    {
      id: 'images-unseen',
      severity: 'note',
      subject: { kind: 'host' },
      message: host.unseen,
      reason: null,
      nextStep: null,
      fix: null,
      source: 'measured: the backing file of a loop device is read from /sys',
    },
  ];
}
