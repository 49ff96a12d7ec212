/** What a plan needs to know beside the host's directories: what its changes bring, and what gives way to them. */
import type { Change } from '../../shared/model/change.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { readAdoptions } from './adopting.ts';
import { inspectInstalls } from './file-changes.ts';
import type { Known } from './plan.ts';

export type LookedInto = Required<Pick<Known, 'inspections' | 'adoptions'>>;

/** @throws {VeneerError} `not-found` for a file that is not there, `not-authorized` for one that cannot be read */
export async function lookInto(
  reader: LocalReader,
  target: Target,
  system: System,
  changes: readonly Change[],
): Promise<LookedInto> {
  const [inspections, adoptions] = await Promise.all([
    inspectInstalls(reader, target, system, changes),
    readAdoptions(target.root, system, changes),
  ]);
  return { inspections, adoptions };
}
