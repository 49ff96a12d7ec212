/** An image that gets another name where it stands. */
import { dirname, resolve } from 'node:path';
import type { RenameChange } from '../../shared/changes/rename.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { asExtension, type Inspection } from '../extensions/inspection.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { idOf } from '../extensions/naming.ts';
import { besideImage } from '../extensions/sidecars.ts';
import type { System } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { NO_ATTRIBUTES, readVerityAttributes } from '../extensions/verity-attributes.ts';
import { hostPath } from '../host/rooted.ts';

interface Renaming {
  /** The entry that is renamed. */
  readonly entry: Extension;
  /** Where it stands then, without the root. */
  readonly path: string;
}

/**
 * By the rules of the helper, which looks again.
 *
 * @param extensions of all classes
 * @returns null where nothing of the name is there
 * @throws {VeneerError} `invalid-input` for a name that systemd does not take, `unsupported` for what is no image, and where the
 *   new name is taken
 */
function renamingOf(extensions: readonly Extension[], change: RenameChange): Renaming | null {
  const { class: extensionClass, name, to } = change;
  if (!isExtensionName(to))
    throw new VeneerError('invalid-input', messageOf('common.is-no-name-of-an-extension', { name: to }));
  const named = (wanted: string) => extensions.filter((one) => one.class === extensionClass && one.name === wanted);
  const mine = named(name).filter(({ masks }) => !masks);
  const entry = mine.find(({ listed }) => listed) ?? mine[0];
  if (entry === undefined) return null;
  if (entry.type !== 'raw' || !entry.path.endsWith('.raw'))
    throw new VeneerError('unsupported', messageOf('common.only-images-are-renamed', { path: entry.path }));
  const [other] = named(to);
  if (other !== undefined)
    throw new VeneerError('unsupported', messageOf('helper.is-there-and-has-same-name', { path: other.path }), {
      nextStep: messageOf('helper.remove-it-first-only-one-of'),
    });
  return { entry, path: `${dirname(entry.path)}/${to}.raw` };
}

/** Reads it as it will be: under its new name, and with what stands beside that. @returns null, and @throws, as above */
export async function inspectRenamed(
  reader: LocalReader,
  root: string,
  system: System,
  change: RenameChange,
): Promise<Inspection | null> {
  const renaming = renamingOf(system.extensions, change);
  if (renaming === null) return null;
  const path = hostPath(root, renaming.entry.path);
  const inspection = await reader.inspect(resolve(path), change.class, mergeFor(system, change.class), change.to);
  const attributes = (await readVerityAttributes([path]))?.get(path) ?? NO_ATTRIBUTES;
  return { ...inspection, entry: { ...inspection.entry, ...besideImage(root, renaming.path, attributes) } };
}

/** What goes and what comes; nothing decides yet which entry of a name counts. @returns null, and @throws, as above */
export function renamed(
  extensions: readonly Extension[],
  change: RenameChange,
  inspection: Inspection,
): { readonly gone: Extension; readonly come: Extension } | null {
  const renaming = renamingOf(extensions, change);
  if (renaming === null) return null;
  const { entry, path } = renaming;
  const realPath = entry.realPath === entry.path ? path : entry.realPath;
  return { gone: entry, come: { ...asExtension(inspection), id: idOf(change.class, path), path, realPath } };
}
