import { freeMiB, neededMiB } from '../../messages/mebibytes.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/** A new version is put beside the old one before that goes, so that there has to be room for both. */
export const noRoom = rule(
  ['no-room-for-update'],
  'statfs(2): what is free for who is not root, against the largest image',
  ({ extensions, room }: Pick<StateFacts, 'extensions' | 'room'>) => {
    const [largest] = extensions
      .filter(({ type, listed, masks }) => type === 'raw' && listed && !masks)
      .flatMap(({ name, size }) => (size === null ? [] : [{ name, size }]))
      .sort((a, b) => b.size - a.size);
    if (room === null || largest === undefined || room.free >= largest.size) return [];
    return [
      {
        id: 'no-room-for-update',
        severity: 'warning',
        subject: { kind: 'host' },
        message: messageOf('diagnosis.no-room-for-update', {
          ...{ path: room.path, name: largest.name },
          ...{ needed: neededMiB(largest.size), free: freeMiB(room.free) },
        }),
        nextStep: messageOf('diagnosis.delete-old-versions'),
      },
    ];
  },
);
