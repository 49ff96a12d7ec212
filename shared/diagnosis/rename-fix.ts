/** Giving a misnamed image the name that its release file has, which systemd asks for (shared/systemd/judge-entry.ts). */
import { requestRename } from '../changes/rename.ts';
import type { Message, MessageId } from '../messages/message.ts';
import type { Fix } from '../model/diagnosis.ts';
import type { Extension } from '../model/extension.ts';
import { isExtensionName } from '../systemd/extension-name.ts';

/** As shared/systemd/judge-entry.ts says it of an image with one release file, of another name. */
const RENAME = 'systemd.rename-file-to-raw-name-that' satisfies MessageId;

/** What stands below /usr belongs to the OS. */
const MAY_BE_WRITTEN = /^\/(?:etc|run|var)\//;

/**
 * @param nextStep what is said of its failure
 * @param isTaken whether an entry has a name already
 * @returns null where it is not misnamed, or nothing can rename it
 */
export function renameFix(
  entry: Pick<Extension, 'class' | 'name' | 'path'>,
  nextStep: Message | null,
  isTaken: (name: string) => boolean,
): Fix | null {
  const to = nextStep?.id === RENAME ? nextStep.values['name'] : null;
  if (typeof to !== 'string' || !isExtensionName(to) || isTaken(to)) return null;
  if (!entry.path.endsWith('.raw') || !MAY_BE_WRITTEN.test(entry.path)) return null;
  return { changes: [requestRename(entry, to)], action: 'auto', classes: [] };
}
