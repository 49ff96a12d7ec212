/** What is said of a host in one line. */
import { expect, test } from 'vitest';
import { foreignText, messageOf } from '../../../shared/messages/message.ts';
import type { FleetHost } from '../../../shared/model/fleet.ts';
import { hostSentence } from './cell-words.ts';

const failed = (message: ReturnType<typeof foreignText>): FleetHost => ({
  ...{ id: 'nas', name: 'nas', address: null, source: 'typed', readAt: null, os: null, rows: [], notes: [] },
  ...{ systemd: null, architecture: null, state: 'failed' },
  error: { code: 'unreachable', message, nextStep: null, detail: null },
});

test('a host that nobody could read is named once', () => {
  const silent = messageOf('fleet.does-not-answer', { host: 'nas', why: 'Connection refused' });
  expect(hostSentence(failed(silent), 0)).toBe('nas does not answer: Connection refused.');
  expect(hostSentence(failed(messageOf('fleet.there-is-no-ssh')), 0)).toBe('nas: There is no ssh on this machine.');
  expect(hostSentence(failed(foreignText('broken')), 0)).toBe('nas: broken');
});
