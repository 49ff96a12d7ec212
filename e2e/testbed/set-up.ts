/** Before all workers: the root file systems, both at once, and the built programs. */
import setUpPrograms from '../shells/programs.ts';
import { makeRootfs, SUITES, type Suite } from './rootfs.ts';

export default async function setUp(): Promise<() => void> {
  await Promise.all((Object.keys(SUITES) as Suite[]).map(makeRootfs));
  return setUpPrograms();
}
