/** Tells when something changes that a reading of the host depends on. Costs nothing while nothing changes. */
import { existsSync, type FSWatcher, readFileSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { PINS } from '../../shared/changes/pin-record.ts';
import { FOR_OS } from '../../shared/images/for-os.ts';
import { storesOf } from '../../shared/images/store.ts';
import { CLASSES, RELEASE_DIRECTORY, rulesFor } from '../../shared/systemd/classes.ts';
import { movedAsideDirectory } from '../../shared/systemd/masking.ts';
import { isChangedElsewhere } from '../host/changed-elsewhere.ts';
import { DEFINITION_ENTRY, DIRECTORIES, namesIn } from '../host/definition-files.ts';
import { hostPath, resolveInRoot } from '../host/rooted.ts';
import { namesWithin, nearestFolder, type WatchedNames } from './nearest-folder.ts';
import { storeFolders } from './stores.ts';
import type { System, Target } from './system.ts';

/** Changes come in bursts; one reading follows each burst. */
const SETTLE_MS = 150;
/** The mount table cannot be watched by Node, so it is compared. */
const MOUNTS_MS = 2000;

/** So long a reading counts at the most where some change of it would not be seen, as a merge is not. */
const BLIND_MS = MOUNTS_MS;
/** Inside a folder something can change without a trace on what is watched of it. */
const FOLDER_MS = 60_000;

export interface Watch {
  /** Whether what was read when the watch began is so still, as far as that can be seen. @param age of the reading, in ms */
  holds(age: number): boolean;
  /** Whether it told of a change, and sees none any more. */
  hasTold(): boolean;
  /** @returns whether something changed that `onChange` has not been told of */
  close(): boolean;
}

/**
 * Calls `onChange` once when the host may have changed; a new reading needs a new watch.
 *
 * @param system the last reading; null before the first one, when only the search directories are known
 */
export function watchSystem(target: Target, system: System | null, onChange: () => void): Watch {
  let fired: NodeJS.Timeout | null = null;
  let closed = false;
  let told = false;
  let isBlind = false;
  const fireSoon = () => {
    if (closed || fired !== null) return;
    fired = setTimeout(() => {
      fired = null;
      told = true;
      closeWatch();
      onChange();
    }, SETTLE_MS);
  };
  const everything = watchedPaths(target, system);
  const named = [...watchedNames(target)].filter(({ path }) => !everything.has(path));
  const watched = [...[...everything].map((path) => ({ path, isMeant: null })), ...named];
  const watchers = watched.flatMap(({ path, isMeant }): FSWatcher[] => {
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        if (name === null || isMeant === null || isMeant(name)) fireSoon();
      });
      // A folder that goes away is a change as well.
      watcher.on('error', fireSoon);
      if (isChangedElsewhere(path)) isBlind = true;
      return [watcher];
    } catch {
      // No more may be watched (fs.inotify.max_user_watches), or not by us.
      isBlind = true;
      return [];
    }
  });
  const mountsBefore = readMounts(target);
  const mounts = setInterval(() => {
    if (readMounts(target) !== mountsBefore) fireSoon();
  }, MOUNTS_MS);
  mounts.unref();
  const closeWatch = () => {
    closed = true;
    // A merge since the last look at the mounts would be the beginning of the next watch, and never told.
    const untold = !told && (fired !== null || readMounts(target) !== mountsBefore);
    if (fired !== null) clearTimeout(fired);
    clearInterval(mounts);
    for (const watcher of watchers) watcher.close();
    return untold;
  };
  const hasFolders = system?.extensions.some(({ type }) => type !== 'raw' && type !== 'block') !== false;
  const longestWait = () => (isBlind ? BLIND_MS : hasFolders ? FOLDER_MS : Number.POSITIVE_INFINITY);
  return {
    close: closeWatch,
    holds: (age) => !closed && fired === null && age < longestWait() && readMounts(target) === mountsBefore,
    hasTold: () => told,
  };
}

/** Every directory that some version reads, for what is watched before the host is known. */
const ALL_DIRECTORIES = Object.values(rulesFor(0).searchPath).flat();

function watchedPaths({ root }: Target, system: System | null): Set<string> {
  const paths = new Set(ALL_DIRECTORIES.map((directory) => nearestFolder(hostPath(root, directory))));
  for (const directory of ALL_DIRECTORIES) {
    const aside = hostPath(root, movedAsideDirectory(directory));
    if (existsSync(aside)) paths.add(aside);
  }
  for (const { type, realPath, class: extensionClass } of system?.extensions ?? []) {
    const real = hostPath(root, realPath);
    if (type === 'raw' || type === 'block') paths.add(nearestFolder(dirname(real)));
    else {
      paths.add(nearestFolder(real));
      const own = join(real, RELEASE_DIRECTORY[extensionClass]);
      if (existsSync(own)) paths.add(own);
    }
  }
  for (const folder of definitionFolders(root)) paths.add(folder);
  for (const folder of namesIn(root, FOR_OS)) paths.add(nearestFolder(hostPath(root, `${FOR_OS}/${folder}`)));
  if (system !== null) for (const folder of storeFolders(root, system.stores)) paths.add(folder);
  // A link of the tree leads to a place in the tree.
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const file = resolveInRoot(root, path);
    if (file.found) paths.add(file.hostPath);
  }
  if (system?.release.rules.configuration === true) {
    for (const name of ['sysext.conf', 'confext.conf']) {
      const file = hostPath(root, `/etc/systemd/${name}`);
      for (const path of [file, `${file}.d`]) if (existsSync(path)) paths.add(path);
    }
  }
  return paths;
}

const STORES = CLASSES.flatMap(storesOf).map(({ store }) => store);

/** Where what was decided, and what systemd-sysupdate is told, would appear. */
function* watchedNames({ root }: Target): Generator<WatchedNames> {
  for (const directory of DIRECTORIES)
    yield namesWithin(hostPath(root, directory), (name) => DEFINITION_ENTRY.test(name));
  for (const folder of [PINS, FOR_OS, ...STORES]) yield namesWithin(hostPath(root, folder), () => true);
}

/** The folders with definitions, and those with their drop-ins. */
function definitionFolders(root: string): string[] {
  const folders = DIRECTORIES.flatMap((directory) =>
    namesIn(root, directory)
      .filter((name) => DEFINITION_ENTRY.test(name))
      .map((name) => `${directory}/${name}`),
  );
  const dropIns = folders.flatMap((folder) =>
    namesIn(root, folder)
      .filter((name) => name.endsWith('.d'))
      .map((name) => `${folder}/${name}`),
  );
  return [...folders, ...dropIns].map((path) => hostPath(root, path)).filter((path) => existsSync(path));
}

/** The lines of the mount table that a merge makes. */
function readMounts({ mounts }: Target): string {
  try {
    return readFileSync(mounts.mountinfo, 'utf8')
      .split('\n')
      .filter((line) => / - overlay (?:sysext|confext) /.test(line))
      .join('\n');
  } catch {
    return '';
  }
}
