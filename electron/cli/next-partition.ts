/** The OS of the other partition. It is read in this process, as root, and by the command line alone: no window parses an image. */
import { readOtherPartition, runningPartition } from '../extensions/other-partition.ts';
import type { System } from '../extensions/system.ts';
import type { Named } from '../session/next-os.ts';

/** The other partition of this machine, where that is booted next. @throws {VeneerError} as `readOtherPartition` */
export async function findNextPartition({ facts, release }: System): Promise<Named | null> {
  const running = facts.root === '/' ? runningPartition() : null;
  if (running === null) return null;
  const { version } = release.rules;
  const other = await readOtherPartition(running, release.fields.get('VERSION_ID') ?? '', version);
  if (other === null || !other.isNext) return null;
  return { from: 'newer', fields: other.fields, systemdVersion: other.systemdVersion, deployed: null };
}
