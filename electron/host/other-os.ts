/** Other systems of this machine, found without root where who asks may look at them. */
import { readFileSync } from 'node:fs';
import { osIdentity } from '../../shared/images/for-os.ts';
import { parseMountinfo } from '../../shared/systemd/mount-table.ts';
import type { OsRelease } from './os-release.ts';
import type { OtherOs } from './os-tree.ts';
import { readDeployments } from './ostree.ts';
import { hostPath, namesIn } from './rooted.ts';
import { readSnapshots } from './snapshots.ts';

/**
 * Those beside the one that runs, the next first. One that cannot be read tells nothing, and hides no other.
 *
 * @param systemdVersion by whose rules an os-release is read
 */
export function readOtherOses(root: string, systemdVersion: number): OtherOs[] {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  const deployments = readDeployments(root, read('/proc/cmdline'), systemdVersion);
  return [...deployments, ...readSnapshots(root, parseMountinfo(read('/proc/self/mountinfo')), systemdVersion)];
}

/** The one that runs next, unless a person chooses another in the boot menu; null where none is known. */
export function nextOf(others: readonly OtherOs[]): OtherOs | null {
  return others.find(({ kind, release }) => kind !== 'older' && isTold(release)) ?? null;
}

/** Whether the os-release is one by which systemd would merge, and which a unit can name. */
const isTold = ({ fields, problem }: OsRelease): boolean => problem === null && osIdentity(fields) !== null;

/** Names in a folder of another OS, such as its own /etc; none where it cannot be read. @param tree as `path` has it */
export const namesInOther = (root: string, tree: string, folder: string): string[] =>
  namesIn(hostPath(root, tree), folder);
