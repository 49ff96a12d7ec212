/** The trees and the hosts of the fleet that a person opened, so that the window offers them again. */
import { isAbsolute, join, resolve } from 'node:path';
import { createStateFile, type StateFile } from '../node/state-file.ts';

/** Of each kind; those that were opened longest ago go. */
const MOST = 20;
/** PATH_MAX of Linux. */
const LONGEST = 4096;

interface Opened {
  /** The one that was opened last first. */
  list(): readonly string[];
  /** @throws what the file system refuses; nothing is changed then */
  remember(one: string): void;
  /** @throws what the file system refuses; nothing is changed then */
  forget(one: string): void;
}

export interface OpenedHosts {
  /** By their roots. */
  readonly trees: Opened;
  /** By the ids that they have in the fleet. */
  readonly ofFleet: Opened;
}

/**
 * @param directory made when the first is remembered
 * @param say told of a file that is damaged; it is moved aside
 */
export function createOpenedHosts(directory: string, say: (problem: Error) => void): OpenedHosts {
  const file = createStateFile(join(directory, 'hosts.json'), say);
  return { trees: openedIn(file, 'trees', isTree), ofFleet: openedIn(file, 'fleet', (id) => id !== '') };
}

/** An entry that is none loses itself alone. */
function openedIn(file: StateFile, field: string, isOne: (one: string) => boolean): Opened {
  const known = (entries: unknown): string[] => {
    const found = (Array.isArray(entries) ? entries : []).filter(
      (one): one is string => typeof one === 'string' && one.length <= LONGEST && isOne(one),
    );
    return [...new Set(found)].slice(0, MOST);
  };
  const others = (entries: unknown, than: string) => known(entries).filter((one) => one !== than);
  return {
    list: () => known(file.read()[field]),
    remember(one) {
      file.change((before) => ({ [field]: [one, ...others(before[field], one)].slice(0, MOST) }));
    },
    forget(one) {
      file.change((before) => ({ [field]: others(before[field], one) }));
    },
  };
}

const isTree = (path: string) => isAbsolute(path) && path !== '/' && resolve(path) === path && !path.includes('\0');
