/** Everything that is wrong with a remote. */
import type { RemoteState } from '../model/catalog.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import { remoteEntriesLeftOut } from './remote-entries-left-out.ts';
import { remoteUnwell } from './remote-unwell.ts';

export const REMOTE_RULES = [remoteUnwell, remoteEntriesLeftOut] as const;

export function diagnoseRemote(remote: RemoteState): Diagnosis[] {
  return REMOTE_RULES.flatMap((one) => one.find(remote));
}
