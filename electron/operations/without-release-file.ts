/** A folder that is no extension. */
import { VeneerError } from '../../shared/model/errors.ts';
import { type ExtensionClass, RELEASE_DIRECTORY } from '../../shared/systemd/classes.ts';

/** Why a folder without release file is not packed. */
export function withoutReleaseFile(folder: string, extensionClass: ExtensionClass, name: string): VeneerError {
  return new VeneerError('invalid-input', `The folder ${folder} has no release file, so it is no extension.`, {
    nextStep: `Put ${RELEASE_DIRECTORY[extensionClass]}/extension-release.${name} into it, with ID=_any or the ID and version of the OS that it is for.`,
  });
}
