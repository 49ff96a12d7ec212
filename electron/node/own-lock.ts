/**
 * A lock between processes of one user, beside the file that it is for. Node has none that the kernel gives back by itself
 * but sockets in the abstract namespace, and those anybody may take.
 *
 * Each holder makes the file of the next number, which only one can; the highest one stays, empty once it is given back.
 * So nobody ever deletes the lock of somebody else in place of one whose holder died.
 */

import {
  closeSync,
  ftruncateSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { makeOwnFolder } from './own-folder.ts';
import { isRunning, ownIdentity } from './process-identity.ts';

const TIMEOUT_MS = 5000;
const LOOK_EVERY_MS = 5;

let made = 0;

/**
 * Does something while no other process of this user does something of the same file.
 *
 * @param path of the file, whose folder is made where it is missing
 * @throws {VeneerError} `busy` where another process keeps it for five seconds; what the file system refuses
 */
export function whileLocked<T>(path: string, what: () => T): T {
  const start = Date.now();
  let giveBack = tryLock(path);
  while (giveBack === null) {
    if (Date.now() - start > TIMEOUT_MS) throw inUse(path);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
    giveBack = tryLock(path);
  }
  try {
    return what();
  } finally {
    giveBack();
  }
}

/** The same for what takes its time. */
export async function whileLockedAsync<T>(path: string, what: () => Promise<T>): Promise<T> {
  const start = Date.now();
  let giveBack = tryLock(path);
  while (giveBack === null) {
    if (Date.now() - start > TIMEOUT_MS) throw inUse(path);
    await sleep(LOOK_EVERY_MS);
    giveBack = tryLock(path);
  }
  try {
    return await what();
  } finally {
    giveBack();
  }
}

/**
 * Takes the lock where it is free, without waiting.
 *
 * @param path of the file, whose folder is made where it is missing
 * @returns gives it back; null where another process has it, or this one
 * @throws what the file system refuses
 */
export function tryLock(path: string): (() => void) | null {
  const folder = dirname(path);
  const prefix = `.${basename(path)}.lock-`;
  makeOwnFolder(folder);
  const usedNumbers = () =>
    readdirSync(folder).flatMap((name) => {
      const number = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
      return Number.isSafeInteger(number) && number > 0 ? [number] : [];
    });
  const pathOf = (number: number) => join(folder, prefix + number);
  const highest = Math.max(0, ...usedNumbers());
  if (highest > 0 && !isFree(pathOf(highest))) return null;
  const unfinished = join(folder, `${prefix}${process.pid}-${++made}.new`);
  const fd = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(fd, ownIdentity());
    if (linkIfFree(unfinished, pathOf(highest + 1))) {
      const all = usedNumbers();
      if (Math.max(...all) === highest + 1) {
        for (const older of all) if (older <= highest) rmSync(pathOf(older), { force: true });
        return () => {
          ftruncateSync(fd);
          closeSync(fd);
        };
      }
      // Who looked long ago made one that others had left behind already.
      rmSync(pathOf(highest + 1), { force: true });
    }
    closeSync(fd);
    return null;
  } catch (error) {
    closeSync(fd);
    throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether nobody has it: given back, or its holder is gone. */
function isFree(lock: string): boolean {
  try {
    const holder = readFileSync(lock, 'utf8');
    // Of a process that cannot be seen from here only the time tells.
    return holder === '' || !(isRunning(holder) ?? Date.now() - statSync(lock).mtimeMs < TIMEOUT_MS);
  } catch {
    // The next one took its place meanwhile.
    return false;
  }
}

function inUse(path: string): VeneerError {
  return new VeneerError('busy', messageOf('host.another-veneer-of-yours-is-changing', { path }), {
    nextStep: messageOf('common.wait-until-it-has-ended'),
  });
}
