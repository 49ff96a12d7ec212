/** Which files below the hierarchies the processes of this machine have mapped: programs and libraries that they run. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import type { MappedFile } from '../../shared/diagnosis/plan/effect.ts';

const MAX_PROCESSES = 4000;
/** Of one process: as much as thousands of libraries take. */
const MAX_MAPS = 1024 * 1024;
const MAX_FILES = 50_000;
const TIMEOUT_MS = 500;
/** proc_pid_maps(5): the path stands behind the inode; what was deleted says so. */
const LINE = /^\S+ \S+ \S+ \S+ \d+ +(\/(?:usr|opt|etc)\/[^\n]*?)(?: \(deleted\))?$/gm;

export interface MappedFiles {
  readonly files: ReadonlyMap<string, MappedFile['processes']>;
  /** Processes that this user may not look at, or that there was no time for. */
  readonly unseen: number;
}

/**
 * @param folder where proc(5) is mounted
 * @param timeoutMs after which what is left is not looked at
 */
export function readMappedFiles(folder = '/proc', timeoutMs = TIMEOUT_MS): MappedFiles {
  const files = new Map<string, { pid: number; name: string }[]>();
  const until = Date.now() + timeoutMs;
  let unseen = 0;
  const pids = readdirSync(folder).filter((name) => /^\d+$/.test(name));
  for (const [at, pid] of pids.entries()) {
    if (at >= MAX_PROCESSES || files.size >= MAX_FILES || Date.now() > until) {
      unseen += pids.length - at;
      break;
    }
    const maps = readStart(`${folder}/${pid}/maps`);
    if (maps === null) {
      if (isThere(`${folder}/${pid}/comm`)) unseen++;
      continue;
    }
    const paths = new Set([...maps.matchAll(LINE)].map(([, path = '']) => path));
    if (paths.size === 0) continue;
    const mine = { pid: Number(pid), name: readName(`${folder}/${pid}/comm`) };
    for (const path of paths) {
      const known = files.get(path);
      if (known === undefined) files.set(path, [mine]);
      else known.push(mine);
    }
  }
  return { files, unseen };
}

/** The beginning of a file that says no size; null where it may not be read, or is gone. */
function readStart(path: string): string | null {
  try {
    const fd = openSync(path, 'r');
    try {
      const parts: Buffer[] = [];
      for (let length = 0; length < MAX_MAPS; ) {
        const part = Buffer.alloc(64 * 1024);
        const read = readSync(fd, part, 0, part.length, null);
        if (read === 0) break;
        parts.push(part.subarray(0, read));
        length += read;
      }
      return Buffer.concat(parts).toString('utf8');
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
}

const readName = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '?';
  }
};

const isThere = (path: string): boolean => readName(path) !== '?';
