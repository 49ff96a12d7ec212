import { expect, test } from 'vitest';
import { messageOf } from '../messages/message.ts';
import type { RemoteState } from '../model/catalog.ts';
import { VeneerError } from '../model/errors.ts';
import { diagnoseRemote } from './diagnose-remote.ts';

const REMOTE = {
  ...{ name: 'mine', url: 'https://example.org/', enabled: true, status: 'current', error: null, refused: 0 },
} as RemoteState;
const error = new VeneerError('unreachable', messageOf('common.it-was-stopped'), {
  nextStep: messageOf('common.look-at-catalog-again'),
}).report();

test('a remote that answers well, or is off, has nothing', () => {
  expect(diagnoseRemote(REMOTE)).toEqual([]);
  expect(diagnoseRemote({ ...REMOTE, enabled: false, error, refused: 3 })).toEqual([]);
});

test('what it answered, and what is left out of its list, are two', () => {
  expect(diagnoseRemote({ ...REMOTE, status: 'offline', error, refused: 1 })).toMatchObject([
    {
      id: 'remote-not-renewed',
      severity: 'warning',
      subject: { kind: 'remote', name: 'mine' },
      ...{ nextStep: error.nextStep },
    },
    {
      id: 'remote-entries-left-out',
      message: '1 entry of its list leads elsewhere or cannot be read, and is left out.',
    },
  ]);
  expect(diagnoseRemote({ ...REMOTE, status: 'failed', error })).toMatchObject([
    { id: 'remote-unusable', severity: 'danger' },
  ]);
});
