/** How a host merges now, and how it did at its start, as far as that can be told of it. Read where somebody asks. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Standing, StateFacts } from '../../shared/diagnosis/state/facts.ts';
import { classesIn } from '../../shared/systemd/classes.ts';
import { type Mount, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import type { System, Target } from '../extensions/system.ts';
import { readMergeUnits } from '../host/merge-units.ts';
import { mountOf } from '../host/places.ts';

type Known = Pick<System, 'extensions' | 'hierarchies' | 'release'>;

export async function readState(target: Target, system: Known): Promise<StateFacts> {
  const { extensions, hierarchies, release } = system;
  const isRunning = target.root === '/' && target.isSandbox !== true;
  return {
    extensions,
    hierarchies,
    ...(isRunning ? await readStart(extensions, classesIn(release.rules)) : { services: [], later: [] }),
  };
}

/** What the service manager tells, which is that of the running system. */
async function readStart(
  extensions: System['extensions'],
  classes: Parameters<typeof readMergeUnits>[0],
): Promise<Pick<StateFacts, 'services' | 'later'>> {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const standing = extensions
    .filter(({ listed, masks }) => listed && !masks)
    .flatMap(({ class: extensionClass, name, path, realPath }) =>
      pointsOf([dirname(path), realPath], mounts).map((point) => ({ class: extensionClass, name, point })),
    );
  const units = await readMergeUnits(classes, [...new Set(standing.map(({ point }) => point))]);
  const later = standing.flatMap(({ point, ...one }): Standing[] => {
    const mount = units?.later.get(point);
    return mount === undefined ? [] : [{ ...one, mount }];
  });
  return { services: units?.services ?? [], later };
}

/** Where the file systems are mounted that paths lie on; `/` was there before everything. */
function pointsOf(paths: readonly string[], mounts: readonly Mount[]): string[] {
  return [...new Set(paths.map((path) => mountOf(path, mounts)?.mountPoint ?? '/'))].filter((one) => one !== '/');
}
