/** How a host merges now, and how it did at its start, as far as that can be told of it. Read where somebody asks. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { NextMerge, Standing, StateFacts } from '../../shared/diagnosis/state/facts.ts';
import { storeFor } from '../../shared/images/store.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import { CLASSES, classesIn, type ExtensionClass } from '../../shared/systemd/classes.ts';
import { type Mount, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import type { System, Target } from '../extensions/system.ts';
import { DELETED } from '../host/loop-files.ts';
import { readMergeUnits } from '../host/merge-units.ts';
import { mountOf } from '../host/places.ts';
import { freeAt } from '../host/room.ts';
import { hostPath } from '../host/rooted.ts';
import { readUnfinished } from '../host/unfinished.ts';
import { osChangeOf } from './os-change.ts';

/** Where images are kept unless a person chooses another place. */
const STORE = storeFor('sysext', 'kept').store;

/** @param history of the host, newest first */
export async function readState(target: Target, system: System, history: readonly HistoryEntry[]): Promise<StateFacts> {
  const { extensions, hierarchies, here, loopFiles, predicted, release } = system;
  const isRunning = target.root === '/' && target.isSandbox !== true;
  return {
    isRunning,
    extensions,
    hierarchies,
    // Below a root of its own a systemd that passes links over merges something else than the tree would.
    next: here?.followsLinks === false ? [] : CLASSES.flatMap((one) => nextOf(one, predicted[one])),
    replaced: replacedIn(target.root, loopFiles),
    canLoop: isRunning ? existsSync('/dev/loop-control') : null,
    // What was brought here from another machine lies on a disk of this one.
    room: target.isSandbox === true || target.brought !== undefined ? null : roomAt(target.root),
    unfinished: readUnfinished(target.root),
    otherOs: target.isSandbox === true ? null : osChangeOf(history, system),
    ...(isRunning ? await readStart(extensions, classesIn(release.rules)) : { services: [], later: [] }),
  };
}

function roomAt(root: string): StateFacts['room'] {
  const free = freeAt(hostPath(root, STORE));
  return free === null ? null : { path: STORE, free };
}

function nextOf(extensionClass: ExtensionClass, prediction: System['predicted'][ExtensionClass]): NextMerge[] {
  if (prediction === undefined || prediction.fails.length > 0) return [];
  const uncertain = prediction.uncertain.map(({ name }) => name);
  return [{ class: extensionClass, layers: prediction.layers, uncertain }];
}

function replacedIn(root: string, loopFiles: readonly string[]): Set<string> {
  const top = root === '/' ? '' : root;
  return new Set(
    loopFiles
      .filter((path) => path.endsWith(DELETED) && path.startsWith(`${top}/`))
      .map((path) => path.slice(top.length, -DELETED.length)),
  );
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
