/** The host without what is merged over it, as the kernel has it below the overlays. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';
import { overlayAt, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { HIERARCHIES } from '../../shared/systemd-rules.ts';
import { resolveBelow } from './hierarchies.ts';
import { needProgram, runProgram } from './programs.ts';

/** Overlays over one place: as often as a merge can have been put over another one. */
const MAX_STACKED = 8;

/** The places over which something is merged, the links of the host followed. */
export function mergedPlaces(mountinfo = readFileSync('/proc/self/mountinfo', 'utf8')): string[] {
  const mounts = parseMountinfo(mountinfo);
  return (['sysext', 'confext'] as const).flatMap((extensionClass) =>
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
  const holder = spawn(needProgram('unshare'), ['--mount', '--propagation', 'private', '--', needProgram('cat')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
  });
  try {
    await answered(holder);
    const mountinfo = () => readFileSync(`/proc/${holder.pid}/mountinfo`, 'utf8');
    const inside = ['--target', String(holder.pid), '--mount', '--'];
    const umount = [needProgram('umount'), '--lazy', '--recursive'];
    for (let round = 0; round < MAX_STACKED; round++) {
      const [place] = mergedPlaces(mountinfo());
      if (place === undefined) return await look(`/proc/${holder.pid}/root`);
      const { status, output } = await runProgram(needProgram('nsenter'), [...inside, ...umount, place]);
      if (status !== 0) throw unseen(output);
    }
    throw unseen('too many overlays over one place');
  } finally {
    holder.kill('SIGKILL');
  }
}

function unseen(detail: string): VeneerError {
  return new VeneerError('helper-failed', 'What is below the merged extensions cannot be seen.', { detail });
}

/** Resolves once the child runs in its namespace. */
function answered(holder: ChildProcess): Promise<void> {
  return new Promise((settle, fail) => {
    holder.once('error', fail);
    holder.once('close', () => fail(unseen('unshare ended')));
    holder.stdin?.on('error', () => {});
    holder.stdout?.once('data', () => settle());
    holder.stdin?.write('.');
  });
}
