import { messageOf } from '../messages/message.ts';
import type { RemoteState } from '../model/catalog.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What is wrong with a remote that is on: what it answered, and what of its list is left out. */
export function remoteUnwell({ name, enabled, status, error, refused }: RemoteState): Diagnosis[] {
  if (!enabled) return [];
  const common = { subject: { kind: 'remote', name }, reason: null, fix: null } as const;
  const found: Diagnosis[] = [];
  if (error !== null) {
    found.push({
      ...common,
      id: `remote-${error.code}`,
      severity: status === 'failed' ? 'danger' : 'warning',
      message: error.message,
      nextStep: error.nextStep,
      source: 'the answer of its server',
    });
  }
  if (refused > 0) {
    found.push({
      ...common,
      id: 'remote-entries-left-out',
      severity: 'warning',
      message: messageOf('diagnosis.entries-of-its-list-are-left-out', { count: refused }),
      nextStep: null,
      source: 'sysupdate.d(5): what a name in SHA256SUMS may be',
    });
  }
  return found;
}
