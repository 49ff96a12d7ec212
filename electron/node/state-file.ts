/** A JSON file that is kept over versions and shared by processes: the settings, the remotes. */

import { renameSync, statSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { replaceFile } from './own-file.ts';
import { whileLocked } from './own-lock.ts';
import { readRegular } from './regular-file.ts';

/** The most that a file of ours can have, unless it says otherwise. */
const LIMIT = 4 * 1024 * 1024;
/** Of the shape; a newer one keeps the fields of this. */
const VERSION = 1;

const NOTHING: Read = { fields: {}, problem: null };

export type Fields = Readonly<Record<string, unknown>>;

export interface StateFile {
  /** The fields as they are on disk, each to be looked at by itself; none where there is no file. */
  read(): Fields;
  /**
   * Changes some fields, while no other process does; all others stay as they are, also those that nobody here knows.
   *
   * @param change is given the fields as they are now; one that it gives as undefined goes
   * @throws what the file system refuses, also where the file cannot be read now, for it may be whole; nothing is changed then
   */
  change(change: (before: Fields) => Fields): void;
}

interface Read {
  readonly fields: Fields;
  /** Why it could not be read; null where it was, or is not there. */
  readonly problem: unknown;
}

/**
 * @param say told of a file that is damaged; it is moved aside, as NAME.damaged
 * @param limit the most bytes that it can have
 */
export function createStateFile(path: string, say: (problem: Error) => void, limit = LIMIT): StateFile {
  let known: (Read & { readonly stamp: string }) | null = null;

  function read(): Read {
    const stamp = stampOf(path);
    // Another process may have changed it meanwhile.
    if (known?.stamp !== stamp || stamp === '') known = { stamp, ...readFields(path, limit, say) };
    return known;
  }

  return {
    read: () => read().fields,
    change(change) {
      whileLocked(path, () => {
        const { fields: before, problem } = read();
        if (problem !== null) throw problem;
        const version = Math.max(VERSION, Number(before['version']) || 0);
        const fields = { ...before, ...change(before), version };
        replaceFile(path, `${JSON.stringify(fields, null, 2)}\n`);
        known = { stamp: stampOf(path), fields, problem: null };
      });
    },
  };
}

function readFields(path: string, limit: number, say: (problem: Error) => void): Read {
  try {
    const content = readRegular(path, limit, { followLink: true });
    if (content === null) return NOTHING;
    const stored: unknown = JSON.parse(content.toString('utf8'));
    if (typeof stored === 'object' && stored !== null && !Array.isArray(stored)) {
      return { fields: stored as Fields, problem: null };
    }
    throw new Error('it holds no object');
  } catch (error) {
    return moveAsideUnlessUnreadable(path, error, say) ? NOTHING : { fields: {}, problem: error };
  }
}

/**
 * Moves a file of ours away that is of no use, and says so. One that cannot be read now may be whole: it stays, and that is
 * said.
 *
 * @param error what `readRegular` threw, or whoever tried to understand what it read
 * @returns whether it was of no use
 */
export function moveAsideUnlessUnreadable(path: string, error: unknown, say: (problem: Error) => void): boolean {
  if (error instanceof VeneerError && error.code === 'not-authorized') {
    say(error);
    return false;
  }
  moveAside(path, error, say);
  return true;
}

/** A person can look at it then, and nothing is written over it. */
function moveAside(path: string, why: unknown, say: (problem: Error) => void): void {
  const place = `${path}.damaged`;
  const detail = String(why);
  try {
    renameSync(path, place);
    const nextStep = messageOf('host.look-there-for-what-is-missing');
    say(
      new VeneerError('invalid-input', messageOf('host.was-damaged-and-is-kept-as', { file: path, place }), {
        nextStep,
        detail,
      }),
    );
  } catch (error) {
    const message = messageOf('host.is-damaged-and-cannot-be-moved', { file: path });
    say(new VeneerError('invalid-input', message, { detail: `${detail}; ${error}` }));
  }
}

/** '' where there is nothing. */
function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeMs } = statSync(path);
    return `${dev} ${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? '' : code;
  }
}
