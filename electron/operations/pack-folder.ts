/** A folder with a release file, packed as an image. */
import { VeneerError } from '../../shared/errors.ts';
import { type ExtensionClass, RELEASE_DIRECTORY } from '../../shared/systemd-rules.ts';
import { openFolder } from '../images/folder.ts';
import { writeSquashfs } from '../images/squashfs/write.ts';
import { ImageError } from '../images/tree.ts';

/**
 * @param fd an empty file that is open for writing
 * @throws {VeneerError} `unsupported` for what no image holds or this user may not read, `no-space`
 */
export async function packFolder(folder: string, fd: number, signal: AbortSignal | null): Promise<void> {
  try {
    await writeSquashfs(openFolder(folder, 'folder'), fd, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new VeneerError('no-space', `There is no room to pack ${folder}.`, {
        nextStep: 'Free some room and try again.',
      });
    }
    if (!(error instanceof ImageError)) throw error;
    throw new VeneerError('unsupported', `The folder ${folder} cannot be packed: ${error.message}.`, {
      nextStep: 'Take out what is no file, folder or symlink, or what you may not read.',
    });
  }
}

/** Why a folder without release file is not packed. */
export function withoutReleaseFile(folder: string, extensionClass: ExtensionClass, name: string): VeneerError {
  return new VeneerError('invalid-input', `The folder ${folder} has no release file, so it is no extension.`, {
    nextStep: `Put ${RELEASE_DIRECTORY[extensionClass]}/extension-release.${name} into it, with ID=_any or the ID and version of the OS that it is for.`,
  });
}
