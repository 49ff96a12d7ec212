/** Images that Veneer was sent or made itself, in files of its user's alone, until they are installed or given up. */

import { closeSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { removeIfPossible } from '../node/own-file.ts';
import { makeOwnFolder } from '../node/own-folder.ts';

export interface TemporaryImage {
  readonly path: string;
  /** Open for writing; whoever made it closes it. */
  readonly fd: number;
}

export interface TemporaryImages {
  /** Where the files are, for a look at the room that is left. Made when it is first asked for. */
  folder(): string;
  /** Makes an empty file of that name. @throws {VeneerError} `invalid-input` for what can be no file name */
  create(fileName: string): TemporaryImage;
  /** Makes one and fills it; deletes it where that fails. @returns its path */
  fill(fileName: string, write: (fd: number, path: string) => Promise<void>): Promise<string>;
  /** Deletes an image of ours; any other path is left alone. */
  discard(path: string): void;
  /** Deletes them all. */
  close(): void;
}

const MAX_NAME_BYTES = 255;

/**
 * @param directory of this user; what an earlier Veneer left in it, because it was killed, goes at once
 */
export function createTemporaryImages(directory: string): TemporaryImages {
  const own = join(directory, String(process.pid));
  let made = 0;
  sweepFolders(directory);
  const ownFolder = () => {
    makeOwnFolder(own);
    return own;
  };
  function discardImage(given: string): void {
    const path = resolve(given);
    if (dirname(dirname(path)) === own) removeIfPossible(dirname(path));
  }
  function createImage(fileName: string): TemporaryImage {
    if (!isFileName(fileName)) {
      throw new VeneerError('invalid-input', messageOf('change.name-of-file-cannot-be-used'), {
        nextStep: messageOf('change.give-it-name-such-as-name'),
      });
    }
    // A folder for each, so that two of one name keep it: the name says which extension it is.
    const place = join(ownFolder(), String(++made));
    mkdirSync(place, { mode: 0o700 });
    const path = join(place, fileName);
    return { path, fd: openSync(path, 'wx', 0o600) };
  }
  return {
    folder: ownFolder,
    create: createImage,
    async fill(fileName, write) {
      const { path, fd } = createImage(fileName);
      try {
        await write(fd, path);
        return path;
      } catch (error) {
        discardImage(path);
        throw error;
      } finally {
        closeSync(fd);
      }
    },
    discard: discardImage,
    close: () => removeIfPossible(own),
  };
}

function isFileName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u001f\u007f]/.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;
}

/** Takes away what processes left that are no more. */
function sweepFolders(directory: string): void {
  for (const name of namesIn(directory)) {
    if (!isRunning(Number(name))) removeIfPossible(join(directory, name));
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Nothing was ever put there.
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
