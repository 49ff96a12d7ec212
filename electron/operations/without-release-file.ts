/** A folder that is no extension. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type ExtensionClass, RELEASE_DIRECTORY } from '../../shared/systemd/classes.ts';

/** Why a folder without release file is not packed. */
export function withoutReleaseFile(folder: string, extensionClass: ExtensionClass, name: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('change.folder-has-no-release-file-so', { path: folder }), {
    nextStep: messageOf('change.put-into-it-with-id-any', {
      file: `${RELEASE_DIRECTORY[extensionClass]}/extension-release.${name}`,
    }),
  });
}
