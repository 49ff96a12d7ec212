/** The host without what is merged over it, as the kernel has it below the overlays. */

import { readFileSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { CLASSES, HIERARCHIES } from '../../shared/systemd/classes.ts';
import { overlayAt, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { resolveBelow } from './hierarchies.ts';
import { needProgram, runProgram, startEcho } from './programs.ts';

/** Overlays over one place: as often as a merge can have been put over another one. */
const MAX_STACKED = 8;

/** The places over which something is merged, the links of the host followed. */
export function mergedPlaces(mountinfo = readFileSync('/proc/self/mountinfo', 'utf8')): string[] {
  const mounts = parseMountinfo(mountinfo);
  return CLASSES.flatMap((extensionClass) =>
    HIERARCHIES[extensionClass].flatMap((path) => {
      const place = resolveBelow('/', path);
      return place !== null && overlayAt(mounts, place, extensionClass) !== null ? [place] : [];
    }),
  );
}

/**
 * Lets `look` see the host's own files below every merge: in a mount namespace of a child, from which the overlays are
 * taken, so that nothing changes for anybody else.
 *
 * @param look is given the folder that stands for `/` there
 * @throws {VeneerError} `helper-failed` where the overlays cannot be taken away there
 */
export async function withBase<T>(look: (base: string) => Promise<T>): Promise<T> {
  const namespace = ['--mount', '--propagation', 'private', '--', needProgram('cat')];
  const holder = await startEcho(needProgram('unshare'), namespace);
  try {
    const readMountinfo = () => readFileSync(`/proc/${holder.pid}/mountinfo`, 'utf8');
    const inside = ['--target', String(holder.pid), '--mount', '--'];
    const umount = [needProgram('umount'), '--lazy', '--recursive'];
    for (let round = 0; round < MAX_STACKED; round++) {
      const [place] = mergedPlaces(readMountinfo());
      if (place === undefined) return await look(`/proc/${holder.pid}/root`);
      const { status, output } = await runProgram(needProgram('nsenter'), [...inside, ...umount, place]);
      if (status !== 0) throw unseenError(output);
    }
    throw unseenError('too many overlays over one place');
  } finally {
    holder.kill('SIGKILL');
  }
}

function unseenError(detail: string): VeneerError {
  return new VeneerError('helper-failed', messageOf('helper.what-is-below-merged-extensions-cannot'), { detail });
}
